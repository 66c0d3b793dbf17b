"""Calls every method of the Messaging service of the installed `appwrite` SDK, whatever its version.

It runs as a script in the SDK's own environment: endpoint, project and key come as arguments, the methods that were called
and those that nobody called are printed as JSON. A call that fails ends it with the SDK's own error.
"""

from __future__ import annotations

import inspect
import json
import sys
from typing import Any

from appwrite.client import Client
from appwrite.services.messaging import Messaging
from appwrite.services.users import Users

FCM = {"project_id": "p", "client_email": "a@example.com", "private_key": "k"}
SENDER = {"from_name": "F", "from_email": "f@example.com", "reply_to_name": "R", "reply_to_email": "r@example.com"}
KINDS: dict[str, dict[str, Any]] = {
    "mailgun": {"api_key": "k", "domain": "d", "is_eu_region": True, **SENDER},
    "sendgrid": {"api_key": "k", **SENDER},
    "resend": {"api_key": "k", **SENDER},
    "ses": {"access_key": "a", "secret_key": "s", "region": "r", **SENDER},
    "smtp": {
        "host": "h", "port": 25, "username": "u", "password": "p", "encryption": "tls", "auto_tls": False, "mailer": "m",
        **SENDER,
    },
    "msg91": {"template_id": "t", "sender_id": "s", "auth_key": "k"},
    "telesign": {"xfrom": "+12025550100", "customer_id": "c", "api_key": "k"},
    "textmagic": {"xfrom": "+12025550100", "username": "u", "api_key": "k"},
    "twilio": {"xfrom": "+12025550100", "account_sid": "a", "auth_token": "t"},
    "vonage": {"xfrom": "+12025550100", "api_key": "k", "api_secret": "s"},
    "fcm": {"service_account_json": FCM},
    "apns": {"auth_key": "a", "auth_key_id": "i", "team_id": "t", "bundle_id": "b", "sandbox": True},
    "appwrite": {"qos": 1, "expiry": 3600},
}  # fmt: skip
FUTURE = "2099-01-01T00:00:00.000+00:00"
EMAIL = {
    "topics": ["top"],
    "users": ["u1"],
    "targets": ["te"],
    "cc": ["te2"],
    "bcc": ["te3"],
    "draft": True,
    "html": True,
}
EMAIL_NEWEST = {"reply_to_email": "r@example.com", "reply_to_name": "R", "emails": ["bare@example.com"]}
PUSH = {
    "topics": ["top"], "users": ["u1"], "targets": ["tp"], "data": {"a": "b"}, "action": "a", "icon": "i", "sound": "s",
    "color": "#fff", "tag": "t", "badge": 3, "draft": True, "content_available": True, "critical": True,
    "priority": "normal", "channel_id": "c",
}  # fmt: skip
TEXTS = {"title": "T", "body": "B"}
STEPS: list[tuple[str, dict[str, Any]]] = [
    *(
        step
        for kind, values in KINDS.items()
        for step in (
            (f"create_{kind}_provider", {"provider_id": kind, "name": kind, **values, "enabled": True}),
            (f"update_{kind}_provider", {"provider_id": kind, "name": f"{kind} 2", **values, "enabled": True}),
        )
    ),
    ("list_providers", {"queries": ['{"method":"limit","values":[3]}'], "search": "twilio", "total": True}),
    ("get_provider", {"provider_id": "twilio"}),
    ("list_provider_logs", {"provider_id": "twilio", "queries": []}),
    (
        "create_topic",
        {"topic_id": "top", "name": "T", "subscribe": ["any"], "description": "D", "qos": 1, "expiry": 60},
    ),
    (
        "update_topic",
        {"topic_id": "top", "name": "T2", "subscribe": ["users"], "description": "E", "qos": 0, "expiry": 61},
    ),
    ("list_topics", {}),
    ("get_topic", {"topic_id": "top"}),
    ("list_topic_logs", {"topic_id": "top"}),
    ("create_subscriber", {"topic_id": "top", "subscriber_id": "s1", "target_id": "te"}),
    ("list_subscribers", {"topic_id": "top", "queries": ['{"method":"equal","attribute":"userId","values":["u1"]}']}),
    ("get_subscriber", {"topic_id": "top", "subscriber_id": "s1"}),
    ("list_subscriber_logs", {"subscriber_id": "s1"}),
    (
        "create_email",
        {"message_id": "e", "subject": "S", "content": "C", **EMAIL, "scheduled_at": None, **EMAIL_NEWEST},
    ),
    (
        "update_email",
        {"message_id": "e", "subject": "S2", "content": "C2", **EMAIL, "scheduled_at": FUTURE, **EMAIL_NEWEST},
    ),
    ("create_sms", {"message_id": "m", "content": "C", "topics": [], "users": ["u1"], "targets": [], "draft": True}),
    ("update_sms", {"message_id": "m", "content": "C2", "users": ["u1"], "scheduled_at": FUTURE}),
    ("create_push", {"message_id": "p", **TEXTS, **PUSH}),
    ("update_push", {"message_id": "p", **TEXTS, **PUSH}),
    ("list_messages", {"queries": ['{"method":"equal","attribute":"status","values":["draft"]}']}),
    ("get_message", {"message_id": "e"}),
    ("list_targets", {"message_id": "e"}),
    ("list_message_logs", {"message_id": "e"}),
    ("delete", {"message_id": "e"}),
    ("delete_subscriber", {"topic_id": "top", "subscriber_id": "s1"}),
    ("delete_topic", {"topic_id": "top"}),
    ("delete_provider", {"provider_id": "twilio"}),
]


def main(endpoint: str, project: str, key: str) -> None:
    """Prepare a user with targets, then take every step that this SDK has."""
    client = Client()
    client.set_endpoint(endpoint).set_project(project).set_key(key)
    users = Users(client)
    users.create("u1", "u1@example.com", "+12025550101")
    for number, id in enumerate(("te", "te2", "te3")):
        users.create_target("u1", id, "email", f"more{number}@example.com")
    users.create_target("u1", "tp", "push", "token")
    messaging = Messaging(client)
    methods = {name for name, _ in inspect.getmembers(messaging, inspect.ismethod) if not name.startswith("_")}
    called = []
    for name, values in STEPS:
        if name in methods:
            known = inspect.signature(getattr(messaging, name)).parameters
            # Servers before 1.6.2 want the badge as text on create (sdks.md §2).
            given = dict(values)
            if name == "create_push" and "critical" not in known:
                given["badge"] = str(given["badge"])
            getattr(messaging, name)(**{key: value for key, value in given.items() if key in known})
            called.append(name)
    print(json.dumps({"called": called, "never": sorted(methods - set(called))}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
