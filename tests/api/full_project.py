"""The project in which every route is tried: what exists in it, and values that no route accepts."""

from __future__ import annotations

import base64
from typing import Any

from tests.api.expected.providers import NEEDED_BY_KIND, PROVIDER_PARAMS

# A value of the wrong type or form for each parameter name, wherever it stands: 400 general_argument_invalid.
# `name` in the query of a GET is sent as text, so only what a text cannot be is wrong there.
WRONG: dict[str, Any] = {
    **dict.fromkeys(("messageId", "providerId", "topicId", "subscriberId", "targetId", "userId", "sessionId"), "_x"),
    **dict.fromkeys(
        ("subject", "content", "title", "body", "name", "identifier", "domain", "region", "host", "mailer"), 5
    ),
    **dict.fromkeys(("action", "icon", "sound", "color", "tag", "username", "password", "passwordVersion"), 5),
    **dict.fromkeys(
        ("apiKey", "apiSecret", "accessKey", "secretKey", "templateId", "senderId", "authKey", "authKeyId"), 5
    ),
    **dict.fromkeys(("teamId", "bundleId", "customerId", "accountSid", "authToken", "fromName", "replyToName"), 5),
    **dict.fromkeys(("passwordSalt", "passwordSaltSeparator", "passwordSignerKey"), 5),
    **dict.fromkeys(("passwordCpu", "passwordMemory", "passwordParallel", "passwordLength"), "8"),
    **dict.fromkeys(("topics", "users", "targets", "cc", "bcc", "attachments", "labels"), "te"),
    **dict.fromkeys(
        ("draft", "html", "contentAvailable", "critical", "enabled", "isEuRegion", "sandbox", "autoTLS"), "true"
    ),
    **dict.fromkeys(("emailVerification", "phoneVerification"), 1),
    "length": 3,
    "expire": 59,
    "duration": 3601,
    "status": "yes",
    "scheduledAt": "tomorrow",
    "data": "not json",
    "serviceAccountJSON": "not json",
    "image": "bf",
    "badge": "5",
    "priority": "low",
    "providerType": "fax",
    "encryption": "starttls",
    "port": 65536,
    **dict.fromkeys(("fromEmail", "email"), "a@b"),
    "replyToEmail": 5,
    "from": 5,
    **dict.fromkeys(("phone", "number"), "123"),
    "subscribe": ["bogus"],
    "prefs": "x",
    "queries": ["not json"],
    "search": "",
    "total": "x",
}

# The smallest of images: one pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")

# The requests that make what the rows refer to. Files `b1:img` (a png) and
# `b1:txt` come from Python.
WORLD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/users", {"userId": "u1", "email": "u1@example.com", "phone": "+12025550101", "name": "User One"}),
    ("/users", {"userId": "u2"}),
    ("/users/u1/targets", {"targetId": "te", "providerType": "email", "identifier": "more@example.com"}),
    ("/users/u1/targets", {"targetId": "te2", "providerType": "email", "identifier": "more2@example.com"}),
    ("/users/u1/targets", {"targetId": "te3", "providerType": "email", "identifier": "more3@example.com"}),
    ("/users/u1/targets", {"targetId": "ts", "providerType": "sms", "identifier": "+12025550102"}),
    ("/users/u1/targets", {"targetId": "tp", "providerType": "push", "identifier": "device-1"}),
    ("/messaging/topics", {"topicId": "top1", "name": "Topic 1"}),
    ("/messaging/topics", {"topicId": "top2", "name": "Topic 2"}),
    ("/messaging/topics/top1/subscribers", {"subscriberId": "s1", "targetId": "te"}),
    *(
        (f"/messaging/providers/{kind}", {"providerId": f"p-{kind}", "name": kind, **params})
        for kind, params in PROVIDER_PARAMS.items()
    ),
    *(
        (f"/messaging/providers/{kind}", {"providerId": f"empty-{kind}", "name": kind, **NEEDED_BY_KIND.get(kind, {})})
        for kind in PROVIDER_PARAMS
    ),
    ("/messaging/messages/email", {"messageId": "m-email", "subject": "S", "content": "C", "draft": True}),
    ("/messaging/messages/sms", {"messageId": "m-sms", "content": "C", "draft": True}),
    ("/messaging/messages/push", {"messageId": "m-push", "title": "T", "body": "B", "draft": True}),
)
