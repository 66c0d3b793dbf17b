"""Origins and unknown routes (docs/contract/corrections.md, F and I)."""

from __future__ import annotations

import pytest

from tests.api.stage import Stage

STRANGER = (403, "general_unknown_origin")


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
