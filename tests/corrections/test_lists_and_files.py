"""Queries, storage, origins and unknown routes (docs/contract/corrections.md, D, E and F)."""

from __future__ import annotations

from json import dumps
from typing import Any
from urllib.parse import quote

import pytest

from mockwrite.operations.uploads import put_file
from tests.api.acting import Answer, Stage
from tests.api.world import PNG

INVALID, BROKEN = (400, "general_argument_invalid"), (500, "general_unknown")
STRANGER = (403, "general_unknown_origin")


def listed(stage: Stage, *queries: dict[str, Any], path: str = "/users") -> Answer:
    texts = "&".join(f"queries[{number}]={quote(dumps(query))}" for number, query in enumerate(queries))
    return stage.by_key("GET", f"{path}?{texts}")


def ids(answer: Answer) -> list[str]:
    return [row["$id"] for row in answer.body["users"]]


def people(**settings: Any) -> Stage:
    stage = Stage(**settings)
    for name, email in (("u1", "u1@example.com"), ("u2", "u2@example.com"), ("u3", None), ("u4", None)):
        stage.by_key("POST", "/users", {"userId": name, "name": name, "email": email})
    return stage


@pytest.mark.parametrize("method", ["equal", "notEqual", "greaterThan", "lessThan"])
def test_23_a_sequence_number_is_an_integer_in_queries(method: str) -> None:
    stage = people()
    assert listed(stage, {"method": method, "attribute": "$sequence", "values": [1]}).status == 200
    assert listed(stage, {"method": method, "attribute": "$sequence", "values": ["1"]}).outcome == INVALID


@pytest.mark.parametrize(("exact", "outcome"), [(True, BROKEN), (False, INVALID)])
@pytest.mark.parametrize("order", ["orderAsc", "orderDesc"])
@pytest.mark.parametrize("cursor", ["cursorAfter", "cursorBefore"])
def test_24_an_order_by_labels_with_a_cursor_breaks_the_server(
    order: str, cursor: str, exact: bool, outcome: tuple[int, str]
) -> None:
    queries = {"method": order, "attribute": "labels"}, {"method": cursor, "values": ["u1"]}
    stage = people(exact=exact)
    assert listed(stage, *queries).outcome == outcome
    assert listed(stage, queries[0]).status == 200


@pytest.mark.parametrize(
    ("order", "cursor", "left"),
    [
        ("orderAsc", "cursorAfter", ["u2"]),
        ("orderDesc", "cursorAfter", []),
        ("orderAsc", "cursorBefore", []),
        ("orderDesc", "cursorBefore", ["u2"]),
    ],
)
def test_25_rows_with_null_are_beyond_no_cursor(order: str, cursor: str, left: list[str]) -> None:
    page = listed(people(), {"method": order, "attribute": "email"}, {"method": cursor, "values": ["u1"]})
    assert ids(page) == left


@pytest.mark.parametrize(
    ("attribute", "values", "found"),
    [("email", ["u1"], []), ("name", ["u1", "u2"], ["u1", "u2"]), ("$id", ["u1", "u2"], ["u1", "u2"])],
)
def test_26_contains_all_of_a_text_is_equal_to_one_of_them(attribute: str, values: list[str], found: list[str]) -> None:
    assert ids(listed(people(), {"method": "containsAll", "attribute": attribute, "values": values})) == found


@pytest.mark.parametrize("method", ["exists", "notExists"])
def test_27_exists_with_a_value_breaks_the_server(method: str) -> None:
    for exact, outcome in ((True, BROKEN), (False, INVALID)):
        query = {"method": method, "attribute": "name", "values": ["u1"]}
        assert listed(people(exact=exact), query).outcome == outcome
    date = {"method": method, "attribute": "$createdAt", "values": ["u1"]}
    assert listed(people(), date).outcome == (400, "general_query_invalid")
    assert listed(people(), {"method": method, "attribute": "name", "values": []}).outcome == INVALID
    assert (
        listed(Stage("1.8.1", exact=True), {"method": method, "attribute": "name", "values": ["u1"]}).outcome == INVALID
    )


def with_file(content: bytes = b"x" * 100, name: str = "a.txt", **settings: Any) -> Stage:
    stage = Stage(**settings)
    put_file(stage.project, bucket_id="b", file_id="f", name=name, content=content)
    return stage


def fetched(stage: Stage, what: str, **headers: str) -> Answer:
    return stage.call("GET", f"/storage/buckets/b/files/f/{what}", X_Appwrite_Key=stage.key, **headers)


@pytest.mark.parametrize("what", ["download", "view"])
@pytest.mark.parametrize("wanted", ["0-100", "0-1000", "0-0", "5-5", "99-"])
def test_28_a_range_of_one_byte_or_beyond_the_end_is_refused(what: str, wanted: str) -> None:
    assert fetched(with_file(), what, Range=f"bytes={wanted}").outcome == (416, "storage_invalid_range")
    assert fetched(with_file(), what, Range="bytes=0-99").status == 206


