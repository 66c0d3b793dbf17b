"""Projects over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite


@pytest.fixture
def made(control: httpx.Client) -> Iterator[dict[str, object]]:
    """A project made over HTTP with a key of one scope."""
    body = {"id": "made", "name": "Made", "key": "my-key", "scopes": ["topics.read"], "appwriteVersion": "1.8.1"}
    answer = control.post("/projects", json=body)
    assert answer.status_code == 201
    yield answer.json()
    control.delete("/projects/made")


def test_a_project_is_made_with_a_chosen_key_and_scopes(
    server: MockServer, made: dict[str, object], control: httpx.Client
) -> None:
    assert made == made | {"id": "made", "name": "Made", "key": "my-key", "appwriteVersion": "1.8.1"}
    headers = {"X-Appwrite-Project": "made", "X-Appwrite-Key": "my-key"}
    assert httpx.get(f"{server.endpoint}/messaging/topics", headers=headers).status_code == 200
    assert httpx.get(f"{server.endpoint}/messaging/providers", headers=headers).status_code == 401
    assert control.get("/projects/made").json()["id"] == "made"


def test_an_id_and_a_key_are_made_up_when_left_out(control: httpx.Client) -> None:
    project = control.post("/projects").json()
    assert project["id"].startswith("project-")
    assert project["key"]
    assert control.delete(f"/projects/{project['id']}").status_code == 204


def test_a_reset_empties_a_project_and_keeps_its_keys(mock: MockAppwrite, control: httpx.Client) -> None:
    key = mock.api_key
    mock.given.message("sms")
    answer = control.post(f"/projects/{mock.project_id}/reset").json()
    assert answer["counts"] == dict.fromkeys(answer["counts"], 0)
    assert [item["secret"] for item in answer["keys"]] == [key]
    assert control.get("/outbox").json()["total"] == 0


def test_projects_are_listed_with_what_they_hold(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms")
    listed = control.get("/projects").json()
    (project,) = [item for item in listed["projects"] if item["id"] == mock.project_id]
    assert listed["current"] == mock.project_id
    assert project["counts"] == project["counts"] | {"all": 1, "sms": 1, "email": 0, "failed": 0, "messages": 1}


@pytest.mark.parametrize(
    ("body", "status", "complaint"),
    [
        ({"id": "made"}, 409, "There is a project 'made' already"),
        ({"id": "no spaces"}, 400, "id is expected to be an id: up to 36 letters"),
        ({"scopes": ["topics.fly"]}, 400, "no key can hold topics.fly"),
        ({"delivery": "by pigeon"}, 400, "delivery is instant, manual or after:SECONDS"),
        ({"appwriteVersion": "0.1"}, 400, "0.1"),
        ({"frozenTime": "soon"}, 400, "ISO text"),
    ],
)
def test_a_project_that_cannot_be_made_says_why(
    control: httpx.Client, made: dict[str, object], body: dict[str, object], status: int, complaint: str
) -> None:
    answer = control.post("/projects", json=body)
    assert answer.status_code == status, answer.text
    assert complaint in answer.json()["detail"]


def test_a_project_that_does_not_exist_cannot_be_reset_or_deleted(mock: MockAppwrite, control: httpx.Client) -> None:
    for answer in (control.post("/projects/nobody/reset"), control.delete("/projects/nobody")):
        assert answer.status_code == 404
        assert mock.project_id in answer.json()["detail"]


def test_the_servers_own_project_cannot_be_made(control: httpx.Client) -> None:
    refused = control.post("/projects", json={"id": "console"})
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
