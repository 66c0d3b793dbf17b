"""What became of messages on the recorded servers: they had no network, but a mail sink that refused one recipient."""

from __future__ import annotations

from mockwrite.state.project import Project

SINK = "lsmtp"
_CLOSED_PORT = 11999


def script(project: Project) -> None:
    """Order the failures that the recorded servers met."""
    faults = project.faults
    faults.clear()
    faults.fail_delivery("bounced", provider=SINK, to="reject@*")
    faults.fail_delivery("provider_down", provider=SINK, name="nobody listens", enabled=False)
    faults.fail_delivery("timeout", channel="sms")
    faults.fail_delivery("adapter_exception", channel="push", provider="fcm")


def follow(project: Project) -> None:
    """Let nobody listen as long as the sink's provider names another port."""
    provider = project.providers.get(SINK)
    closed = provider is not None and provider.credentials.get("port") == _CLOSED_PORT
    project.faults.get("nobody listens").enabled = closed
