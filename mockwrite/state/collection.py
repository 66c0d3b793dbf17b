"""Records of one kind in insertion order, with the indexes that lists and fan-out need."""

from __future__ import annotations

import sys
from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, Generic, Protocol, Self, TypeVar, cast, overload

from ..records import Record, copier
from .collation import canonical

R = TypeVar("R", bound=Record)


class Collection(Generic[R]):
    """Records by id and by sequence.

    Ids are compared as the database does, without regard to case: an id finds the record in whatever case it was made.

    `indexes` names attributes whose values are indexed: for each value, the sequence numbers in order. An attribute
    of several names joined by a comma indexes the tuple of their values; one with a `~` behind it (`user_id~`, called
    `user_id` in look-ups) holds an id, or another text that is compared as the database does.
    """

    __slots__ = ("_by_id", "_folded", "_indexed", "_indexes", "_last", "_newest", "_ordered", "_rows", "in_time_order")

    def __init__(self, *indexes: str) -> None:
        self._rows: dict[int, R] = {}
        # By the canonical form of the id, which most ids have: the usual look-up hits without folding anything.
        self._by_id: dict[str, int] = {}
        self._last = 0
        # By name, what orders the records, and for each what that makes of it with its number, sorted.
        self._ordered: dict[str, tuple[Callable[[R], tuple[Any, ...]], list[tuple[Any, ...]]]] = {}
        self._newest = -sys.maxsize
        # False once a record was made earlier than one before it (the clock can be moved back): only then do lists
        # have to sort by time of creation.
        self.in_time_order = True
        self._indexed, self._folded = _readers(indexes)
        self._indexes: dict[str, dict[Hashable, list[int]]] = {name: {} for name in self._indexed}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        """Yield records in insertion order."""
        return iter(self._rows.values())

    def __contains__(self, id: object) -> bool:
        return id in self._by_id or (isinstance(id, str) and canonical(id) in self._by_id)

    @property
    def indexes(self) -> Sequence[str]:
        """Names of the indexed attributes."""
        return list(self._indexes)

    @property
    def last(self) -> int:
        """The number of the record that was added last, also when it is gone."""
        return self._last

    def get(self, id: str) -> R | None:
        """Return the record with this id (see `Record.key`), or None."""
        sequence = self._by_id.get(id)
        if sequence is None:
            sequence = self._by_id.get(canonical(id))
        return None if sequence is None else self._rows[sequence]

    def at(self, sequence: int) -> R | None:
        """Return the record with this sequence number, or None."""
        return self._rows.get(sequence)

    def add(self, record: R) -> R:
        """Store a new record and number it. The caller has checked that the id is free."""
        self._last = sequence = self._last + 1
        record.sequence = sequence
        self._rows[sequence] = record
        self._by_id[canonical(record.key)] = sequence
        self._note_time(record)
        for name, read in self._indexed.items():
            self._indexes[name].setdefault(read(record), []).append(sequence)
        for rank, entries in self._ordered.values():
            insort(entries, (*rank(record), sequence))
        return record

    def change(self, record: R, now: int, **values: Any) -> R:
        """Replace a record by one with other values and return it.

        The time of the last update moves only when a value really changes (messages.md, merge semantics).
        """
        changes = {name: value for name, value in values.items() if not _same(getattr(record, name), value)}
        if not changes:
            return record
        return self.replace(record, updated_at=now, **changes)

    def replace(self, record: R, **changes: Any) -> R:
        """Replace a record as told, leaving the time of the last update to the caller."""
        new = _changed(record, changes)
        if new.created_at != record.created_at:
            self.in_time_order = False
        sequence = record.sequence
        self._rows[sequence] = new
        for name, read in self._indexed.items():
            before, after = read(record), read(new)
            if before != after:
                self._drop(name, before, sequence)
                bucket = self._indexes[name].setdefault(after, [])
                if not bucket or bucket[-1] < sequence:
                    bucket.append(sequence)
                else:
                    bucket.insert(bisect_left(bucket, sequence), sequence)
        for rank, entries in self._ordered.values():
            old, fresh = (*rank(record), sequence), (*rank(new), sequence)
            if old != fresh:
                del entries[bisect_left(entries, old)]
                insort(entries, fresh)
        return new

    def remove(self, record: R) -> None:
        """Forget a record."""
        sequence = record.sequence
        current = self._rows.pop(sequence)
        del self._by_id[canonical(current.key)]
        for name, read in self._indexed.items():
            self._drop(name, read(current), sequence)
        for rank, entries in self._ordered.values():
            del entries[bisect_left(entries, (*rank(current), sequence))]

    def sequences(self, name: str, value: Hashable) -> Sequence[int]:
        """Return the sequence numbers, in order, of the records whose indexed attribute has this value."""
        found = self._indexes[name].get(value)
        if found is None and name in self._folded and isinstance(value, str):
            found = self._indexes[name].get(canonical(value))
        return found if found is not None else ()

    def where(self, name: str, value: Hashable) -> list[R]:
        """Return the records whose indexed attribute has this value, in order."""
        rows = self._rows
        return [rows[sequence] for sequence in self.sequences(name, value)]

    def first(self, name: str, value: Hashable) -> R | None:
        """Return the first record whose indexed attribute has this value, or None."""
        found = self.sequences(name, value)
        return self._rows[found[0]] if found else None

    def count(self, name: str, value: Hashable) -> int:
        """Count the records whose indexed attribute has this value."""
        return len(self.sequences(name, value))

    def rows(self) -> dict[int, R]:
        """Return the records by sequence number, in insertion order; for reading only."""
        return self._rows

    def state(self) -> tuple[int, dict[int, R]]:
        """Return what `restore` needs. It is cheap, since records never change in place."""
        return self._last, dict(self._rows)

    def restore(self, state: tuple[int, Mapping[int, R]]) -> None:
        """Bring back a saved state."""
        last, rows = state
        self.fill(rows.values())
        self._last = last

    def fill(self, records: Iterable[R]) -> None:
        """Hold exactly these numbered records, in the order of their numbers."""
        self._rows = {record.sequence: record for record in sorted(records, key=lambda record: record.sequence)}
        self._by_id = {canonical(record.key): sequence for sequence, record in self._rows.items()}
        self._last = max(self._rows, default=0)
        self._newest, self.in_time_order = -sys.maxsize, True
        for record in self._rows.values():
            self._note_time(record)
        self._indexes = {name: self._indexed_by(read) for name, read in self._indexed.items()}
        self._ordered = {}

    def index(self, name: str, read: Callable[[R], Hashable]) -> None:
        """Index the records by what `read` makes of them, under a name of its own, unless that is done already."""
        if name in self._indexes:
            return
        self._indexed = {**self._indexed, name: read}
        self._indexes[name] = self._indexed_by(read)

    def in_order(self, name: str, rank: Callable[[R], tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """Return what `rank` makes of each record with its sequence number behind, sorted; for reading only.

        It is made when it is first asked for under a name, and kept in order from then on.
        """
        kept = self._ordered.get(name)
        if kept is None:
            entries = sorted((*rank(record), sequence) for sequence, record in self._rows.items())
            kept = self._ordered[name] = (rank, entries)
        return kept[1]

    def drop_index(self, name: str) -> None:
        """Do without what `index` or `in_order` made."""
        self._ordered.pop(name, None)
        if self._indexes.pop(name, None) is not None:
            self._indexed = {other: read for other, read in self._indexed.items() if other != name}

    def _indexed_by(self, read: Callable[[R], Hashable]) -> dict[Hashable, list[int]]:
        index: dict[Hashable, list[int]] = {}
        for sequence, record in self._rows.items():
            index.setdefault(read(record), []).append(sequence)
        return index

    def skip_to(self, last: int) -> None:
        """Give the next record the number after this one, unless that number has passed already."""
        self._last = max(self._last, last)

    def _note_time(self, record: R) -> None:
        if record.created_at < self._newest:
            self.in_time_order = False
        else:
            self._newest = record.created_at

    def _drop(self, name: str, value: Hashable, sequence: int) -> None:
        bucket = self._indexes[name][value]
        if bucket[-1] == sequence:
            bucket.pop()
        else:
            del bucket[bisect_left(bucket, sequence)]
        if not bucket:
            del self._indexes[name][value]


class _Maker(Protocol):
    def make_collection(self, name: str, indexes: Sequence[str]) -> Collection[Any]: ...


class Lazy(Generic[R]):
    """A collection of a project, which the first who asks for it makes: most tests need a few of them.

    What is made lies in the project's own dictionary, where any attribute is. A `__getattr__` would do the same, and would make
    each attribute of a project slow to read (test_cost_guards.py would tell).
    """

    def __init__(self, *indexes: str) -> None:
        self._indexes = indexes

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, project: None, owner: type) -> Self: ...
    @overload
    def __get__(self, project: _Maker, owner: type) -> Collection[R]: ...

    def __get__(self, project: _Maker | None, owner: type) -> Self | Collection[R]:
        if project is None:
            return self
        made: Collection[R] = project.make_collection(self._name, self._indexes)
        # Two threads may ask at once; both get the same.
        return cast("Collection[R]", vars(project).setdefault(self._name, made))


@cache
def _readers(indexes: tuple[str, ...]) -> tuple[Mapping[str, Callable[[Any], Hashable]], frozenset[str]]:
    """Return by name how an index reads a record, and the names of those that hold texts in canonical form.

    Shared by all projects: making them anew is most of what a new project costs.
    """
    plain = {name: attrgetter(*name.split(",")) for name in indexes if not name.endswith("~")}
    folded = {name[:-1]: _canonical_reader(attrgetter(name[:-1])) for name in indexes if name.endswith("~")}
    return {**plain, **folded}, frozenset(folded)


def _canonical_reader(read: Callable[[Any], Any]) -> Callable[[Any], Hashable]:
    def read_canonical(record: Any) -> Hashable:
        value = read(record)
        return canonical(value) if isinstance(value, str) else value

    return read_canonical


def _changed(record: R, changes: Mapping[str, Any]) -> R:
    kind: Any = type(record)
    new: R = copier(kind)(record)
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def _same(before: object, after: object) -> bool:
    # True, 1 and 1.0 are equal in Python and different on the wire, inside of maps and lists too.
    if before != after or type(before) is not type(after):
        return False
    if isinstance(before, dict) and isinstance(after, dict):
        return all(_same(value, after[key]) for key, value in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return all(map(_same, before, after))
    return True
