"""What a test steers through `mock_appwrite`: faults, explain, snapshots, delivery and the clock."""

from __future__ import annotations

import pytest

from mockwrite.instance import Instance
from mockwrite.settings import Settings
from mockwrite.testing.mock_appwrite import MockAppwrite


@pytest.fixture
def project() -> MockAppwrite:
    """Make a project in manual mode, without a server."""
    instance = Instance(Settings(delivery="manual"))
    return MockAppwrite(instance, instance.create_project("steered"), "http://localhost/v1")


def test_a_test_delivers_and_asks_why(project: MockAppwrite) -> None:
    ada = project.given.user(id="ada", email="ada@example.com")
    bob = project.given.user(id="bob", email="bob@example.com")
    project.given.provider("resend")
    project.faults.fail_delivery("bounced", to=bob.email, name="Bob has moved")
    message = project.given.message(users=[ada, bob])
    assert project.explain(message).counts == {"waiting": 2}
    assert len(project.deliver(message.id)) == 2
    assert project.explain(message, ada).candidates[0].cause == "sent"
    assert "Bob has moved" in str(project.explain(message.id, "bob@example.com"))
    assert project.explain(message, project.project.targets.where("user_id", "bob")[0]).counts == {"failed": 1}


def test_a_snapshot_is_a_block_or_an_object(project: MockAppwrite) -> None:
    with project.snapshot() as saved:
        project.given.user()
    assert len(project.project.users) == 0
    project.given.user()
    project.restore(saved)
    assert len(project.project.users) == 0


def test_rules_that_never_struck_are_listed(project: MockAppwrite) -> None:
    rule = project.faults.fail_call("POST", "/users")
    assert project.faults.unused == [rule]
    assert repr(rule) == "<Rule f1: status 503 for each POST call to /users>"


def test_two_projects_have_their_own_rules_and_time(project: MockAppwrite) -> None:
    other = MockAppwrite(project.instance, project.instance.create_project("other"), project.endpoint)
    project.faults.fail_delivery("bounced")
    project.clock.freeze("2030-01-31T08:00:00Z")
    assert not other.faults
    assert not other.clock.frozen
