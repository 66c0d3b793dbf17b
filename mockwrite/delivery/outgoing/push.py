"""Push: FCM, APNs and Appwrite's own (contract: delivery.md, appendix)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...outbox.content import Push
from ...outbox.masking import MASK
from ...php.numbers import as_key
from .wire import (
    Builders,
    Sending,
    WireRequest,
    batch_request,
    claims_note,
    form_request,
    json_text,
    unsigned_token,
)

_TOKEN_URL = "https://www.googleapis.com/oauth2/v4/token"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_ANDROID = ("android", "notification")
_APS = ("apns", "payload", "aps")
# curl takes no URL with white space or control characters in it, so no request is made.
_UNFIT_FOR_URL = re.compile(r"[\x00-\x20\x7f]")
_APPLE_PRIORITY = {"high": "10", "normal": "5"}

Path = tuple[str, ...]


def fits_url(device: str) -> bool:
    """Tell whether a device token can stand in the URL of an APNs request."""
    return not _UNFIT_FOR_URL.search(device)


def fcm(sending: Sending, push: Push) -> list[WireRequest]:
    """A request for an access token, then one request for each device."""
    stored = sending.provider.credentials.get("serviceAccountJSON")
    # The server does not check what is in there: a list or a number can be stored too.
    account = stored if isinstance(stored, dict) else {}
    header = {"typ": "JWT", "alg": "RS256"}
    claims = {
        "iss": str(account.get("client_email", "")),
        "exp": sending.seconds + 3600,
        # A minute back, for clocks that run ahead.
        "iat": sending.seconds - 60,
        "scope": _SCOPE,
        "aud": _TOKEN_URL,
    }
    fields = {"grant_type": _GRANT, "assertion": unsigned_token(header, claims)}
    url = f"https://fcm.googleapis.com/v1/projects/{account.get('project_id', '')}/messages:send"
    message = fcm_message(push)
    if sending.rules.old_adapters:  # up to 1.6.1 both were always sent, null when unset
        message["notification"] = {"title": push.title, "body": push.body}
    # The token is what Google answers to the first request, so it is never known here.
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {MASK}"}
    return [
        form_request("FCM", _TOKEN_URL, {}, fields, (), claims_note(header, claims)),
        # A token that looks like a number has become one on its way through the server.
        *(
            batch_request(url, headers, {"message": {**message, "token": as_key(device)}}, (device,), "HTTP/2.")
            for device in push.to
        ),
    ]


def fcm_message(push: Push) -> dict[str, Any]:
    """Return FCM's message without its token; what is unset is left out."""
    priority = _priority(push)
    # Being critical makes the sound an object, and false is enough to be critical (delivery.md).
    critical = push.critical is not None
    return _tree(
        {
            ("notification", "title"): push.title,
            ("notification", "body"): push.body,
            ("data",): push.data,
            (*_ANDROID, "click_action"): push.action,
            (*_APS, "category"): push.action,
            (*_ANDROID, "image"): push.image,
            (*_APS, "mutable-content"): None if push.image is None else 1,
            ("apns", "fcm_options", "image"): push.image,
            (*_APS, "sound", "critical"): 1 if critical else None,
            (*_ANDROID, "sound"): push.sound,
            (*_APS, "sound", "name") if critical else (*_APS, "sound"): push.sound,
            (*_ANDROID, "icon"): push.icon,
            (*_ANDROID, "color"): push.color,
            (*_ANDROID, "tag"): push.tag,
            (*_APS, "badge"): push.badge,
            (*_APS, "content-available"): None if push.content_available is None else int(push.content_available),
            ("android", "priority"): priority,
            ("apns", "headers", "apns-priority"): priority and _APPLE_PRIORITY[priority],
        }
    )


def apns(sending: Sending, push: Push) -> list[WireRequest]:
    """One HTTP/2 request for each device; image, icon, colour and tag are not transmitted."""
    host = "api.development.push.apple.com" if sending.provider.options.get("sandbox") else "api.push.apple.com"
    header = {"typ": "JWT", "alg": "ES256", "kid": sending.secret("authKeyId")}
    claims = {"iss": sending.credential("teamId"), "iat": sending.seconds, "exp": sending.seconds + 3600}
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {unsigned_token(header, claims)}",
        "apns-topic": sending.credential("bundleId"),
        "apns-push-type": "alert",
    }
    payload = _apns_payload_before_162(push) if sending.rules.old_adapters else apns_payload(push)
    note = f"HTTP/2. {claims_note(header, claims)}"
    return [
        batch_request(f"https://{host}/3/device/{device}", headers, payload, (device,), note)
        for device in push.to
        if fits_url(device)
    ]


def apns_payload(push: Push) -> dict[str, Any]:
    """Return the body of an APNs request."""
    priority = _priority(push)
    critical = push.critical is not None  # false is enough, as in FCM
    return _tree(
        {
            ("aps", "alert", "title"): push.title,
            ("aps", "alert", "body"): push.body,
            ("aps", "data"): push.data,
            ("aps", "category"): push.action,
            ("aps", "sound", "critical"): 1 if critical else None,
            ("aps", "sound", "name"): (push.sound or "default") if critical else None,
            ("aps", "sound", "volume"): 1.0 if critical else None,
            **({} if critical else {("aps", "sound"): push.sound}),
            ("aps", "badge"): push.badge,
            ("aps", "content-available"): None if push.content_available is None else int(push.content_available),
            # A bug of the adapter that is kept: this is a header, and in the body Apple ignores it.
            ("headers", "apns-priority"): priority and _APPLE_PRIORITY[priority],
        }
    )


def _apns_payload_before_162(push: Push) -> dict[str, Any]:
    alert = {"title": push.title, "body": push.body}
    return {"aps": {"alert": alert, "badge": push.badge, "sound": push.sound, "data": push.data}}


def appwrite(sending: Sending, push: Push) -> list[WireRequest]:
    """Appwrite's own push is a part of its cloud; what it says to devices is not public, so no request is made up."""
    values = {**push._asdict(), **sending.provider.options}
    body = {name: value for name, value in values.items() if value is not None and name != "to"}
    note = "Appwrite's own push service: what it sends is not public. Shown is what the message holds."
    return [WireRequest("INTERNAL", "", {}, json_text(body), push.to, note)]


def _priority(push: Push) -> str | None:
    return None if push.priority is None else "high" if push.priority == "high" else "normal"


def _tree(places: Mapping[Path, Any]) -> dict[str, Any]:
    """Put values at their paths into one object; None is left out."""
    root: dict[str, Any] = {}
    for path, value in places.items():
        if value is None:
            continue
        branch = root
        for name in path[:-1]:
            branch = branch.setdefault(name, {})
        branch[path[-1]] = value
    return root


# Which function writes the requests of which provider.
BUILDERS: Builders[Push] = {"fcm": fcm, "apns": apns, "appwrite": appwrite}
