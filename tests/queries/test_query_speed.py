"""How many rows a list looks at; nothing here measures time."""

import pytest

from mockwrite import queries
from mockwrite.queries.parsing import parse
from mockwrite.queries.selecting import select
from mockwrite.records import Message
from mockwrite.state.collection import Collection
from tests.queries.listing import LATEST, text


class CountingRows(dict[int, Message]):
    """Rows that count how many of them were looked at."""

    touched = 0

    def __getitem__(self, sequence: int) -> Message:
        self.touched += 1
        return super().__getitem__(sequence)


class CountingCollection(Collection[Message]):
    """A collection that tells how many rows a list looked at."""

    __slots__ = ("counting",)

    def rows(self) -> CountingRows:
        self.counting = CountingRows(super().rows())
        return self.counting


@pytest.fixture(scope="module")
def many() -> CountingCollection:
    collection = CountingCollection("status", "provider_type")
    for number in range(12_000):
        status = "sent" if number % 4 else "failed"
        collection.add(
            Message(
                id=f"m{number}",
                created_at=number,
                updated_at=number,
                status=status,
                provider_type="email",
                data={},
                topics=[],
                users=[],
                targets=[],
            )
        )
    return collection


@pytest.mark.parametrize(
    ("values", "total", "first", "most"),
    [
        pytest.param([], 5000, "m0", 25, id="plain"),
        pytest.param([text("offset", None, 9000)], 5000, "m9000", 9025, id="offset"),
        pytest.param([text("orderDesc", "$createdAt")], 5000, "m11999", 25, id="newest first"),
        pytest.param([text("equal", "status", "failed")], 3000, "m0", 25, id="by status"),
        pytest.param([text("equal", "status", "SENT")], 5000, "m1", 25, id="by status in another case"),
        pytest.param(
            [text("equal", "status", "failed"), text("orderDesc", "$createdAt")], 3000, "m11996", 25, id="newest failed"
        ),
        pytest.param(
            [text("equal", "status", "failed"), text("cursorAfter", None, "m8001")], 3000, "m8004", 25, id="cursor"
        ),
        pytest.param([text("cursorBefore", None, "m9000")], 5000, "m8975", 25, id="cursor in all"),
        pytest.param([text("startsWith", "status", "s")], 5000, "m1", 6700, id="scan that stops at the cap"),
        pytest.param(
            [text("equal", "status", "failed"), text("equal", "providerType", "email")],
            3000,
            "m0",
            3000,
            id="two filters",
        ),
    ],
)
def test_a_list_looks_at_no_more_rows_than_it_has_to(
    many: CountingCollection, values: list[str], total: int, first: str, most: int
) -> None:
    count, rows = select(many, parse(values, queries.MESSAGES, LATEST), queries.MESSAGES, LATEST)

    assert (count, rows[0].id, len(rows)) == (total, first, 25)
    assert many.counting.touched <= most


def test_without_a_total_a_scan_stops_when_the_page_is_full(many: CountingCollection) -> None:
    count, rows = select(
        many,
        parse([text("startsWith", "status", "s")], queries.MESSAGES, LATEST),
        queries.MESSAGES,
        LATEST,
        total=False,
    )

    assert (count, len(rows)) == (0, 25)
    assert many.counting.touched < 50
