"""`with_providers`: a project begins with one working provider of each type, whoever makes it and after each reset."""

from __future__ import annotations

import httpx
import pytest

from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.records import Channel, ProviderKind
from mockwrite.seed import export, load
from mockwrite.server.mock_server import MockServer
from mockwrite.state.project import Project

READY = ["mockwrite-smtp", "mockwrite-twilio", "mockwrite-fcm"]


def ids(project: Project) -> list[str]:
    """Return the ids of a project's providers."""
    return [row.id for row in project.providers]


def test_every_project_of_the_server_has_them_and_keeps_them_in_a_reset() -> None:
    with (
        MockServer(with_providers=True, strict_auth=False) as server,
        httpx.Client(base_url=f"{server.url}/_mockwrite") as control,
    ):
        headers = {"x-appwrite-project": "on-first-use", "x-appwrite-key": "any"}
        listed = httpx.get(f"{server.endpoint}/messaging/providers", headers=headers).json()
        assert [row["$id"] for row in listed["providers"]] == READY
        assert control.post("/projects", json={"id": "made"}).status_code == 201
        assert control.post("/projects", json={"id": "bare", "providers": False}).status_code == 201
        control.post("/projects/made/reset", json={})
        control.post("/projects/on-first-use/reset", json={})
        projects = server.instance.projects
        assert {name: ids(project) for name, project in projects.items()} == {
            "on-first-use": READY,
            "made": READY,
            "bare": [],
        }


def test_a_project_can_be_made_with_them_on_a_server_without() -> None:
    with MockServer() as server, httpx.Client(base_url=f"{server.url}/_mockwrite") as control:
        control.post("/projects", json={"id": "made", "providers": True})
        assert ids(server.instance.projects["made"]) == READY


@pytest.mark.parametrize(("kind", "type"), [("smtp", "email"), ("twilio", "sms"), ("fcm", "push")])
def test_a_delivery_names_the_ready_made_provider_until_the_application_has_its_own(
    kind: ProviderKind, type: Channel
) -> None:
    given = Given(
        project := Instance().create_project("p", settings=Instance().settings.with_values(with_providers=True))
    )
    given.message(type)
    given.provider(kind, id="own")
    given.message(type)
    assert [(row.provider_id, row.provider) for row in project.outbox] == [(f"mockwrite-{kind}", kind), ("own", kind)]


def test_a_seed_comes_before_them_with_the_numbers_that_it_has() -> None:
    settings = Instance().settings.with_values(with_providers=True)
    bare = Instance().create_project("bare")
    Given(bare).provider("sendgrid", id="mail")
    document = export(bare)
    project = Instance(settings).create_project("p")
    load(project, document)
    assert [(row.id, row.sequence) for row in project.providers][:1] == [("mail", 1)]
    assert ids(project) == ["mail", *READY]
    again = Instance(settings).create_project("p")
    load(again, export(project))
    assert export(again)["providers"] == export(project)["providers"]
