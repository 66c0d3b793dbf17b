"""The calls of `verify` for the rules of corrections.md: what a first look at a real server had missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .steps import Step, one_query

_PUSH = "/messaging/messages/push"
_FCM = "/messaging/providers/fcm"


def corrected() -> Iterator[Step]:
    """Everything, on users, a topic and messages of its own."""
    yield Step("where the caller is", "GET", "/locale", key="none")
    yield from _letter_case()
    yield from _sizes()
    yield from _maps()
    yield from _credentials()
    yield from _queries()
    yield from _origins()
    yield Step("a team whose id is 0", "POST", "/teams", {"teamId": "0", "name": "n"}, deviation="no-500")


def _letter_case() -> Iterator[Step]:
    yield Step("a topic in small letters", "POST", "/messaging/topics", {"topicId": "{p}case", "name": "n"})
    yield Step("the topic in capitals", "GET", "/messaging/topics/{p}CASE")
    yield Step("the topic changed in capitals", "PATCH", "/messaging/topics/{p}CASE", {"name": "m"})
    yield Step("a topic taken in capitals", "POST", "/messaging/topics", {"topicId": "{p}CASE", "name": "n"})
    yield Step("the topic deleted in capitals", "DELETE", "/messaging/topics/{p}CASE")
    yield Step("the topic is gone", "GET", "/messaging/topics/{p}case")


def _sizes() -> Iterator[Step]:
    draft = {"messageId": "{p}sized", "title": "t", "body": "b", "draft": True}
    yield Step("a badge of 33 bits", "POST", _PUSH, {**draft, "badge": 2**31})
    yield Step("more data than fits", "POST", _PUSH, {**draft, "data": {"k": "x" * 65_500}}, deviation="no-500")
    yield Step(
        "more credentials than fit",
        "POST",
        _FCM,
        {"providerId": "{p}sized", "name": "n", "serviceAccountJSON": {"k": "k" * 16_000}},
        deviation="no-500",
    )
    made = {"userId": "{p}sized", "email": "{p}sized@example.com"}
    yield Step("a password of too many bytes", "POST", "/users", {**made, "password": "é" * 129})
    yield Step("a password of four letters and eight bytes", "POST", "/users", {**made, "password": "éééé"})
    yield Step("the user with that password deleted", "DELETE", "/users/{p}sized")


def _maps() -> Iterator[Step]:
    nested: dict[str, Any] = {"a": {"b": {}}, "c": {"0": "x"}, "d": 1.0}
    yield Step(
        "maps in credentials",
        "POST",
        _FCM,
        {"providerId": "{p}maps", "name": "n", "serviceAccountJSON": nested},
        deviation="empty-maps",
    )
    yield Step("the provider with maps deleted", "DELETE", "/messaging/providers/{p}maps")


def _credentials() -> Iterator[Step]:
    for name in ("c1", "c2"):
        made = {"userId": f"{{p}}{name}", "email": f"{{p}}{name}@example.com"}
        yield Step(f"user {name} with an address", "POST", "/users", made)
    yield Step("an address cleared", "PATCH", "/users/{p}c1/email", {"email": ""})
    yield Step("a second address cleared", "PATCH", "/users/{p}c2/email", {"email": ""})
    for name in ("c1", "c2"):
        yield Step(f"user {name} deleted", "DELETE", f"/users/{{p}}{name}")
    bare = {"userId": "{p}sha", "email": "{p}sha@example.com", "password": "0" * 64}
    yield Step("a SHA hash of no version", "POST", "/users/sha", bare, deviation="sha-options")
    yield Step("the user with the SHA hash deleted", "DELETE", "/users/{p}sha")
    unknown = {**bare, "passwordVersion": "sha512/256"}
    yield Step("a SHA hash of a version that is unknown", "POST", "/users/sha", unknown, deviation="no-500")


def _queries() -> Iterator[Step]:
    yield Step("a sequence number as a text", "GET", "/users", query=one_query("equal", "$sequence", "1"))
    yield Step("all of two texts", "GET", "/users", query=one_query("containsAll", "$id", "{p}u1", "{p}u2"))
    yield Step(
        "a method that breaks the server", "GET", "/users", query=one_query("exists", "name", "x"), deviation="no-500"
    )


def _origins() -> Iterator[Step]:
    here = {"origin": "http://127.0.0.1"}
    yield Step("a page on 127.0.0.1", "GET", "/account", key="none", headers=here, deviation="app-origins")
    yield Step("an empty origin", "GET", "/account", key="none", headers={"origin": ""})
    stranger = {"origin": "https://{p}elsewhere.example.com"}
    yield Step(
        "a stranger at an unknown route", "GET", "/nothing/here", key="none", headers=stranger, deviation="json-404"
    )
