"""What a project held is let go with it, although it was watched, has snapshots or was called from another process."""

from __future__ import annotations

import gc
from collections.abc import Callable
from uuid import uuid4
from weakref import ref

import httpx
import pytest

from mockwrite.outbox.delivery import Delivery
from mockwrite.records import Message
from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite

HELD = 50


def counted(text: str) -> int:
    """How many messages and deliveries with a text are in memory; other tests of this process have theirs."""
    gc.collect()
    contents = (
        item.data.get("content") if isinstance(item, Message) else item.content
        for item in gc.get_objects()
        if isinstance(item, Message | Delivery)
    )
    return sum(text in (content or "") for content in contents)


@pytest.mark.parametrize(
    "end",
    [
        lambda control, id: control.delete(f"/projects/{id}"),
        lambda control, id: control.post(f"/projects/{id}/reset"),
        lambda control, id: control.put("/state", json={}),
    ],
    ids=["deleted", "reset", "another state"],
)
def test_a_project_is_let_go_while_it_is_watched_and_has_snapshots(
    server: MockServer, control: httpx.Client, end: Callable[[httpx.Client, str], httpx.Response]
) -> None:
    id = f"let-{uuid4().hex}"
    mock = MockAppwrite(server.instance, server.instance.create_project(id), f"{server.url}/v1")
    project = ref(mock.project)
    control.headers["X-Appwrite-Project"] = id
    with control.stream("GET", "/events") as stream:
        lines = stream.iter_lines()
        next(lines)
        for number in range(HELD):
            mock.given.message("sms", content=f"number {number} of {id}")
        assert next(line for line in lines if f"number {HELD - 1} of" in line)
        assert control.post("/snapshots", json={"id": "kept"}).status_code == 201
        assert control.post("/attached/project/deliver", json={}).is_success
        assert control.post("/snapshots/kept/restore").status_code == 200
        assert counted(id) >= 2 * HELD
        assert end(control, id).is_success
        del mock
        assert next(line for line in lines if line == "event: project")
        # Whoever listened goes on, to whatever project has the id. What answered the last call may be at its end only.
        assert any(counted(id) == 0 for _ in range(50) if control.get("/projects").is_success)
        assert project() is None
    control.delete(f"/projects/{id}")


def test_a_deleted_project_takes_its_snapshots_along(server: MockServer, control: httpx.Client) -> None:
    server.instance.create_project("first")
    assert control.post("/snapshots?project=first", json={"id": "kept"}).status_code == 201
    assert control.delete("/projects/first").status_code == 204
    server.instance.create_project("first")
    assert control.get("/snapshots?project=first").json()["total"] == 0
