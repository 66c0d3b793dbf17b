"""What arrives at the HTTP edge: odd paths, methods, bodies and headers, over a real socket."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.api.stage import Stage

Answer = tuple[int, dict[str, str], Any]


def call(
    mock: MockAppwrite, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """Send a request with nothing added but what is given; JSON answers are parsed."""
    address = urlsplit(mock.endpoint)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    kept = {name.lower(): value for name, value in answer.getheaders()}
    is_json = bool(content) and kept.get("content-type", "").startswith("application/json")
    return answer.status, kept, json.loads(content) if is_json else content


def signed(mock: MockAppwrite, **more: str) -> dict[str, str]:
    """Headers of a server with all rights."""
    return {
        "X-Appwrite-Project": mock.project_id,
        "X-Appwrite-Key": mock.api_key,
        "Content-Type": "application/json",
        **more,
    }


BROKEN = {
    "broken JSON": (b'{"topicId":', 400, "general_argument_invalid"),
    "a list": (b"[1, 2]", 400, "general_argument_invalid"),
    "a text": (b'"x"', 400, "general_argument_invalid"),
    "a number": (b"12", 400, "general_argument_invalid"),
    "null": (b"null", 400, "general_argument_invalid"),
    "nothing": (b"", 400, "general_argument_invalid"),
    "deep nesting": (b"[" * 100_000, 400, "general_argument_invalid"),
    "no text at all": (b"\xff\xfe\x00", 400, "general_argument_invalid"),
    "half a surrogate pair": (b'{"topicId": "t", "name": "\\ud800"}', 400, "general_argument_invalid"),
    "a byte order mark": (b'\xef\xbb\xbf{"topicId": "t", "name": "x"}', 400, "general_argument_invalid"),
    "no number": (b'{"topicId": "t", "name": "x", "more": NaN}', 400, "general_argument_invalid"),
    "no end": (b'{"topicId": "t", "name": "x", "more": -Infinity}', 400, "general_argument_invalid"),
    "513 levels": (
        b'{"topicId": "t", "name": "x", "m": ' + b"[" * 512 + b"]" * 512 + b"}",
        400,
        "general_argument_invalid",
    ),
    "twenty megabytes": (b" " * 20_000_000, 413, "general_bad_request"),
}


@pytest.mark.parametrize(("body", "status", "kind"), BROKEN.values(), ids=list(BROKEN))
def test_a_body_that_is_no_json_object_gets_the_envelope(
    mock_appwrite: MockAppwrite, body: bytes, status: int, kind: str
) -> None:
    answer = call(mock_appwrite, "POST", "/v1/messaging/topics", body, signed(mock_appwrite))
    assert (answer[0], answer[2]["type"], answer[2]["code"]) == (status, kind, status)


READABLE = {
    "a whole surrogate pair": ('"\\ud83d\\ude00"', "😀"),
    "a backslash before a u": ('"a\\\\ud800"', "a\\ud800"),
    "brackets in a text": (f'"{"[{" * 60}"', "[{" * 60),
}


@pytest.mark.parametrize(("name", "stored"), READABLE.values(), ids=list(READABLE))
def test_a_body_that_only_looks_odd_is_read(mock_appwrite: MockAppwrite, name: str, stored: str) -> None:
    levels = "[" * 511 + "]" * 511
    body = f'{{"topicId": "t", "name": {name}, "more": "{"[" * 600}", "levels": {levels}}}'.encode()
    status, _, answer = call(mock_appwrite, "POST", "/v1/messaging/topics", body, signed(mock_appwrite))
    assert (status, answer.get("name")) == (201, stored)


def test_a_map_with_the_keys_of_a_list_is_a_list(mock_appwrite: MockAppwrite) -> None:
    body = b'{"topicId": "t", "name": "x", "subscribe": {"0": "any", "1": "users"}}'
    status, _, answer = call(mock_appwrite, "POST", "/v1/messaging/topics", body, signed(mock_appwrite))
    assert (status, answer["subscribe"]) == (201, ["any", "users"])
    body = b'{"topicId": "u", "name": "x", "subscribe": {"1": "any", "0": "users"}}'
    status, _, answer = call(mock_appwrite, "POST", "/v1/messaging/topics", body, signed(mock_appwrite))
    assert (status, answer["type"]) == (400, "general_argument_invalid")


def test_a_number_of_very_many_digits_is_out_of_every_range(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.user(id="ada")
    body = b'{"length": "' + b"9" * 5000 + b'"}'
    status, _, answer = call(mock_appwrite, "POST", "/v1/users/ada/tokens", body, signed(mock_appwrite))
    assert (status, answer["type"]) == (400, "general_argument_invalid")


@pytest.mark.parametrize("text", ["limit({0})", "offset(-{0})", 'equal("name", {0})', "limit({0}.{0})"])
def test_a_query_of_old_may_have_a_number_of_very_many_digits(text: str) -> None:
    stage = Stage()
    asked = f"/users?queries[0]={quote(text.format('9' * 5000))}"
    answer = stage.call("GET", asked, X_Appwrite_Key=stage.key, X_Appwrite_Response_Format="1.4.0")
    assert answer.outcome == (400, "general_argument_invalid")


def test_a_form_may_hold_thousands_of_elements_and_any_number_of_brackets(mock_appwrite: MockAppwrite) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    bodies = [
        b"topicId=a&name=x&subscribe[9" + b"9" * 5000 + b"]=any&subscribe[]=any",
        b"topicId=b&name=x&" + b"&".join([b"subscribe[]=any"] * 50_000),
    ]
    for body in bodies:
        status, _, answer = call(mock_appwrite, "POST", "/v1/messaging/topics", body, signed(mock_appwrite, **form))
        assert (status, answer["type"]) == (400, "general_argument_invalid")
    body = b"topicId=c&name=x&more" + b"[a]" * 5000 + b"=1&subscribe[0]=any&subscribe[]=users"
    status, _, answer = call(mock_appwrite, "POST", "/v1/messaging/topics", body, signed(mock_appwrite, **form))
    assert (status, answer["subscribe"]) == (201, ["any", "users"])


@pytest.mark.parametrize("query", ["queries" + "[a]" * 5000 + "=1", "queries[" + "9" * 5000 + "]"])
def test_a_query_may_hold_any_number_of_brackets(mock_appwrite: MockAppwrite, query: str) -> None:
    assert call(mock_appwrite, "GET", f"/v1/messaging/topics?{query}", headers=signed(mock_appwrite))[0] in (200, 400)


ODD_FIGURES = {
    "a phone number in Arabic figures": {"userId": "u", "phone": "+1٢٣٤٥٦٧٨٩"},
    "an e-mail address at an IP address": {"userId": "u", "email": "ada@127.0.0.1"},
    "an e-mail address at a number": {"userId": "u", "email": "ada@example.1"},
}


@pytest.mark.parametrize("body", ODD_FIGURES.values(), ids=list(ODD_FIGURES))
def test_figures_are_only_what_the_server_takes_for_them(mock_appwrite: MockAppwrite, body: dict[str, str]) -> None:
    content = json.dumps(body).encode()
    status, _, answer = call(mock_appwrite, "POST", "/v1/users", content, signed(mock_appwrite))
    assert (status, answer["type"]) == (400, "general_argument_invalid")


@pytest.mark.parametrize("exact", [False, True])
def test_a_response_format_may_be_any_text(exact: bool) -> None:
    stage = Stage(exact=exact)
    stage.given.topic()
    for text in ("9" * 5000 + ".0.0", "٣.٣.٣", "1..5", "-1.0.0", "nonsense", ""):
        headers = {"X_Appwrite_Key": stage.key, "X_Appwrite_Response_Format": text}
        assert stage.call("GET", "/messaging/topics", **headers).status == 200


UNKNOWN = {
    "an unknown route": ("GET", "/v1/messaging/nope"),
    "a wrong method": ("PUT", "/v1/messaging/topics"),
    "a method without routes": ("TRACE", "/v1/messaging/topics"),
    "outside the version": ("GET", "/messaging/topics"),
    "dots in the path": ("GET", "/v1/../%2e%2e/messaging/topics"),
    "the root": ("GET", "/"),
}


@pytest.mark.parametrize(("method", "path"), UNKNOWN.values(), ids=list(UNKNOWN))
def test_an_unknown_route_gets_a_404_with_the_envelope(mock_appwrite: MockAppwrite, method: str, path: str) -> None:
    status, headers, body = call(mock_appwrite, method, path, headers=signed(mock_appwrite))
    assert (status, body["type"]) == (404, "general_route_not_found")
    assert headers["content-type"] == "application/json; charset=UTF-8"


def test_a_service_that_is_not_emulated_is_named(mock_appwrite: MockAppwrite) -> None:
    status, _, body = call(mock_appwrite, "POST", "/v1/functions/main/executions", headers=signed(mock_appwrite))
    assert (status, body["type"]) == (404, "general_route_not_found")
    assert "'functions' is not emulated" in body["message"]
    assert 'mock_appwrite.respond("POST", "/functions/main/executions"' in body["message"]


@pytest.mark.parametrize(
    "path", ["/v1/messaging/topics/", "//v1//messaging///topics/", "/v1/messaging/topics?", "/v1/messaging/topics?&&"]
)
def test_empty_segments_and_pairs_are_dropped(mock_appwrite: MockAppwrite, path: str) -> None:
    status, _, body = call(mock_appwrite, "GET", path, headers=signed(mock_appwrite))
    assert (status, body) == (200, {"total": 0, "topics": []})


def test_ids_in_a_path_are_not_decoded(mock_appwrite: MockAppwrite) -> None:
    status, _, body = call(mock_appwrite, "GET", "/v1/messaging/topics/a%20b", headers=signed(mock_appwrite))
    assert (status, body["type"]) == (400, "general_argument_invalid")


def test_without_headers_the_caller_is_a_guest(mock_appwrite: MockAppwrite) -> None:
    status, headers, body = call(mock_appwrite, "GET", "/v1/messaging/topics")
    assert (status, body["type"]) == (401, "general_unauthorized_scope")
    assert headers["x-mockwrite"]


def test_head_has_the_headers_of_get_and_no_body(mock_appwrite: MockAppwrite) -> None:
    status, headers, body = call(mock_appwrite, "HEAD", "/v1/messaging/topics", headers=signed(mock_appwrite))
    assert (status, body) == (200, b"")
    assert headers["content-type"] == "application/json; charset=UTF-8"


def test_a_204_has_a_content_type(mock_appwrite: MockAppwrite) -> None:
    topic = mock_appwrite.given.topic()
    status, headers, body = call(
        mock_appwrite, "DELETE", f"/v1/messaging/topics/{topic.id}", b"{}", signed(mock_appwrite)
    )
    assert (status, body, headers["content-type"]) == (204, b"", "text/html")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"topicId=form&name=Form&subscribe[0]=any"),
        ("multipart/form-data; boundary=XX", (b'--XX\r\nContent-Disposition: form-data; name="topicId"\r\n\r\nform\r\n'
         b'--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\nForm\r\n'
         b'--XX\r\nContent-Disposition: form-data; name="subscribe[]"\r\n\r\nany\r\n--XX--\r\n')),
        ("application/json; charset=utf-8", b'{"topicId": "form", "name": "Form", "subscribe": ["any"]}'),
    ],
    ids=["a form", "multipart", "JSON with a charset"],
)  # fmt: skip
def test_bodies_of_other_types_carry_the_same_parameters(mock_appwrite: MockAppwrite, kind: str, body: bytes) -> None:
    headers = signed(mock_appwrite, **{"Content-Type": kind})
    status, _, answer = call(mock_appwrite, "POST", "/v1/messaging/topics", body, headers)
    assert (status, answer["$id"], answer["name"], answer["subscribe"]) == (201, "form", "Form", ["any"])


def test_slashes_are_escaped_and_other_letters_are_not(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.topic(id="t", name="a/b ü 日")
    address = urlsplit(mock_appwrite.endpoint)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    connection.request("GET", "/v1/messaging/topics/t", headers=signed(mock_appwrite))
    content = connection.getresponse().read().decode()
    connection.close()
    assert '"name":"a\\/b ü 日"' in content


def test_a_preflight_is_answered_for_any_path_and_origin(mock_appwrite: MockAppwrite) -> None:
    status, headers, _ = call(mock_appwrite, "OPTIONS", "/v1/anything", headers={"Origin": "https://Shop.example"})
    assert status == 204
    assert headers["access-control-allow-origin"] == "https://shop.example"
    assert "X-Appwrite-Project" in headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    "origin", ["http://localhost:3000", "appwrite-ios://com.example.app", "appwrite-android://com.example"]
)
def test_origins_of_apps_and_of_this_machine_are_let_in(mock_appwrite: MockAppwrite, origin: str) -> None:
    headers = {"X-Appwrite-Project": mock_appwrite.project_id, "Origin": origin}
    status, answered, body = call(mock_appwrite, "GET", "/v1/messaging/topics", headers=headers)
    assert (status, body["type"]) == (401, "general_unauthorized_scope")
    assert answered["access-control-allow-origin"] == origin


def test_another_origin_is_refused_without_a_key(mock_appwrite: MockAppwrite) -> None:
    headers = {"X-Appwrite-Project": mock_appwrite.project_id, "Origin": "https://evil.example"}
    status, answered, body = call(mock_appwrite, "GET", "/v1/messaging/topics", headers=headers)
    assert (status, body["type"]) == (403, "general_unknown_origin")
    assert "access-control-allow-origin" not in answered


def test_an_unexpected_exception_answers_the_envelope_and_is_kept(
    mock_appwrite: MockAppwrite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in mockwrite")

    monkeypatch.setattr(type(mock_appwrite.project.topics), "get", break_down)
    status, _, body = call(mock_appwrite, "GET", "/v1/messaging/topics/t", headers=signed(mock_appwrite))
    monkeypatch.undo()
    assert (status, body["type"], body["message"]) == (500, "general_unknown", "Server Error")
    [bug] = mock_appwrite.bugs()
    assert "a bug in mockwrite" in bug
    # Otherwise the fixture would fail this test, which is its duty.
    mock_appwrite.journal.clear()
