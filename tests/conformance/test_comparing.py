"""The comparison sees every difference that a client could see, and none that only lies in names, times and texts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockwrite.api.http import Response
from tests.conformance.comparing import compare
from tests.conformance.lines import Line, RecordedAnswer, RecordedRequest
from tests.conformance.names import Names

JSON = "application/json; charset=UTF-8"


def fields(
    expected: Any, got: Any, *, names: Names | None = None, headers: dict[str, str] | None = None, query: str = ""
) -> list[str]:
    """Compare two JSON bodies and return the fields that differ."""
    request = RecordedRequest("GET", "/v1/x", {}, (("queries[0]", query),), None)
    recorded = RecordedAnswer(200, {"content-type": JSON}, expected)
    sent = [("content-type", JSON), *(headers or {}).items()]
    response = Response(200, sent, json.dumps(got).encode())
    found = compare(Line("x.jsonl", 1, "x", request, recorded), response, names or Names())
    return [difference.field for difference in found]


@pytest.mark.parametrize(
    ("expected", "got", "differing"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": True}, ["body.a"]),
        ({"a": 1}, {"a": 1.0}, ["body.a"]),
        ({"a": None}, {"a": ""}, ["body.a"]),
        ({"a": []}, {"a": {}}, ["body.a"]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, ["body (keys)"]),
        ({"a": 1}, {"a": 1, "b": 2}, ["body (keys)"]),
        ({"a": [1, 2]}, {"a": [1]}, ["body.a (length)"]),
        ({"a": [{"b": "x"}]}, {"a": [{"b": "y"}]}, ["body.a[0].b"]),
        ({"at": "2026-11-23T14:00:00.000+00:00"}, {"at": "2026-11-23T14:00:03.500+00:00"}, []),
        ({"at": "2026-11-23T14:00:00.000+00:00"}, {"at": "2026-11-23T14:01:00.000+00:00"}, ["body.at"]),
        ({"at": "2026-11-23T14:00:00.000+00:00"}, {"at": "2026-11-23T14:00:00Z"}, ["body.at"]),
        ({"message": "Invalid `x` param: …"}, {"message": "Invalid `x` param: too long"}, []),
        ({"message": "Invalid `x` param: …"}, {"message": "Invalid `y` param: too long"}, ["body.message"]),
        ({"message": "…"}, {"message": ""}, ["body.message"]),
        ({"message": 'Param "x" is not optional.'}, {"message": 'Param "y" is not optional.'}, ["body.message"]),
        ({"deliveryErrors": ["…", "…"]}, {"deliveryErrors": ["a", "b"]}, []),
        ({"deliveryErrors": ["…", "…"]}, {"deliveryErrors": ["a"]}, ["body.deliveryErrors (length)"]),
        ({"url": "http://localhost/v1/a?jwt=eyJa.eyJb.c"}, {"url": "http://h:1/v1/a?jwt=eyJx.eyJy.z"}, []),
        ({"url": "http://localhost/v1/a?jwt=eyJa.eyJb.c"}, {"url": "http://h:1/v1/b?jwt=eyJx.eyJy.z"}, ["body.url"]),
    ],
)
def test_what_differs_is_named(expected: Any, got: Any, differing: list[str]) -> None:
    assert fields(expected, got) == differing


def test_an_id_that_the_server_invented_is_the_same_one_every_time() -> None:
    names = Names()
    first, second = "6b0448dc651b490a4388", "6b0448dc657f6e4b9f20"

    assert fields({"$id": first}, {"$id": "ours"}, names=names) == []
    assert fields({"$id": first}, {"$id": "other"}, names=names) == ["body.$id"]
    assert fields({"$id": second}, {"$id": "other"}, names=names) == []
    assert names.translate(f"/v1/users/{first}/targets/{second}") == "/v1/users/ours/targets/other"


def test_a_credential_is_learnt_where_its_placeholder_stands() -> None:
    names = Names()

    assert fields({"secret": "<session:a1>"}, {"secret": "abc"}, names=names) == []
    assert names.translate('{"a_session_oracle": "<session:a1>"}') == '{"a_session_oracle": "abc"}'
    assert fields({"secret": "<session:a1>"}, {"secret": ""}, names=names) == ["body.secret"]


def test_a_header_that_only_one_side_sends_differs() -> None:
    assert fields({}, {}, headers={"x-appwrite-warning": "w"}) == ["header x-appwrite-warning"]


def test_a_page_in_random_order_is_compared_by_its_form() -> None:
    rows = {"total": 2, "users": [{"$id": "a"}, {"$id": "b"}]}
    query = '{"method":"orderRandom"}'

    assert fields(rows, {"total": 2, "users": [{"$id": "b"}, {"$id": "a"}]}, query=query) == []
    assert fields(rows, {"total": 2, "users": [{"$id": "b"}]}, query=query) != []
