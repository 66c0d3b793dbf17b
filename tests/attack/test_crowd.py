"""Many clients in many projects at once: no message is lost, none is seen in another project, and nothing stays of either.

`make bench` does the same at full size.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.crowd import ASTRAY, HELD, LEFT, LOST, MIXED, Account, Crowd, Place, account, gather

SMALL = Crowd(clients=8, creates=100, projects=10, polls=16, streams=8)


@pytest.mark.full
def test_a_crowd_loses_nothing_mixes_nothing_and_leaves_nothing() -> None:
    found = gather(SMALL)
    assert {name: found[name] for name in (LOST, MIXED, ASTRAY, LEFT)} == {LOST: 0, MIXED: 0, ASTRAY: 0, LEFT: 0}
    # It counts what it says it does: while the projects are there, so is at least a record for each message.
    assert found[HELD] > SMALL.clients * SMALL.creates


def seen_rightly() -> Place:
    """A project with three messages of two clients, which one reader has seen all of."""
    place = Place("p", 3, {"a": "p 0 0", "b": "p 1 0", "c": "p 0 1"})
    place.subjects = dict(place.acknowledged)
    witness = place.witness()
    for number, message in enumerate("abc", 1):
        witness.tell({"number": number, "messageId": message})
        witness.tell({"messageId": message, "status": "sent"})
    return place


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda place: None, Account(0, 0, 0)),
        (lambda place: place.witnesses[0].deliveries.pop(), Account(1, 0, 0)),
        (lambda place: place.witness(), Account(3, 0, 0)),
        (lambda place: place.witnesses[0].tell({"number": 4, "messageId": "other"}), Account(0, 1, 0)),
        (lambda place: place.witnesses[0].tell({"messageId": "other"}), Account(0, 1, 0)),
        (lambda place: place.subjects.update(c="other 0 1"), Account(0, 1, 0)),
        (lambda place: place.witnesses[0].tell({"number": 3, "messageId": "c"}), Account(0, 0, 1)),
        (lambda place: place.witnesses[0].deliveries.reverse(), Account(0, 0, 2)),
        (lambda place: setattr(place, "subjects", dict(reversed(place.subjects.items()))), Account(0, 0, 1)),
    ],
    ids=["right", "one lost", "all lost", "another's", "news of another's", "content", "twice", "order", "overtaken"],
)
def test_what_a_crowd_loses_mixes_or_turns_round_is_counted(
    spoil: Callable[[Place], object], expected: Account
) -> None:
    place = seen_rightly()
    spoil(place)
    assert account([place]) == expected
