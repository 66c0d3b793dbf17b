"""What each provider would have received on the wire (contract: delivery.md, appendix).

Made when somebody looks, from what the delivery keeps; nothing is sent and nothing is signed.
"""

from __future__ import annotations

from ...outbox.content import Attachment, Content, Email, Push, Sms
from ...records import Provider
from ...releases import Rules
from .wire import Sending, WireRequest

__all__ = ["Attachment", "Content", "Email", "Push", "Sms", "WireRequest", "wire_requests"]


def wire_requests(
    provider: Provider, content: Content, rules: Rules, *, now: int, masked: bool = True, steps: tuple[str, ...] = ()
) -> list[WireRequest]:
    """Return what would have been sent to a provider for one batch: `content.to` are its recipients.

    `now` is the project's time in milliseconds. `masked` hides keys and passwords; signatures and tokens that only the
    provider could give are hidden in any case. Whether the adapter takes the batch at all (attachments, their size) is
    decided before. `steps` are the requests that were made, where the provider's answers decide that. The list is empty for a provider of another channel, whose adapter cannot read the message.
    Contract: delivery.md, appendix, under the rules of one release.
    """
    from .builders import build  # only needed when somebody looks

    return build(Sending(provider, rules, now, masked, steps), content)
