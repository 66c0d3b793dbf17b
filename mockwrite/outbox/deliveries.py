"""What would have been sent: immutable `Delivery` records, and some of them to ask and to assert about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypedDict, Unpack, overload

from ..names import Suggesting, by_name, check_number
from ..records import Channel, Outcome, ProviderKind, Record, Role, Target, User
from .complaints import Situation, people_missed, table, wrong_number
from .delivery import Delivery
from .fields import CHOICES, MATCHED
from .mail import Origin
from .matching import Contains, check_choice, check_names, differences

# How a match names a field; with the callable in it, editors know that a lambda takes one value.
Wanted: TypeAlias = "Callable[[Any], object] | re.Pattern[str] | Any"


class _Expression(Protocol):
    """An object with an equality of its own that can be turned round, as those of dirty-equals."""

    def __invert__(self) -> Any: ...


# How a field of a closed set is asked for beside its values, so that type checkers find a wrong one.
_Asked: TypeAlias = "Callable[[Any], object] | re.Pattern[str] | _Expression | Contains"

# What a value that is given without a name is most likely meant for.
_LIKELY: Mapping[type, str] = {str: "to"}


class OutboxError(AssertionError):
    """An expectation about the outbox that does not hold; the text shows what was captured instead."""

    # The name by which users import it is the one that pytest shows.
    __module__ = "mockwrite"


class Match(TypedDict, total=False):
    """What a match can name, for editors and type checkers: the rows of `fields.py` that can be matched. Each is a value, or a pattern, a callable, anything with an equality."""

    id: Wanted
    project_id: Wanted
    message_id: Wanted
    channel: Channel | _Asked
    origin: Origin | _Asked
    role: Role | _Asked
    to: Wanted
    target_id: Wanted
    user_id: Wanted
    topic_id: Wanted
    provider_id: Wanted
    provider: ProviderKind | _Asked
    status: Outcome | _Asked
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
    secret: Wanted
    expires: Wanted
    links: Wanted
    codes: Wanted


def check_match(match: Mapping[str, Any]) -> None:
    """Raise TypeError for a field that deliveries do not have, and for a record where one of its values is meant; ValueError
    for a value that its field can never have."""
    check_names(match, MATCHED)
    for name, expected in match.items():
        if name in CHOICES:
            check_choice(name, expected, CHOICES[name], what="a delivery")
        if isinstance(expected, Record):
            kind = type(expected).__name__
            by_id = f"{kind.lower()}_id"
            hint = f"; match its id: {by_id}=….id" if by_id in MATCHED else ""
            raise TypeError(f"{name} of a delivery is no {kind}{hint}")


class Deliveries(Suggesting, Sequence[Delivery]):
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

    def count(self, value: Any = None, **match: Unpack[Match]) -> int:
        """Count how often one delivery stands here, as of every sequence. Raises TypeError for a match."""
        __tracebackhide__ = True
        if match or value is None:
            written = ", ".join(f"{name}={wanted!r}" for name, wanted in match.items()) or "…"
            raise TypeError(
                f"count() is of one delivery; write len(outbox.where({written})), or assert_sent(count=…, {written})"
            )
        return super().count(value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.table()}>"

    @by_name(_LIKELY)
    def where(self, **match: Unpack[Match]) -> Deliveries:
        """Return the deliveries that match: `where(channel="sms", to=re.compile(r"^\\+49"))`.

        A field can be a value, a compiled pattern, a callable, or any object with its own equality. What failed is
        left out unless the match names a `status`. Raises TypeError for a field that deliveries do not have, ValueError for a
        value that its field never has, such as `channel="mail"`.
        """
        check_match(match)
        if "status" in match:
            records = self.records()
        elif "origin" in match:
            records = [record for record in self.records() if record.status == "sent"]
        else:
            records = self._shown()
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
        check_number(count=count)
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
