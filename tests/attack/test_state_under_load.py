"""A project that is exchanged while others work in it: what was acknowledged is in the old one or in the new one."""

from __future__ import annotations

import threading
from time import monotonic

import httpx
import pytest

from mockwrite import MockServer
from mockwrite.seed.checking import check
from mockwrite.testing.mock_appwrite import MockAppwrite

# Refused, but only after a while: the last of many users has no address.
SLOWLY_REFUSED = {
    "version": 1,
    "users": [*({"id": f"u{number}", "email": f"u{number}@example.com"} for number in range(2000)), {"email": "none"}],
}
TAKEN = {"version": 1, "topics": [{"id": "kept", "name": "kept"}]}


def create_topics(server: MockServer, world: MockAppwrite, stop: threading.Event, made: list[str]) -> None:
    headers = {"X-Appwrite-Project": world.project_id, "X-Appwrite-Key": world.api_key}
    with httpx.Client(base_url=f"{server.url}/v1", headers=headers, timeout=60) as client:
        while not stop.is_set():
            answer = client.post("/messaging/topics", json={"topicId": "unique()", "name": "x"})
            if answer.status_code == 201:
                made.append(answer.json()["$id"])


def test_a_refused_state_loses_nothing_that_was_acknowledged_meanwhile(server: MockServer) -> None:
    with server.project() as world:
        made: list[str] = []
        stop = threading.Event()
        worker = threading.Thread(target=create_topics, args=(server, world, stop, made))
        worker.start()
        headers = {"X-Appwrite-Project": world.project_id}
        try:
            for _ in range(2):
                answer = httpx.put(f"{server.url}/_mockwrite/state", json=SLOWLY_REFUSED, headers=headers, timeout=60)
                assert answer.status_code == 400
        finally:
            stop.set()
            worker.join()
        assert made
        assert server.instance.projects[world.project_id] is world.project
        assert [id for id in made if id not in world.project.topics] == []


def test_a_call_that_waited_for_the_exchange_works_in_the_new_project(
    server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.project() as world:
        headers = {"X-Appwrite-Project": world.project_id, "X-Appwrite-Key": world.api_key}
        install, waiting = server.instance.install, threading.Event()
        answers: list[int] = []

        def call() -> None:
            waiting.set()
            body = {"topicId": "late", "name": "x"}
            answers.append(
                httpx.post(f"{server.url}/v1/messaging/topics", json=body, headers=headers, timeout=60).status_code
            )

        new = server.instance.prepare_project(world.project_id, settings=world.project.settings)
        new.keys = dict(world.project.keys)
        with world.project.lock:
            thread = threading.Thread(target=call)
            thread.start()
            waiting.wait()
            install(new)
        thread.join()
        assert answers == [201]
        assert "late" in new.topics


def test_other_projects_begin_while_a_state_is_checked(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    checking, go_on = threading.Event(), threading.Event()

    def check_slowly(document: object) -> None:
        checking.set()
        assert go_on.wait(30)
        check(document)

    monkeypatch.setattr("mockwrite.seed.loading.check", check_slowly)
    with server.project() as world:
        headers = {"X-Appwrite-Project": world.project_id}
        thread = threading.Thread(
            target=lambda: httpx.put(f"{server.url}/_mockwrite/state", json=TAKEN, headers=headers, timeout=60)
        )
        thread.start()
        try:
            assert checking.wait(30)
            begin = monotonic()
            with server.project():
                assert monotonic() - begin < 5
        finally:
            go_on.set()
            thread.join()
        assert "kept" in server.instance.projects[world.project_id].topics


def test_a_new_state_keeps_the_keys_unless_it_has_some(server: MockServer, world: MockAppwrite) -> None:
    headers = {"X-Appwrite-Project": world.project_id}
    key = world.api_key
    url = f"{server.url}/_mockwrite/state"
    assert httpx.put(url, json=TAKEN, headers=headers).json()["keys"][0]["secret"] == key
    keys = httpx.put(url, json={**TAKEN, "keys": [{"secret": "other"}]}, headers=headers).json()["keys"]
    assert [item["secret"] for item in keys] == ["other"]


@pytest.mark.parametrize("emptied", ["reset", "state"])
def test_a_project_that_is_emptied_keeps_its_frozen_time_and_random_seed(server: MockServer, emptied: str) -> None:
    control = httpx.Client(base_url=f"{server.url}/_mockwrite", timeout=30)
    with control:
        body = {"id": f"again-{emptied}", "frozenTime": "2030-01-01T00:00:00Z", "randomSeed": 7}
        project = control.post("/projects", json=body).json()["id"]
        headers = {"X-Appwrite-Project": project, "X-Appwrite-Key": control.get(f"/projects/{project}").json()["key"]}
        ids = []
        for _ in range(2):
            made = httpx.post(
                f"{server.url}/v1/messaging/topics", json={"topicId": "unique()", "name": "x"}, headers=headers
            )
            ids.append((made.json()["$id"], made.json()["$createdAt"]))
            if emptied == "reset":
                control.post(f"/projects/{project}/reset")
            else:
                control.put("/state", json={"version": 1}, params={"project": project})
        assert ids[0][1] == ids[1][1] == "2030-01-01T00:00:00.000+00:00"
        assert control.get("/clock", params={"project": project}).json()["frozen"] is True
        control.delete(f"/projects/{project}")
