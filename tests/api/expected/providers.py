"""Providers (docs/contract/endpoints.md, providers.md)."""

from __future__ import annotations

from typing import Any

from tests.api.expected.rows import LIST, LOGS, Refusal, Row, missing, taken

_PROVIDER_GONE = (missing("providerId", "provider_not_found"),)
_SENDER = {
    "fromName": "Shop",
    "fromEmail": "shop@example.com",
    "replyToName": "Help",
    "replyToEmail": "help@example.com",
    "enabled": True,
}
_NUMBER = {"from": "+12025550100", "enabled": True}
_SERVICE_ACCOUNT = {"project_id": "p", "client_email": "a@p.iam.gserviceaccount.com", "private_key": "x"}

# The parameters of each kind beside `providerId` and `name`; `host` is the only one that creating needs.
PROVIDER_PARAMS: dict[str, dict[str, Any]] = {
    "apns": {"authKey": "k", "authKeyId": "i", "teamId": "t", "bundleId": "b", "sandbox": True, "enabled": True},
    "fcm": {"serviceAccountJSON": _SERVICE_ACCOUNT, "enabled": True},
    "mailgun": {"apiKey": "k", "domain": "mg.example.com", "isEuRegion": True, **_SENDER},
    "msg91": {"templateId": "t", "senderId": "s", "authKey": "a", "enabled": True},
    "resend": {"apiKey": "k", **_SENDER},
    "sendgrid": {"apiKey": "k", **_SENDER},
    "ses": {"accessKey": "a", "secretKey": "s", "region": "eu-west-1", **_SENDER},
    "smtp": {
        "host": "h",
        "port": 25,
        "username": "u",
        "password": "p",
        "encryption": "tls",
        "autoTLS": False,
        "mailer": "m",
        **_SENDER,
    },
    "telesign": {"customerId": "c", "apiKey": "k", **_NUMBER},
    "textmagic": {"username": "u", "apiKey": "k", **_NUMBER},
    "twilio": {"accountSid": "AC1", "authToken": "t", **_NUMBER},
    "vonage": {"apiKey": "k", "apiSecret": "s", **_NUMBER},
}
NEEDED_BY_KIND = {"smtp": {"host": "h"}}


def _create(kind: str) -> Row:
    needed = NEEDED_BY_KIND.get(kind, {})
    rest = {name: value for name, value in PROVIDER_PARAMS[kind].items() if name not in needed}
    return Row(
        "POST",
        f"/messaging/providers/{kind}",
        201,
        "providers.write",
        required={"providerId": "new", "name": "Name", **needed},
        optional=rest,
        refusals=(taken("providerId", "p-twilio", "provider_already_exists"),),
    )


def _update(kind: str) -> Row:
    other = "p-twilio" if kind != "twilio" else "p-vonage"
    return Row(
        "PATCH",
        f"/messaging/providers/{kind}/{{providerId}}",
        200,
        "providers.write",
        {"providerId": f"p-{kind}"},
        optional={"name": "Name", **PROVIDER_PARAMS[kind]},
        refusals=(
            *_PROVIDER_GONE,
            Refusal("providerId", other, 400, "provider_incorrect_type"),
            # Has nothing but what creating needs; smtp has its host, but no sender.
            Refusal("providerId", f"empty-{kind}", 400, "provider_missing_credentials", {"enabled": True}),
        ),
    )


ROWS = (
    Row("GET", "/messaging/providers", 200, "providers.read", optional=LIST),
    Row(
        "GET",
        "/messaging/providers/{providerId}",
        200,
        "providers.read",
        {"providerId": "p-smtp"},
        refusals=_PROVIDER_GONE,
    ),
    Row(
        "GET",
        "/messaging/providers/{providerId}/logs",
        200,
        "providers.read",
        {"providerId": "p-smtp"},
        optional=LOGS,
        refusals=_PROVIDER_GONE,
    ),
    *(_create(kind) for kind in PROVIDER_PARAMS),
    *(_update(kind) for kind in PROVIDER_PARAMS),
    Row(
        "DELETE",
        "/messaging/providers/{providerId}",
        204,
        "providers.write",
        {"providerId": "p-smtp"},
        refusals=_PROVIDER_GONE,
    ),
)
