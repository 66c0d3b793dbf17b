"""What a project holds. A record is never changed in place: `Collection.change` puts a new one in its stead,
so whoever read a record (an answer, a delivery, a snapshot) keeps what it was.

Times are milliseconds since 1970; `sequence` is the insertion number that lists are ordered by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, cast, dataclass_transform, get_args

# Closed sets of Appwrite's API, as types: editors and type checkers know their members.
Channel = Literal["email", "sms", "push"]
Role = Literal["to", "cc", "bcc"]
Outcome = Literal["sent", "failed"]
# begin: kinds (`make tables` writes them out of mockwrite/providers.py)
ProviderKind = Literal[
    "mailgun", "sendgrid", "ses", "resend", "smtp", "msg91", "telesign", "textmagic", "twilio", "vonage", "fcm", "apns",
    "appwrite",
]  # fmt: skip
# end: kinds
CHANNELS: tuple[str, ...] = get_args(Channel)

C = TypeVar("C", bound=type)


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def _record(kind: C) -> C:
    # What a dataclass would write for each kind anew is written once below: it is a good part of the start of a server.
    made: Any = dataclass(slots=True, kw_only=True, repr=False, eq=False)(kind)
    return cast("C", made)


class _Comparable:
    """How records are compared and shown: by all their fields."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        kind: Any = type(self)
        return all(getattr(self, name) == getattr(other, name) for name in field_names(kind))

    def __repr__(self) -> str:
        kind: Any = type(self)
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in field_names(kind))
        return f"{kind.__name__}({shown})"


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a kind of record."""
    return tuple(item.name for item in fields(kind))


@cache
def copier(kind: Any) -> Callable[[Any], Any]:
    """Return what copies a record of a kind, field by field.

    It is written as source, as a dataclass writes its `__init__`, and made once a kind: a loop over the names takes five times as
    long, `copy.copy` more (the bound on a letter in test_cost_guards.py would notice).
    """
    source = [
        "def copy(old):",
        " new = make(kind)",
        *(f" new.{name} = old.{name}" for name in field_names(kind)),
        " return new",
    ]
    names: dict[str, Any] = {"make": object.__new__, "kind": kind}
    exec("\n".join(source), names)  # noqa: S102 - the names are those of our own fields
    copy: Callable[[Any], Any] = names["copy"]
    return copy


@_record
class Record(_Comparable):
    """What every stored document has."""

    id: str
    created_at: int
    updated_at: int
    sequence: int = 0

    @property
    def key(self) -> str:
        """What a collection finds the record by: its id, unless ids are unique in a part of the collection only."""
        return self.id

    @property
    def search(self) -> str:
        """The text that a list's `search` looks through; kinds that can be searched say more."""
        return self.id


@_record
class Provider(Record):
    """Who carries messages of one type; `kind` is its row in the provider table."""

    name: str
    kind: str
    type: str
    enabled: bool
    credentials: dict[str, Any]
    options: dict[str, Any]

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.name} {self.kind} {self.type}"


@_record
class Topic(Record):
    """A list of subscribers with its counters and the roles that may subscribe."""

    name: str
    subscribe: list[str]
    email_total: int = 0
    sms_total: int = 0
    push_total: int = 0
    description: str | None = None
    qos: int | None = None
    expiry: int | None = None

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.name}"


@_record
class Subscriber(Record):
    """A target in a topic. `topic_sequence` ties it to that very topic, not to a later one of the same id."""

    topic_id: str
    topic_sequence: int
    target_id: str
    target_sequence: int
    user_id: str
    provider_type: str

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.target_id} {self.user_id} {self.provider_type}"


@_record
class Target(Record):
    """An address, number or device token of a user."""

    user_id: str
    user_sequence: int
    provider_type: str
    identifier: str
    provider_id: str | None = None
    name: str | None = None
    session_id: str | None = None
    expired: bool = False


@_record
class User(Record):
    """A user of the project; `password` is the stored hash, never the clear text."""

    registration: int
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    password: str | None = None
    hash: str | None = "argon2"
    hash_options: dict[str, Any] | None = None
    # Hashes of the latest passwords, while the project forbids those.
    password_history: list[str] = field(default_factory=list)
    password_update: int | None = None
    status: bool = True
    labels: list[str] = field(default_factory=list)
    email_verification: bool = False
    phone_verification: bool = False
    mfa: bool = False
    mfa_recovery_codes: list[str] = field(default_factory=list)
    prefs: dict[str, Any] = field(default_factory=dict)
    accessed_at: int | None = None
    impersonator: bool = False

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return " ".join(
            [self.id, self.email or "", self.name or "", self.phone or "", *(f"label:{label}" for label in self.labels)]
        )