@pytest.mark.parametrize(("version", "exact", "times"), [("1.9.6", True, 2), ("1.9.6", False, 1), ("1.8.1", True, 1)])
def test_29_headers_of_files_are_doubled_in_exact_mode(version: str, exact: bool, times: int) -> None:
    stage = with_file(PNG, "a.png", version=version, exact=exact)
    assert len(fetched(stage, "view").all("x-content-type-options")) == times
    assert bool(fetched(stage, "download").header("x-peak")) is (times == 2)
    refused = stage.by_key("GET", "/storage/buckets/b/files/none/preview")
    assert (refused.status, len(refused.all("cache-control"))) == (404, times)


def test_30_a_preview_is_cached_from_the_second_call_on() -> None:
    stage = with_file(PNG, "a.png", exact=True)
    path = "preview?width=20"
    first, second, other = fetched(stage, path), fetched(stage, path), fetched(stage, "preview?width=21")
    assert (first.header("x-appwrite-cache"), len(first.all("cache-control"))) == ("miss", 2)
    assert (first.header("pragma"), first.all("expires")) == ("no-cache", ["0"])
    assert (second.header("x-appwrite-cache"), second.all("cache-control")) == ("hit", ["private, max-age=15552000"])
    assert second.header("expires") is None
    assert other.header("x-appwrite-cache") == "miss"


@pytest.mark.parametrize(("name", "status"), [("x" * 128, 200), ("é" * 128, 200), ("x" * 129, 400), ("", 400)])
def test_31_a_file_is_renamed_to_128_characters_at_most(name: str, status: int) -> None:
    assert with_file().by_key("PUT", "/storage/buckets/b/files/f", {"name": name}).status == status


def test_32_quotes_around_a_file_name_fall_away_and_one_within_ends_nothing() -> None:
    from mockwrite.api.http import Request
    from mockwrite.api.pipeline import answer

    stage = Stage()
    stage.by_key("POST", "/storage/buckets", {"bucketId": "b", "name": "b"})
    body = (
        b'--x\r\nContent-Disposition: form-data; name="fileId"\r\n\r\nf\r\n--x\r\nContent-Disposition: form-data; name="file"; '
        b'filename="we"ird;name.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--x--\r\n'
    )
    headers = {
        "x-appwrite-project": "shop", "x-appwrite-key": stage.key, "content-type": "multipart/form-data; boundary=x",
    }  # fmt: skip
    answer(stage.instance, Request("POST", "/v1/storage/buckets/b/files", "", headers, body))
    assert stage.by_key("GET", "/storage/buckets/b/files/f").body["name"] == 'we"ird'


@pytest.mark.parametrize("origin", ["http://127.0.0.1", "http://127.0.0.1:5173", "appwrite-ios://com.x"])
def test_34_and_38_pages_of_this_machine_and_apps_are_strangers_in_exact_mode(origin: str) -> None:
    exact = Stage(exact=True)
    assert exact.call("GET", "/account", Origin=origin).outcome == STRANGER
    with_key = exact.call("GET", "/users", Origin=origin, X_Appwrite_Key=exact.key)
    assert (with_key.status, with_key.header("access-control-allow-origin")) == (200, None)
    assert Stage().call("GET", "/account", Origin=origin).status == 401
    exact.project.platforms |= {"127.0.0.1", "com.x"}
    assert exact.call("GET", "/account", Origin=origin).status == 401


@pytest.mark.parametrize("exact", [True, False])
def test_35_an_empty_origin_counts_as_none(exact: bool) -> None:
    answered = Stage(exact=exact).call("POST", "/account/sessions/anonymous", {}, Origin="")
    assert answered.status == 201
    assert answered.header("access-control-allow-methods") is None


@pytest.mark.parametrize(
    ("headers", "status"), [({"Origin": "http://evil.example"}, 403), ({"X_Appwrite_JWT": "a.b.c"}, 401), ({}, 404)]
)
def test_36_whatever_refuses_an_unknown_route_its_body_is_a_page(headers: dict[str, str], status: int) -> None:
    page = Stage(exact=True).call("GET", "/nope/route", **headers)
    assert (page.status, page.header("content-type")) == (status, "text/html; charset=UTF-8")
    envelope = Stage().call("GET", "/nope/route", **headers)
    assert (envelope.status, envelope.body["code"]) == (status, status)


def test_36_also_a_blocked_user() -> None:
    stage = Stage(exact=True)
    session = stage.user("ada")
    stage.by_key("PATCH", "/users/ada/status", {"status": False})
    page = stage.call("GET", "/nope/route", X_Appwrite_Session=session)
    assert (page.status, page.header("content-type")) == (403, "text/html; charset=UTF-8")


@pytest.mark.parametrize(
    ("origin", "echoed"), [("null", None), ("notaurl", None), ("http://evil.example", "http://evil.example")]
)
def test_37_a_preflight_echoes_urls_only(origin: str, echoed: str | None) -> None:
    assert Stage().call("OPTIONS", "/account", Origin=origin).header("access-control-allow-origin") == echoed


@pytest.mark.parametrize(("version", "outcome"), [("1.8.1", (401, "general_unauthorized_scope")), ("1.9.0", STRANGER)])
def test_i_reads_of_strangers_are_refused_since_1_9_0(version: str, outcome: tuple[int, str]) -> None:
    assert Stage(version).call("GET", "/account", Origin="http://evil.example").outcome == outcome
