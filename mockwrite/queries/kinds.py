"""Which attributes each list filters and orders by (queries.md §4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from ..releases import Rules


class Attribute(NamedTuple):
    """An attribute that a list filters and orders by.

    `name` is its wire name, `field` the record's. `type` is "string", "integer", "float", "boolean", "date", "sequence",
    or "shape" (a point and the like, of which there are no queries here); `array`: a list of such values. `fulltext`: the
    method `search` works on it, for lists of the server's own in releases where names are searchable.
    `canonical`: every stored value is ASCII in lower case without spaces at its end, so equal in the database's eyes
    means equal, and an index answers `equal`. Elsewhere an index would miss values in another case.
    """

    name: str
    type: str
    field: str
    fulltext: bool = False
    canonical: bool = False
    since: str | None = None
    filterable: bool = True
    array: bool = False
    # An index is made as soon as somebody filters by the attribute.
    on_demand: bool = False

    @property
    def reader(self) -> Callable[[Any], Any]:
        """What reads the attribute's value from a record."""
        return attrgetter(self.field)

    @property
    def index_name(self) -> str:
        """The name of the index that holds the records by what `comparison_key` makes of the value; empty: none does."""
        return self.field if self.canonical else ""


class ListKind(NamedTuple):
    """A list: `name` is the word for a row in the cursor error, `attributes` what it filters and orders by.

    `cursor_breaks`: any cursor that exists fails on the server. `refusal_is_mapped`: what the database refuses is
    `general_query_invalid` in every release. `pages_only`: nothing but limit and offset is taken, `selects_only` nothing but
    `select`. `of_rows`: the list holds rows of a table, which can be cut down to some attributes, searched where there is a
    full-text index, and whose queries are read by the database itself (databases.md §10).
    """

    name: str
    attributes: tuple[Attribute, ...]
    cursor_breaks: bool = False
    refusal_is_mapped: bool = False
    pages_only: bool = False
    selects_only: bool = False
    of_rows: bool = False


SEQUENCE = Attribute("$sequence", "sequence", "sequence")
INTERNAL = (
    Attribute("$id", "string", "id"),
    Attribute("$createdAt", "date", "created_at"),
    Attribute("$updatedAt", "date", "updated_at"),
)
_PROVIDER_TYPE = Attribute("providerType", "string", "provider_type", canonical=True)

MESSAGES = ListKind(
    "Message",
    (
        Attribute("scheduledAt", "date", "scheduled_at"),
        Attribute("deliveredAt", "date", "delivered_at"),
        Attribute("deliveredTotal", "integer", "delivered_total"),
        Attribute("status", "string", "status", canonical=True),
        _PROVIDER_TYPE,
    ),
)
PROVIDERS = ListKind(
    "Provider",
    (
        Attribute("name", "string", "name", fulltext=True),
        Attribute("provider", "string", "kind", canonical=True),
        Attribute("type", "string", "type", canonical=True),
        Attribute("enabled", "boolean", "enabled"),
    ),
)
TOPICS = ListKind(
    "Topic",
    (
        Attribute("name", "string", "name", fulltext=True),
        Attribute("emailTotal", "integer", "email_total"),
        Attribute("smsTotal", "integer", "sms_total"),
        Attribute("pushTotal", "integer", "push_total"),
    ),
    cursor_breaks=True,
)
SUBSCRIBERS = ListKind(
    "Subscriber",
    (
        Attribute("targetId", "string", "target_id"),
        Attribute("topicId", "string", "topic_id"),
        Attribute("userId", "string", "user_id"),
        _PROVIDER_TYPE,
    ),
)
TARGETS = ListKind(
    "Target",
    (
        Attribute("userId", "string", "user_id"),
        Attribute("providerId", "string", "provider_id"),
        Attribute("identifier", "string", "identifier"),
        _PROVIDER_TYPE,
    ),
)
USERS = ListKind(
    "User",
    (
        Attribute("name", "string", "name"),
        # The index of the address holds its canonical form, and a phone number has no letters.
        Attribute("email", "string", "email", canonical=True),
        Attribute("phone", "string", "phone", canonical=True),
        Attribute("status", "boolean", "status"),
        Attribute("passwordUpdate", "date", "password_update"),
        Attribute("registration", "date", "registration"),
        Attribute("emailVerification", "boolean", "email_verification"),
        Attribute("phoneVerification", "boolean", "phone_verification"),
        Attribute("labels", "string", "labels", array=True),
        Attribute("impersonator", "boolean", "impersonator", since="1.9"),
    ),
    refusal_is_mapped=True,
)
BUCKETS = ListKind(
    "Bucket",
    (
        Attribute("enabled", "boolean", "enabled"),
        Attribute("name", "string", "name", fulltext=True),
        Attribute("fileSecurity", "boolean", "file_security"),
        Attribute("maximumFileSize", "integer", "maximum_file_size"),
        Attribute("encryption", "boolean", "encryption"),
        Attribute("antivirus", "boolean", "antivirus"),
        Attribute("transformations", "boolean", "transformations", since="1.8.1"),
    ),
)
FILES = ListKind(
    "File",
    (
        Attribute("name", "string", "name"),
        Attribute("signature", "string", "signature"),
        Attribute("mimeType", "string", "mime_type"),
        Attribute("sizeOriginal", "integer", "size"),
        Attribute("chunksTotal", "integer", "chunks_total"),
        Attribute("chunksUploaded", "integer", "chunks_uploaded"),
    ),
)
TEAMS = ListKind("Team", (Attribute("name", "string", "name"), Attribute("total", "integer", "total")))
MEMBERSHIPS = ListKind(
    "Membership",
    (
        Attribute("userId", "string", "user_id"),
        Attribute("teamId", "string", "team_id"),
        Attribute("invited", "date", "invited"),
        Attribute("joined", "date", "joined"),
        Attribute("confirm", "boolean", "confirm"),
    ),
)
IDENTITIES = ListKind(
    "Identity",
    (
        Attribute("userId", "string", "user_id"),
        Attribute("provider", "string", "provider"),
        Attribute("providerUid", "string", "provider_uid"),
        Attribute("providerEmail", "string", "provider_email"),
        Attribute("providerAccessTokenExpiry", "date", "provider_access_token_expiry"),
    ),
)
# The server lists a user's sessions whole, whatever `queries` says (recorded); the kind only names the rows.
SESSIONS = ListKind("Session", ())
LOGS = ListKind("Log", (), pages_only=True)


# There is a kind for each table, so the cache has an end.
@lru_cache(maxsize=256)
def attributes(kind: ListKind, rules: Rules) -> dict[str, Attribute]:
    """Return by wire name what a list filters and orders by in one release, the internal attributes included."""
    known = {item.name: item for item in (*INTERNAL, *kind.attributes) if rules.is_in(item.since, None)}
    if rules.sequence_attribute:
        known[rules.sequence_attribute] = Attribute(
            rules.sequence_attribute,
            "row sequence" if kind.of_rows else SEQUENCE.type,
            SEQUENCE.field,
            filterable=rules.sequence_is_filterable,
        )
    return known
