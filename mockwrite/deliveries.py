"""What would have been sent: immutable `Delivery` records, and some of them to ask and to assert about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeAlias, TypedDict, TypeVar, Unpack, overload

from .clock import to_datetime
from .complaints import Situation, people_missed, table, wrong_number
from .keywords import by_name
from .matching import check_names, differences
from .records import Record, Target, User

if TYPE_CHECKING:
    from .delivery.outgoing.content import Attachment
    from .links import Link

CHANNELS = ("email", "sms", "push")
T = TypeVar("T")
# How a match names a field; with the callable in it, editors know that a lambda takes one value.
Wanted: TypeAlias = "Callable[[Any], object] | re.Pattern[str] | Any"

# What a value that is given without a name is most likely meant for.
_LIKELY: Mapping[type, str] = {str: "to"}


class OutboxError(AssertionError):
    """An expectation about the outbox that does not hold; the text shows what was captured instead."""

    # The name by which users import it is the one that pytest shows.
    __module__ = "mockwrite"


class Handover(NamedTuple):
    """One hand-over of a batch to a provider. `wire` makes what the provider would have received."""

    time: int
    recipients: int
    wire: Callable[[], list[Any]] = list


class Part(Generic[T]):
    """A field of what was sent, read from a delivery's payload; None where the channel has no such field."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, delivery: None, owner: type) -> Self: ...
    @overload
    def __get__(self, delivery: Delivery, owner: type) -> T | None: ...
    def __get__(self, delivery: Delivery | None, owner: type) -> Self | T | None:
        if delivery is None:
            return self
        value: T | None = getattr(delivery.payload, self._name, None)
        return value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Delivery:
    """One mail, SMS or push as one recipient would have got it, or failed to.

    `to` is the address, number or device token; `role` is `to`, `cc` or `bcc`; `provider` the kind (`twilio`).
    `payload` holds what was sent; its fields are readable here (`subject`, `title` …) and None where the channel has no
    such field. `attempts` are the times of the tries in milliseconds, where there was more than one.
    """

    id: str
    number: int
    project_id: str
    message_id: str
    channel: str
    role: str
    to: str
    target_id: str | None
    user_id: str | None
    topic_id: str | None
    provider_id: str
    provider: str
    status: str
    error: str | None
    at: int
    payload: Any = field(repr=False)
    handover: Handover = field(repr=False)
    attempts: tuple[int, ...] = ()
    # The name of the fault rule that decided the outcome.
    fault: str | None = None

    subject = Part[str]("E-mail: the subject.")
    content = Part[str]("E-mail and SMS: the text or HTML.")
    html = Part[bool]("E-mail: whether the content is HTML.")
    title = Part[str]("Push: the title.")
    body = Part[str]("Push: the text.")
    data = Part[object]("Push: the data for the app.")
    action = Part[str]("Push: what a tap does.")
    image = Part[str]("Push: the URL of the image.")
    icon = Part[str]("Push: the icon.")
    sound = Part[str]("Push: the sound.")
    color = Part[str]("Push: the colour.")
    tag = Part[str]("Push: the tag that groups notifications.")
    badge = Part[int]("Push: the number on the app's icon.")
    priority = Part[str]("Push: `high` or `normal`.")

    @property
    def time(self) -> datetime:
        """When it was sent, on the project's clock."""
        return to_datetime(self.at)

    @property
    def from_(self) -> str | None:
        """The sender: `Name <address>` of an e-mail, the number of an SMS."""
        if self.channel != "email":
            sender: str | None = getattr(self.payload, "from_", None)
            return sender
        return _mailbox(self.payload.from_name, self.payload.from_email)

    @property
    def reply_to(self) -> str | None:
        """E-mail: `Name <address>` to reply to; None when the provider has none."""
        if self.channel != "email":
            return None
        return _mailbox(self.payload.reply_to_name, self.payload.reply_to_email) or None

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """E-mail: what is attached, each with `name`, `mime_type`, `size` and `content`."""
        return tuple(getattr(self.payload, "attachments", ()))

    @property
    def links(self) -> list[Link]:
        """The links a reader can follow, in order: of the text, the HTML's anchors, and a push's action and data.

        Each is a text with `host`, `path` and `query`: `sent.links[0].query["secret"]`.
        """
        from .links import Found, find_links  # loads Python's HTML parser

        html = bool(self.content and self.html)
        texts = [self.content] if self.content else self._texts()
        return Found(find_links(texts, html=html), "link", texts, html=html)

    @property
    def codes(self) -> list[str]:
        """What looks like a one-time code in the subject, title, text or data, most likely first: `sent.codes[0]`."""
        from .links import Found, find_codes

        html, content, others = bool(self.html), self.content or "", self._texts()
        found = dict.fromkeys([*find_codes((content,), html=html), *find_codes(others)])
        return Found(found, "code", (*others, content), html=html)

    def _texts(self) -> list[str]:
        """Return the texts beside an e-mail's or SMS's content."""
        texts = [self.subject, self.title, self.body, self.action]
        return [text for text in texts if text] + [*_strings(self.data)]

    def wire(self) -> list[Any]:
        """Return what the provider would have received for the batch of this delivery, secrets masked."""
        return self.handover.wire()

    def __str__(self) -> str:
        what = self.subject if self.channel == "email" else self.content or self.title or self.body
        text = " ".join((what or "").split())
        shown = text if len(text) <= 60 else text[:59] + "…"
        role = "" if self.role == "to" else f" ({self.role})"
        end = f" – failed: {self.error}" if self.status == "failed" else ""
        return f"{self.channel:<5} to {self.to}{role} via {self.provider}: {shown!r}{end}"

    def __repr__(self) -> str:
        return f"<Delivery {self}>"


