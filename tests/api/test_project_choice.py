"""Which project a request is for (docs/contract/auth.md §1)."""

from __future__ import annotations

import pytest
import requests

from mockwrite import MockServer
from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.instance import Instance
from mockwrite.settings import Settings
from tests.api.stage import PROJECT, Stage

NOBODY = (401, "general_unauthorized_scope")
RELEASES = ("1.9.6", "1.8.1", "1.6.2", "1.5.8")
WITHOUT_PROJECT = {
    "1.9.6": (403, "project_id_missing"),
    "1.8.1": (401, "user_unauthorized"),
    "1.6.2": (401, "user_unauthorized"),
    "1.5.8": NOBODY,
}


@pytest.mark.parametrize("version", RELEASES)
def test_an_unknown_project_is_not_found(version: str) -> None:
    stage = Stage(version)
    assert stage.call("GET", "/users", X_Appwrite_Project="nowhere").outcome == (404, "project_not_found")
    assert stage.call("GET", "/users", X_Appwrite_Project="nowhere", X_Appwrite_Key=stage.key).outcome == (
        404,
        "project_not_found",
    )


@pytest.mark.parametrize("version", RELEASES)
def test_without_a_project_everybody_is_a_guest(version: str) -> None:
    stage = Stage(version)
    session = stage.user("ada")
    assert stage.call("GET", "/users", X_Appwrite_Project="").outcome == NOBODY
    assert stage.call("GET", "/account", X_Appwrite_Project="", X_Appwrite_Session=session).outcome == NOBODY


@pytest.mark.parametrize("version", RELEASES)
def test_a_key_needs_a_project(version: str) -> None:
    stage = Stage(version)
    refused = stage.call("GET", "/users", X_Appwrite_Project="", X_Appwrite_Key=stage.key)
    assert refused.outcome == WITHOUT_PROJECT[version]


@pytest.mark.parametrize(
    ("version", "outcome"),
    [("1.9.6", (401, "user_unauthorized")), ("1.8.1", (401, "user_unauthorized")), ("1.5.8", NOBODY)],
)
def test_a_key_of_a_project_is_unknown_to_the_console(version: str, outcome: tuple[int, str]) -> None:
    stage = Stage(version)
    assert stage.call("GET", "/users", X_Appwrite_Project="console", X_Appwrite_Key=stage.key).outcome == outcome


@pytest.mark.parametrize(
    ("version", "outcome"),
    [("1.9.6", (403, "project_id_missing")), ("1.8.1", (200, None)), ("1.6.2", (200, None)), ("1.5.8", (200, None))],
)
def test_a_key_with_the_project_as_a_parameter(version: str, outcome: tuple[int, str | None]) -> None:
    stage = Stage(version)
    assert (
        stage.call("GET", f"/users?project={PROJECT}", X_Appwrite_Project="", X_Appwrite_Key=stage.key).outcome
        == outcome
    )


def test_the_parameter_is_looked_at_before_the_header() -> None:
    stage = Stage()
    session = stage.user("ada")
    as_user = {"X_Appwrite_Session": session}
    assert stage.call("GET", f"/account?project={PROJECT}", X_Appwrite_Project="nowhere", **as_user).status == 200
    assert stage.call("GET", "/account?project=nowhere", **as_user).outcome == (404, "project_not_found")


def test_other_methods_name_the_project_in_the_body_and_not_in_the_query() -> None:
    stage = Stage()
    session = stage.user("ada")
    named, nowhere = {"name": "Ada", "project": PROJECT}, {"X_Appwrite_Project": "", "X_Appwrite_Session": session}
    assert stage.call("PATCH", "/account/name", named, **nowhere).status == 200
    assert stage.call("PATCH", f"/account/name?project={PROJECT}", {"name": "Ada"}, **nowhere).outcome == NOBODY


@pytest.mark.parametrize("id", ["a\r\nX-Evil: 1", "two words", "é", "x" * 37, ".hidden"])
def test_an_open_server_makes_no_project_of_a_text_that_cannot_be_an_id(id: str) -> None:
    with MockServer(strict_auth=False) as server:
        answers = [
            requests.post(f"{server.endpoint}/account/sessions/anonymous", json={"project": project}, timeout=60)
            for project in (id, "a-new_one.2")
        ]
        assert [answer.status_code for answer in answers] == [404, 201]
        assert answers[0].json()["type"] == "project_not_found"
        assert set(server.instance.projects) == {"a-new_one.2"}


@pytest.mark.parametrize("id", ["alpha", "conso", "console1", "zeta"])
def test_a_refused_call_to_a_project_is_its_own_and_one_without_is_astray(id: str) -> None:
    instance = Instance(Settings())
    instance.create_project(id)
    answer(instance, Request("GET", "/v1/users/nobody", headers={"x-appwrite-project": id, "x-appwrite-key": "any"}))
    assert instance.strays == []
    assert [call.status for call in instance.projects[id].journal] == [404]
    answer(instance, Request("GET", "/v1/users/nobody", headers={}))
    assert len(instance.strays) == 1 and instance.strays[0].startswith("GET /v1/users/nobody without a project → 4")
