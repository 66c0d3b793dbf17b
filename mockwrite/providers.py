"""The provider table: one row a provider (contract: providers.md and the appendix of delivery.md).

A row says which parameters a provider takes, where they are stored, what must be there before it can be enabled, and how
its adapter sends. Two operations (create and update) and one delivery engine serve every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from .outbox.matching import check_choice
from .records import ProviderKind
from .releases import Rules
from .validators.base import Validator
from .validators.numbers import Boolean, Range
from .validators.structures import JsonObject
from .validators.texts import EmailAddress, Phone, Text, WhiteList

_MEBI = 1024 * 1024


class Keep(Enum):
    """When a value is stored on create."""

    GIVEN = "when it is not empty"
    NOT_NULL = "when it is not null (false counts)"
    ALWAYS = "always, with its default"


class ProviderField(NamedTuple):
    """A parameter of a provider. `on_update` checks it on PATCH where that differs from POST."""

    name: str
    check: Validator
    on_update: Validator | None = None
    default: Any = ""
    keep: Keep = Keep.GIVEN
    required: bool = False
    null_on_create: bool = False
    null_on_update: bool = False
    # The key under which PATCH stores the value, where that differs (a defect of the server, see apns).
    update_key: str | None = None
    # Values that are stored as another one.
    stored_as: Mapping[str, Any] | None = None
    # A JSON text is decoded before it is stored.
    decoded: bool = False


class SigningKey(NamedTuple):
    """The private key of a provider: in which credential it is, under which name inside of it, and of which family."""

    credential: str
    name: str = ""
    elliptic: bool = False


class Adapter(NamedTuple):
    """How messages are handed to the provider (delivery.md, appendix).

    `batch` is the most recipients of one hand-over. `whole_batch`: one verdict for all of it. `copies_each`: cc and bcc
    go with each recipient's mail, not once a batch. `counts_copies`: delivered cc and bcc are counted.
    `reports_dead_tokens`: the provider tells when a device token is gone. `success_misread`: the server takes the
    provider's success for a failure.
    """

    batch: int
    whole_batch: bool = False
    copies_each: bool = False
    counts_copies: bool = False
    reports_dead_tokens: bool = False
    success_misread: bool = False
    # The most bytes of all attachments together; more makes the adapter give up.
    attachment_limit: int = 25 * _MEBI
    # The most bytes of a whole mail with attachments; None: the adapter does not look.
    mail_limit: int | None = None
    # Mails with files go through a mailer that throws at an address that is none (an empty reply-to too) and at an empty text.
    mailer_throws_with_files: bool = False
    # Where the private key lies that the adapter signs with.
    key: SigningKey | None = None
    # A device token is a part of the URL; where it cannot be one, the adapter stops.
    token_in_url: bool = False


class Kind(NamedTuple):
    """A row of the table. `create` and `update` are the parameters after `providerId` and `name`, in the order in
    which they are checked; `credentials` and `options` the stored keys in the order in which they are shown."""

    type: str
    create: tuple[str, ...]
    update: tuple[str, ...]
    credentials: tuple[str, ...]
    options: tuple[str, ...]
    enable_on_create: tuple[str, ...]
    enable_on_update: tuple[str, ...]
    adapter: Adapter
    fields: Mapping[str, ProviderField]
    since: str = "1.5.0"
    # Known only to SDKs newer than any released server; not there with --exact.
    newest_only: bool = False
    # Up to 1.9.0 creating asks for an option `from` that the route does not take, so it never enables (recorded).
    create_needs_from: bool = False
    # The row that held up to and including a release.
    earlier: tuple[str, Kind] | None = None
    # The first release whose adapter takes attachments.
    attachments_since: str | None = None

    def takes_attachments_in(self, rules: Rules) -> bool:
        """Tell whether the adapter of one release takes attachments."""
        return rules.is_in(self.attachments_since, None)


_TEXT = Text()
_SENDER = ("fromName", "fromEmail", "replyToName", "replyToEmail")
_FIELDS = {
    item.name: item
    for item in (
        ProviderField("fromName", Text(128, min=0), Text(128), keep=Keep.ALWAYS),
        ProviderField("fromEmail", EmailAddress(), keep=Keep.ALWAYS),
        ProviderField("replyToName", Text(128, min=0), Text(128), keep=Keep.ALWAYS),
        # PATCH does not check this address (recorded).
        ProviderField("replyToEmail", EmailAddress(), Text(128), keep=Keep.ALWAYS),
        # PATCH takes any text as the sender of an SMS (recorded).
        ProviderField("from", Phone(), Text(256)),
        ProviderField("isEuRegion", Boolean(), default=None, keep=Keep.NOT_NULL, null_on_create=True, null_on_update=True),
        ProviderField("region", Text(128)),
        ProviderField("enabled", Boolean(), default=None, null_on_create=True, null_on_update=True),
        *(
            ProviderField(name, _TEXT)
            for name in (
                "apiKey", "apiSecret", "domain", "accessKey", "secretKey", "templateId", "senderId", "authKey",
                "customerId", "username", "password", "accountSid", "authToken", "authKeyId", "teamId",
            )
        ),
        # PATCH stores it under another key, so a change never takes effect (recorded in every version).
        ProviderField("bundleId", _TEXT, update_key="bundle"),
        ProviderField("sandbox", Boolean(), default=False, keep=Keep.ALWAYS, null_on_update=True),
        ProviderField(
            "serviceAccountJSON", JsonObject(), default=None, keep=Keep.NOT_NULL,
            null_on_create=True, null_on_update=True, decoded=True,
        ),
        ProviderField("host", _TEXT, required=True),
        ProviderField("port", Range(1, 65535), default=587, keep=Keep.ALWAYS, null_on_update=True),
        ProviderField("encryption", WhiteList(("none", "ssl", "tls")), keep=Keep.ALWAYS, stored_as={"none": ""}),
        ProviderField("autoTLS", Boolean(), default=True, keep=Keep.ALWAYS, null_on_update=True),
        ProviderField("mailer", _TEXT, keep=Keep.ALWAYS),
        ProviderField("qos", Range(0, 1, floats=True), default=None, keep=Keep.NOT_NULL, null_on_create=True, null_on_update=True),
        ProviderField(
            "expiry", Range(0, 604800, floats=True), default=None, keep=Keep.NOT_NULL,
            null_on_create=True, null_on_update=True,
        ),
    )
}  # fmt: skip


def _email(
    *credentials: str,
    adapter: Adapter,
    shown: tuple[str, ...] | None = None,
    always_needs_sender: bool = False,
    enabled_after_credentials: bool = False,
    since: str = "1.5.0",
    attachments_since: str | None = None,
) -> Kind:
    needs = shown or credentials
    before, after = (credentials, ()) if enabled_after_credentials else ((), credentials)
    return Kind(
        type="email",
        create=(*credentials, *_SENDER, "enabled"),
        update=(*before, "enabled", *after, *_SENDER),
        credentials=needs,
        options=_SENDER,
        enable_on_create=("fromEmail", *needs),
        # PATCH looks whether the key fromEmail exists, which it always does, so an empty one passes.
        enable_on_update=(*needs, "fromEmail") if always_needs_sender else needs,
        adapter=adapter,
        fields=_FIELDS,
        since=since,
        attachments_since=attachments_since,
    )


def _sms(*credentials: str, adapter: Adapter) -> Kind:
    return Kind(
        type="sms",
        create=("from", *credentials, "enabled"),
        update=("enabled", *credentials, "from"),
        credentials=credentials,
        options=("from",),
        enable_on_create=(*credentials, "from"),
        enable_on_update=(*credentials, "from"),
        adapter=adapter,
        fields=_FIELDS,
    )


_APNS = ("authKey", "authKeyId", "teamId", "bundleId")
_SMTP_ALWAYS = {name: _FIELDS[name]._replace(keep=Keep.ALWAYS) for name in ("username", "password")}
_SMTP = ("host", "port", "username", "password", "encryption", "autoTLS", "mailer", *_SENDER, "enabled")
_PUSH_ADAPTER = Adapter(5000, reports_dead_tokens=True)
_MSG91_WITH_SENDER = Kind(
    type="sms",
    create=("from", "senderId", "authKey", "enabled"),
    update=("enabled", "senderId", "authKey", "from"),
    credentials=("senderId", "authKey"),
    options=("from",),
    enable_on_create=("senderId", "authKey", "from"),
    enable_on_update=("senderId", "authKey", "from"),
    adapter=Adapter(100, whole_batch=True),
    fields=_FIELDS,
)

KINDS: Mapping[ProviderKind | str, Kind] = {
    "mailgun": _email(
        "apiKey", "domain", "isEuRegion",
        shown=("isEuRegion", "apiKey", "domain"), enabled_after_credentials=True, adapter=Adapter(1000, whole_batch=True),
    ),
    "sendgrid": _email("apiKey", adapter=Adapter(1000, whole_batch=True, copies_each=True)),
    "ses": _email(
        "accessKey", "secretKey", "region",
        always_needs_sender=True, since="1.9.5", adapter=Adapter(50, copies_each=True, attachment_limit=10 * _MEBI, mail_limit=10 * _MEBI, mailer_throws_with_files=True),
    ),
    "resend": _email(
        "apiKey",
        since="1.8.1", attachments_since="1.9.5",
        adapter=Adapter(100, copies_each=True, attachment_limit=40 * _MEBI),
    ),
    "smtp": Kind(
        type="email",
        create=_SMTP,
        update=_SMTP,
        credentials=("port", "username", "password", "host"),
        options=(*_SENDER, "encryption", "autoTLS", "mailer"),
        enable_on_create=("fromEmail", "host"),
        enable_on_update=("fromEmail", "host"),
        adapter=Adapter(1000, whole_batch=True, counts_copies=True),
        fields={**_FIELDS, **_SMTP_ALWAYS},
    ),
    "msg91": Kind(
        type="sms",
        create=("templateId", "senderId", "authKey", "enabled"),
        update=("enabled", "templateId", "senderId", "authKey"),
        credentials=("templateId", "senderId", "authKey"),
        options=(),
        # Creating does not ask for the template, updating does (recorded).
        enable_on_create=("senderId", "authKey"),
        enable_on_update=("senderId", "authKey", "templateId"),
        create_needs_from=True,
        adapter=Adapter(100, whole_batch=True),
        fields=_FIELDS,
        earlier=("1.5.3", _MSG91_WITH_SENDER),
    ),
    "telesign": _sms("customerId", "apiKey", adapter=Adapter(1000, whole_batch=True)),
    "textmagic": _sms("username", "apiKey", adapter=Adapter(1000, whole_batch=True)),
    "twilio": _sms("accountSid", "authToken", adapter=Adapter(1)),
    "vonage": _sms("apiKey", "apiSecret", adapter=Adapter(1, success_misread=True)),
    "fcm": Kind(
        type="push",
        create=("serviceAccountJSON", "enabled"),
        update=("enabled", "serviceAccountJSON"),
        credentials=("serviceAccountJSON",),
        options=(),
        enable_on_create=("serviceAccountJSON",),
        enable_on_update=("serviceAccountJSON",),
        adapter=_PUSH_ADAPTER._replace(key=SigningKey("serviceAccountJSON", "private_key")),
        fields=_FIELDS,
    ),
    "apns": Kind(
        type="push",
        create=(*_APNS, "sandbox", "enabled"),
        update=("enabled", *_APNS, "sandbox"),
        credentials=_APNS,
        options=("sandbox",),
        enable_on_create=_APNS,
        enable_on_update=_APNS,
        adapter=_PUSH_ADAPTER._replace(key=SigningKey("authKey", elliptic=True), token_in_url=True),
        fields=_FIELDS,
    ),
    "appwrite": Kind(
        type="push",
        create=("enabled", "qos", "expiry"),
        update=("enabled", "qos", "expiry"),
        credentials=(),
        options=("qos", "expiry"),
        enable_on_create=(),
        enable_on_update=(),
        adapter=_PUSH_ADAPTER,
        fields=_FIELDS,
        newest_only=True,
    ),
}  # fmt: skip

# What each kind needs so that it is enabled; the look is that of real ones, the values are made up.
EXAMPLE_CREDENTIALS: dict[str, dict[str, Any]] = {
    "mailgun": {"api_key": "key-0123456789abcdef", "domain": "mg.example.com", "is_eu_region": False},
    "sendgrid": {"api_key": "SG.0123456789abcdef"},
    "ses": {"access_key": "AKIAEXAMPLE", "secret_key": "secret-example", "region": "eu-central-1"},
    "resend": {"api_key": "re_0123456789abcdef"},
    "smtp": {"host": "smtp.example.com"},
    "msg91": {"template_id": "template-1", "sender_id": "EXMPLE", "auth_key": "auth-example"},
    "telesign": {"customer_id": "customer-1", "api_key": "key-example"},
    "textmagic": {"username": "example", "api_key": "key-example"},
    "twilio": {"account_sid": "AC0123456789abcdef", "auth_token": "token-example"},
    "vonage": {"api_key": "key-example", "api_secret": "secret-example"},
    "fcm": {"service_account_json": {"project_id": "example", "client_email": "push@example.com", "private_key": "example"}},
    "apns": {"auth_key": "key-example", "auth_key_id": "KEYID12345", "team_id": "TEAMID1234", "bundle_id": "com.example.app"},
    "appwrite": {},
}  # fmt: skip
# The provider that is made when a message needs one of its type and there is none; account mails go out by the same kinds.
DEFAULT_KINDS: Mapping[str, ProviderKind] = {"email": "smtp", "sms": "twilio", "push": "fcm"}
# The providers that `with_providers` puts into a project, kind by id. An application's own come first (default_provider).
READY_MADE = {f"mockwrite-{kind}": kind for kind in DEFAULT_KINDS.values()}


def kind_in(name: str, rules: Rules) -> Kind:
    """Return the row of a provider as one release knows it."""
    row = KINDS[name]
    return row.earlier[1] if row.earlier is not None and rules.is_in(None, row.earlier[0]) else row


def can_enable(needs: tuple[str, ...], values: Mapping[str, Any]) -> bool:
    """Tell whether everything that enabling needs is there; false is a value and so is a stored null, an empty text is none."""
    return all(values.get(name, "") != "" for name in needs)


def check_kind(kind: str) -> None:
    """Raise ValueError for a kind that does not exist, with those that do."""
    able = sorted(name for name, row in KINDS.items() if row.type == kind)
    if able:
        raise ValueError(
            f"{kind!r} is what a provider sends, not its kind; for {kind} there are {', '.join(able)}, such as"
            f" {DEFAULT_KINDS[kind]!r}"
        )
    check_choice("kind", kind, sorted(KINDS), what="a provider")
