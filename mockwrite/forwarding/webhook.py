"""A webhook: each delivery is posted as JSON, signed with a shared secret."""

from __future__ import annotations

import hashlib
import hmac
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

from ..outbox.delivery import Delivery
from ..settings import Settings
from ..system.json_texts import json_bytes
from ..version import __version__
from .addresses import checked_address

_SCHEMES = {"http": 80, "https": 443}
_TIMEOUT = 10.0


class Webhook:
    """Posts deliveries to one address. Raises SettingsError for an address that cannot be used.

    `show` writes a delivery as the control API does. With a secret, `X-Mockwrite-Signature` is `sha256=` and the HMAC of
    the body in hex.
    """

    name = "webhook"
    # Seconds before each further try.
    waits: tuple[float, ...] = (0.5, 1.0, 2.0)

    def __init__(self, url: str, settings: Settings, show: Callable[[Delivery], Mapping[str, Any]]) -> None:
        self.address = checked_address("webhook", url, settings, _SCHEMES)
        self._secret = settings.webhook_secret
        self._show = show
        # A redirect would leave the address that was checked, and a proxy stands between no two programs of a machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    def takes(self, record: Delivery) -> bool:
        """Tell whether a delivery is handed on: every one is."""
        return True

    def send(self, record: Delivery) -> None:
        """Post a delivery. Raises OSError, as urllib's errors are, when it is not taken."""
        body = json_bytes(self._show(record))
        headers = {
            "content-type": "application/json",
            "user-agent": f"mockwrite/{__version__}",
            "x-mockwrite-delivery": record.id,
            "x-mockwrite-project": record.project_id,
        }
        if self._secret:
            headers["x-mockwrite-signature"] = signature(self._secret, body)
        request = urllib.request.Request(self.address.url, data=body, headers=headers, method="POST")
        with self._opener.open(request, timeout=_TIMEOUT):
            pass


def signature(secret: str, body: bytes) -> str:
    """Return what `X-Mockwrite-Signature` holds for a body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **more: Any) -> None:
        """Follow none; it counts as a refusal."""