class Match(TypedDict, total=False):
    """What a match can name: the fields of a delivery. Each is a value, or a pattern, a callable, anything with an equality."""

    id: Wanted
    project_id: Wanted
    message_id: Wanted
    channel: Wanted
    role: Wanted
    to: Wanted
    target_id: Wanted
    user_id: Wanted
    topic_id: Wanted
    provider_id: Wanted
    provider: Wanted
    status: Wanted
    error: Wanted
    time: Wanted
    subject: Wanted
    content: Wanted
    html: Wanted
    from_: Wanted
    reply_to: Wanted
    attachments: Wanted
    title: Wanted
    body: Wanted
    data: Wanted
    action: Wanted
    image: Wanted
    icon: Wanted
    sound: Wanted
    color: Wanted
    tag: Wanted
    badge: Wanted
    priority: Wanted
    links: Wanted
    codes: Wanted


FIELDS = tuple(Match.__annotations__)


def check_match(match: Mapping[str, Any]) -> None:
    """Raise TypeError for a field that deliveries do not have, and for a record where one of its values is meant."""
    check_names(match, FIELDS)
    for name, expected in match.items():
        if isinstance(expected, Record):
            kind = type(expected).__name__
            by_id = f"{kind.lower()}_id"
            hint = f"; match its id: {by_id}=….id" if by_id in FIELDS else ""
            raise TypeError(f"{name} of a delivery is no {kind}{hint}")


def _mailbox(name: str | None, address: str | None) -> str:
    return f"{name} <{address}>" if name and address else address or ""