# Which key of a message's data its list can be searched by; bodies are not.
_SEARCHED = {"email": "subject", "sms": "content", "push": "title"}


@_record
class Message(Record):
    """An e-mail, SMS or push. `schedule_id` is the internal schedule record; `emails` are bare addresses."""

    provider_type: str
    status: str
    data: dict[str, Any]
    topics: list[str]
    users: list[str]
    targets: list[str]
    emails: list[str] = field(default_factory=list)
    scheduled_at: int | None = None
    schedule_id: str | None = None
    delivered_at: int | None = None
    delivery_errors: list[str] = field(default_factory=list)
    delivered_total: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be tried."""
        return self.status in ("sent", "failed")

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.status} {self.data.get(_SEARCHED[self.provider_type], '')} {self.provider_type}"


@_record
class Schedule(Record):
    """When the scheduler sends a message; removed once it has fired (delivery.md, scheduling)."""

    message_id: str
    at: int
    active: bool


@_record
class Session(Record):
    """A sign-in of a user. `agent` holds the fields parsed from the user agent."""

    user_id: str
    user_sequence: int
    secret: str
    expire: int
    provider: str
    provider_uid: str = ""
    factors: list[str] = field(default_factory=list)
    ip: str = ""
    agent: dict[str, str] = field(default_factory=dict)
    # When a second factor was given last.
    mfa_updated_at: int | None = None


@_record
class Token(Record):
    """A one-time secret; `kind` is its row in the table of tokens, which says what it is good for."""

    user_id: str
    user_sequence: int
    secret: str
    expire: int
    kind: str = "generic"
    phrase: str = ""


@_record
class Team(Record):
    """A team; its members hold `team:` roles."""

    name: str
    total: int = 0
    prefs: dict[str, Any] = field(default_factory=dict)

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.name}"


@_record
class Membership(Record):
    """A user in a team, with roles once it is confirmed."""

    team_id: str
    team_sequence: int
    user_id: str
    user_sequence: int
    roles: list[str]
    invited: int
    joined: int | None
    confirm: bool
    # What an invitation is accepted with; empty where none went out.
    secret: str = ""

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.user_id}"


@_record
class Bucket(Record):
    """A place for files."""

    name: str
    permissions: list[str]
    file_security: bool
    enabled: bool
    maximum_file_size: int
    allowed_file_extensions: list[str]
    compression: str
    encryption: bool
    antivirus: bool
    transformations: bool

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.name}"


@_record
class File(Record):
    """A file, or what has arrived of one: `chunks` holds that by the number of the chunk, from 1 on.

    `size` is what the upload announced, `stored_size` what the finished file takes on the server's disk; `encryption` and
    `compression` are those of the bucket when the file was finished.
    """

    bucket_id: str
    bucket_sequence: int
    name: str
    permissions: list[str]
    size: int
    chunks_total: int
    chunks_uploaded: int
    mime_type: str = ""
    signature: str = ""
    content: bytes = b""
    chunks: dict[int, bytes] = field(default_factory=dict)
    stored_size: int = 0
    encryption: bool = False
    compression: str = ""

    @property
    def key(self) -> str:
        """The id with the bucket before it: two buckets may hold files of the same id."""
        return file_key(self.bucket_sequence, self.id)

    @property
    def reference(self) -> str:
        """How a message names the file: `bucketId:fileId`."""
        return f"{self.bucket_id}:{self.id}"

    @property
    def complete(self) -> bool:
        """True once all chunks are there."""
        return self.chunks_uploaded >= self.chunks_total

    @property
    def held(self) -> int:
        """How many bytes of memory the file takes."""
        return len(self.content) + sum(map(len, self.chunks.values()))

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.name}"


def file_key(bucket_sequence: int, file_id: str) -> str:
    """Return what a file is found by."""
    return f"{bucket_sequence}/{file_id}"


class LogEntry(NamedTuple):
    """One audited call. The fields parsed from `user_agent` are made when the entry is read."""

    event: str
    time: int
    user_id: str
    user_email: str
    user_name: str
    user_type: str
    mode: str
    ip: str
    user_agent: str


@_record
class Key(_Comparable):
    """An API key of the project; `expire` None means never."""

    name: str
    secret: str
    scopes: frozenset[str]
    expire: int | None = None
