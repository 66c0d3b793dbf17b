"""An account mail or code on its way to a person: what Appwrite itself sends, beside Messaging."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias, get_args

from ..records import Channel

# What a delivery came from: Messaging, or one of the account routes.
Origin: TypeAlias = Literal[
    "messaging",
    "recovery",
    "verification",
    "magic-url",
    "email-token",
    "phone-token",
    "mfa",
    "invitation",
    "session-alert",
]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
MESSAGING: Origin = "messaging"
RECOVERY: Origin = "recovery"
VERIFICATION: Origin = "verification"
MAGIC_URL: Origin = "magic-url"
EMAIL_TOKEN: Origin = "email-token"
PHONE_TOKEN: Origin = "phone-token"
MFA: Origin = "mfa"
INVITATION: Origin = "invitation"
SESSION_ALERT: Origin = "session-alert"


class Mail(NamedTuple):
    """One mail or SMS of the account routes (contract: account-mails.md §10, §11).

    `id` is that of the token, challenge, membership or session that caused it, `origin` a row of `ORIGINS`. `link` or `code` is
    what the person needs; `facts` are what the text names besides: `user`, `team`, `owner`, `client`, `os`, `phrase` …
    """

    id: str
    origin: Origin
    channel: Channel
    to: str
    user_id: str
    to_name: str = ""
    secret: str = ""
    link: str = ""
    code: str = ""
    expires: int | None = None
    locale: str = ""
    facts: Mapping[str, str] = MappingProxyType({})
