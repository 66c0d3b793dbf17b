"""Somebody who looks into the wrong project hears of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx
import pytest

from mockwrite.cli import main
from mockwrite.given import Given
from mockwrite.server.mock_server import MockServer


@pytest.fixture
def server() -> Iterator[MockServer]:
    """An open server with the default project and a second one, which has a delivery."""
    with MockServer(strict_auth=False) as server:
        server.instance.create_project("mockwrite")
        Given(server.instance.create_project("my-app")).message("email", subject="Hello")
        yield server


@pytest.fixture
def control(server: MockServer) -> Iterator[httpx.Client]:
    """The control API of that server."""
    with httpx.Client(base_url=f"{server.url}/_mockwrite", timeout=60) as client:
        yield client


def test_looking_makes_no_project_and_names_the_nearest(server: MockServer, control: httpx.Client) -> None:
    for path in ("/outbox", "/journal", "/clock", "/scheduled", "/faults", "/state", "/events", "/unsent"):
        answer = control.get(path, params={"project": "my-ap"})
        assert answer.status_code == 404, path
        assert answer.json()["detail"].startswith(
            "There is no project 'my-ap'; did you mean my-app? Projects are mockwrite, my-app."
        )
    assert control.post("/clock/advance", params={"project": "my-ap"}, json={"hours": 1}).status_code == 404
    assert sorted(server.instance.projects) == ["mockwrite", "my-app"]


def test_what_prepares_a_project_makes_it(server: MockServer, control: httpx.Client) -> None:
    rule = {"to": "ada@example.com", "failure": "bounced"}
    assert control.post("/faults", params={"project": "next"}, json=rule).status_code == 201
    assert len(server.instance.projects["next"].faults) == 1


def test_a_wait_may_begin_before_the_application_has_made_its_first_call(
    server: MockServer, control: httpx.Client
) -> None:
    found: list[httpx.Response] = []
    query = {"project": "later", "timeout": "30", "to": "ada@example.com"}
    waiting = threading.Thread(target=lambda: found.append(control.get("/wait", params=query)))
    waiting.start()
    given = Given(server.instance.create_project("later"))
    given.message("email", users=[given.user(email="ada@example.com")])
    waiting.join()
    assert found[0].json()["total"] == 1
    refused = control.get("/wait", params={"project": "my-ap", "timeout": "0.05"})
    assert (refused.status_code, "did you mean my-app?" in refused.json()["detail"]) == (404, True)


def test_the_list_says_which_project_it_shows_and_which_others_have_something(control: httpx.Client) -> None:
    shown = control.get("/outbox").json()
    assert (shown["project"], shown["others"]) == ("mockwrite", [{"id": "my-app", "deliveries": 1}])


def test_the_command_line_says_it_unless_a_project_was_named(
    server: MockServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOCKWRITE_URL", server.url)
    assert main(["outbox", "list"]) == 0
    assert capsys.readouterr().out == (
        "nothing was captured in project mockwrite\n"
        "this is project mockwrite; others have deliveries: my-app (1); --project ID shows them\n"
    )
    main(["outbox", "list", "--project", "mockwrite"])
    assert "others" not in capsys.readouterr().out
    assert main(["outbox", "list", "--project", "my-ap"]) == 1
    assert "did you mean my-app?" in capsys.readouterr().err


@pytest.mark.parametrize(("accept", "status"), [("text/html,application/xhtml+xml", 302), ("*/*", 404)])
def test_the_address_of_the_server_leads_a_browser_to_the_page(server: MockServer, accept: str, status: int) -> None:
    answer = httpx.get(f"{server.url}/", headers={"accept": accept})
    assert answer.status_code == status
    assert answer.headers.get("location") == ("/_mockwrite/" if status == 302 else None)
