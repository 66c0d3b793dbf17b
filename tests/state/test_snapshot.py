"""Snapshots: a project is again what it was."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.delivery.explain import explain
from mockwrite.instance import Instance
from mockwrite.seed import export
from mockwrite.state.snapshot import Snapshot
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.delivery.called_project import CalledProject
from tests.delivery.explained_project import build


def all_records(mock: CalledProject) -> dict[str, Any]:
    """Return all that can be seen of a project."""
    project = mock.project
    return {
        **export(project),
        "outbox": [record.id for record in project.outbox.all],
        "journal": [str(call) for call in project.journal],
        "runs": sorted(project.runs),
    }


def test_a_block_leaves_everything_as_it_was() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    rule = mock.project.faults.fail_delivery("bounced", times=3)
    mock.post(users=[ada.id])
    mock.post(users=[ada.id], messageId="later", scheduledAt="2030-01-31T09:00:00Z")
    before = all_records(mock)
    with Snapshot(mock.project):
        mock.call("DELETE", "/messaging/messages/m1")
        mock.project.clock.advance(days=1)
        mock.post(users=[ada.id], messageId="more")
        mock.given.user()
        mock.project.faults.fail_delivery("rejected")
        mock.project.add_key(name="more")
        assert rule.matched == 3
        assert len(mock.outbox) == 0
        assert all_records(mock) != before
    assert all_records(mock) == before
    assert rule.matched == 1


def test_what_is_still_to_come_comes_again() -> None:
    mock = CalledProject(delivery="manual")
    mock.given.provider("smtp")
    mock.post(users=[mock.given.user().id], scheduledAt="2030-01-31T09:00:00Z")
    saved = Snapshot(mock.project)
    for _ in range(3):
        mock.project.clock.advance(hours=2)
        assert list(mock.project.held) == ["m1"]
        saved.restore()
        assert mock.message()["status"] == "scheduled"


def test_the_same_ids_are_drawn_again() -> None:
    mock = CalledProject()
    saved = Snapshot(mock.project)
    first = mock.given.user().id
    saved.restore()
    assert mock.given.user().id == first


def test_a_block_that_fails_is_undone_too() -> None:
    mock = CalledProject()

    class Stop(Exception):
        pass

    with pytest.raises(Stop), Snapshot(mock.project):
        mock.given.user()
        raise Stop
    assert len(mock.project.users) == 0


def test_a_snapshot_belongs_to_its_project() -> None:
    instance = Instance()
    one, other = (MockAppwrite(instance, instance.create_project(id), "http://localhost/v1") for id in ("one", "other"))
    one.given.user(id="ada")
    saved = one.snapshot()
    one.given.user(id="bob")
    with pytest.raises(ValueError, match="the snapshot is of the project one, this is other"):
        other.restore(saved)
    one.restore(saved)
    assert [user.id for user in one.project.users] == ["ada"]
    assert saved.as_dict()["counts"] == {"users": 1, "targets": 2}


def test_a_whole_project_is_brought_back() -> None:
    project = build()
    before = export(project)
    with Snapshot(project):
        for collection in project.collections().values():
            for record in list(collection):
                collection.remove(record)
    assert export(project) == before


def test_a_session_that_outlives_its_deletion_is_undone_too() -> None:
    mock = CalledProject(exact=True)
    for name in ("ada", "bob"):
        mock.given.user(id=name)
    saved = Snapshot(mock.project)
    session = mock.given.session("ada")
    mock.call("DELETE", f"/users/bob/sessions/{session.id}")
    headers = {"x-appwrite-project": "shop", "x-appwrite-session": session.secret}
    asked = Request("GET", "/v1/account", headers=headers)
    # The server goes on knowing a session that was deleted under another user's id.
    assert answer(mock.instance, asked).status == 200
    saved.restore()
    assert answer(mock.instance, asked).status == 401


def test_a_message_is_explained_again_when_its_deliveries_are_back() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.given.user(id="ada")
    mock.post(users=["ada"])
    saved = Snapshot(mock.project)
    mock.outbox.clear()
    assert [found.cause for found in explain(mock.project, "m1", "ada").candidates] == ["not_recorded"]
    saved.restore()
    assert [found.cause for found in explain(mock.project, "m1", "ada").candidates] == ["sent"]