def _strings(value: object) -> Iterator[str]:
    """Yield the texts inside JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


class Deliveries(Sequence[Delivery]):
    """Some deliveries, in the order in which they were made."""

    def __init__(self, records: Iterable[Delivery], situation: Callable[[], Situation] = Situation) -> None:
        self._records = tuple(records)
        self._situation = situation

    def records(self) -> Sequence[Delivery]:
        """Return all of them, sent and failed, for reading that is no assertion."""
        return self._records

    def _shown(self) -> Sequence[Delivery]:
        return self._records

    def _before_assertion(self) -> None:
        """Do what an assertion does first."""

    def __len__(self) -> int:
        return len(self._shown())

    def __bool__(self) -> bool:
        return bool(self._shown())

    @overload
    def __getitem__(self, index: int) -> Delivery: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Delivery]: ...
    def __getitem__(self, index: int | slice) -> Delivery | Sequence[Delivery]:
        return pick(self._shown(), index)

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self._shown())

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.table()}>"

    @by_name(_LIKELY)
    def where(self, **match: Unpack[Match]) -> Deliveries:
        """Return the deliveries that match: `where(channel="sms", to=re.compile(r"^\\+49"))`.

        A field can be a value, a compiled pattern, a callable, or any object with its own equality. What failed is
        left out unless the match names a `status`. Raises TypeError for a field that deliveries do not have.
        """
        check_match(match)
        records = self.records() if "status" in match else self._shown()
        return self._some(record for record in records if not differences(match, record.__getattribute__))

    def _some(self, records: Iterable[Delivery]) -> Deliveries:
        return Deliveries(records, self._situation)

    @by_name(_LIKELY)
    def one(self, **match: Unpack[Match]) -> Delivery:
        """Return the only delivery that matches; raises OutboxError when there is none or more than one."""
        __tracebackhide__ = True
        self._before_assertion()
        found = self.where(**match)
        if len(found) == 1:
            return found[0]
        raise OutboxError(self._wrong_number("exactly one delivery", 1, match, found))

    @by_name({**_LIKELY, int: "count"})
    def assert_sent(self, *, count: int | None = None, **match: Unpack[Match]) -> Deliveries:
        """Assert that deliveries match: at least one, or exactly `count`; return them. Raises OutboxError."""
        __tracebackhide__ = True
        self._before_assertion()
        found = self.where(**match)
        if found if count is None else len(found) == count:
            return found
        raise OutboxError(self._wrong_number(_counted(count), 1 if count is None else count, match, found))

    @by_name(_LIKELY)
    def assert_none(self, **match: Unpack[Match]) -> None:
        """Assert that no delivery matches; without a match, that nothing was sent. Raises OutboxError."""
        __tracebackhide__ = True
        self._before_assertion()
        found = self.where(**match)
        if found:
            raise OutboxError(self._wrong_number("no delivery", 0, match, found))

    def assert_delivered_to(self, *people: str | User | Target, **match: Unpack[Match]) -> Deliveries:
        """Assert that each of these people got a matching delivery, and nobody else did; return the deliveries.

        A person is an address, number or device token, the id of a user or target, or a record made by `given`. A copy (cc or
        bcc) counts as got. Raises OutboxError.
        """
        __tracebackhide__ = True
        self._before_assertion()
        for person in people:
            _check_person(person)
        found = self.where(**match)
        reached = {id(record) for person in people for record in found if _is_for(record, person)}
        missed = [_name(person) for person in people if not any(_is_for(record, person) for record in found)]
        others = [record for record in found if id(record) not in reached]
        if missed or others:
            raise OutboxError(people_missed(missed, others, match, self.records(), self._situation()))
        return found

    def table(self) -> str:
        """Write the deliveries one a line, those that failed too."""
        return table(self.records())

    def _wrong_number(self, wanted: str, number: int, match: Mapping[str, Any], found: Deliveries) -> str:
        situation = self._situation() if len(found) < number else None
        return wrong_number(wanted, match, found.records(), self.records(), situation)


def pick(shown: Sequence[Delivery], index: int | slice) -> Delivery | Sequence[Delivery]:
    """Return one delivery or several; IndexError shows what there is."""
    try:
        return shown[index]
    except IndexError:
        raise IndexError(f"there is no delivery [{index}]: {table(shown)}") from None


def _counted(count: int | None) -> str:
    if count is None:
        return "at least one delivery"
    return f"exactly {count} deliver{'y' if count == 1 else 'ies'}"


def _check_person(person: Any) -> None:
    """Raise TypeError for what names nobody."""
    if not isinstance(person, str | Record):
        raise TypeError(
            "a person is an address, number or token, an id, or a user or target made by given, "
            f"got a {type(person).__name__}; write assert_delivered_to(ada, bob) or assert_delivered_to(*people)"
        )


def _is_for(record: Delivery, person: Any) -> bool:
    wanted = person if isinstance(person, str) else person.id
    return wanted in (record.to, record.user_id, record.target_id)


def _name(person: Any) -> str:
    if isinstance(person, str):
        return person
    known = getattr(person, "email", None) or getattr(person, "phone", None) or getattr(person, "identifier", None)
    return f"{known} ({person.id})" if known else str(person.id)
