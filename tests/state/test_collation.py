"""Texts as the server's database compares them (compared with MariaDB 10.11, sign by sign)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from mockwrite.state.collation import canonical, comparable
from tests.api.stage import Stage


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("Tópic", "topic", True),
        ("straße", "STRASE", True),
        ("straße", "strasse", False),
        ("ÅÇñŒ", "acnœ", True),
        ("œ", "oe", False),
        ("ø", "Ø", True),
        ("ø", "o", False),
        ("ё", "Е", True),
        # A letter of its own, as a sound mark makes one in kana; elsewhere accents count for nothing.
        ("й", "и", False),
        ("й", "Й", True),
        ("が", "か", False),
        ("ά", "Α", True),
        ("ａ", "Ａ", True),
        ("Ａ", "A", False),
        # An accent that stands alone is a sign like others.
        ("e\u0301", "é", False),
        # Signs beyond the first 65,536 are all the same.
        ("😀", "🎉", True),
        ("😀", "😀😀", False),
        ("名", "名 ", True),
    ],
)
def test_texts_are_equal_by_what_their_signs_weigh(one: str, other: str, equal: bool) -> None:
    assert (canonical(one) == canonical(other)) is equal
    assert (comparable(one) == comparable(other)) is equal


def test_texts_are_ordered_by_what_their_signs_weigh() -> None:
    texts = ["zeta", "_", "Ärger", "arm", "Zorn", "ß", "ø", "и", "Й", "か", "が", "😀"]
    assert sorted(texts, key=comparable) == [
        "Ärger", "arm", "ß", "zeta", "Zorn", "_", "ø", "и", "Й", "か", "が", "😀",
    ]  # fmt: skip


def test_a_list_finds_names_by_what_their_signs_weigh() -> None:
    stage = Stage()
    for number, name in enumerate(("straße", "Йод", "🎉")):
        stage.given.topic(id=f"t{number}", name=name)

    def found(method: str, value: str) -> list[Any]:
        query = f'{{"method":"{method}","attribute":"name","values":["{value}"]}}'
        answer = stage.call("GET", f"/messaging/topics?queries[0]={quote(query)}", X_Appwrite_Key=stage.key)
        return [topic["$id"] for topic in answer.body["topics"]]

    assert found("equal", "STRASE") == ["t0"]
    assert found("equal", "иод") == []
    assert found("contains", "ЙО") == ["t1"]
    assert found("equal", "😀") == ["t2"]
