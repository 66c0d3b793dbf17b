"""A project that is exchanged while others work in it: what was acknowledged is in the old one or in the new one."""

from __future__ import annotations

import threading

import httpx
import pytest

from mockwrite import FaultError, MockServer
from mockwrite.seed.checking import SeedError, check
from mockwrite.testing.mock_appwrite import MockAppwrite

# Refused, but only after a while: the last of many users has no address.
SLOWLY_REFUSED = {
    "version": 1,
    "users": [*({"id": f"u{number}", "email": f"u{number}@example.com"} for number in range(2000)), {"email": "none"}],
}
TAKEN = {"version": 1, "topics": [{"id": "kept", "name": "kept"}]}


def create_topics(
    server: MockServer, mock: MockAppwrite, begun: threading.Event, stop: threading.Event, made: list[str]
) -> None:
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    with httpx.Client(base_url=f"{server.url}/v1", headers=headers, timeout=60) as client:
        while not stop.is_set():
            answer = client.post("/messaging/topics", json={"topicId": "unique()", "name": "x"})
            if answer.status_code == 201:
                made.append(answer.json()["$id"])
                begun.set()


def test_a_refused_state_loses_nothing_that_was_acknowledged_meanwhile(server: MockServer) -> None:
    with server.project() as mock:
        made: list[str] = []
        begun, stop = threading.Event(), threading.Event()
        worker = threading.Thread(target=create_topics, args=(server, mock, begun, stop, made))
        worker.start()
        headers = {"X-Appwrite-Project": mock.project_id}
        try:
            assert begun.wait(60)
            for _ in range(2):
                answer = httpx.put(f"{server.url}/_mockwrite/state", json=SLOWLY_REFUSED, headers=headers, timeout=60)
                assert answer.status_code == 400
        finally:
            stop.set()
            worker.join()
        assert server.instance.projects[mock.project_id] is mock.project
        assert [id for id in made if id not in mock.project.topics] == []


def test_a_call_that_waited_for_the_exchange_works_in_the_new_project(
    server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.project() as mock:
        headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
        install, waiting = server.instance.install, threading.Event()
        answers: list[int] = []

        def call() -> None:
            waiting.set()
            body = {"topicId": "late", "name": "x"}
            answers.append(
                httpx.post(f"{server.url}/v1/messaging/topics", json=body, headers=headers, timeout=60).status_code
            )

        new = server.instance.prepare_project(mock.project_id, settings=mock.project.settings)
        new.keys = dict(mock.project.keys)
        with mock.project.lock:
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
        # Whoever would wait for the end of this check waits until it fails.
        assert go_on.wait(60)
        check(document)

    monkeypatch.setattr("mockwrite.seed.loading.check", check_slowly)
    with server.project() as mock:
        headers = {"X-Appwrite-Project": mock.project_id}
        thread = threading.Thread(
            target=lambda: httpx.put(f"{server.url}/_mockwrite/state", json=TAKEN, headers=headers, timeout=60)
        )
        thread.start()
        try:
            assert checking.wait(60)
            with server.project():
                pass
        finally:
            go_on.set()
            thread.join()
        assert "kept" in server.instance.projects[mock.project_id].topics


def test_a_new_state_keeps_the_keys_unless_it_has_some(server: MockServer, mock: MockAppwrite) -> None:
    headers = {"X-Appwrite-Project": mock.project_id}
    key = mock.api_key
    url = f"{server.url}/_mockwrite/state"
    assert httpx.put(url, json=TAKEN, headers=headers).json()["keys"][0]["secret"] == key
    keys = httpx.put(url, json={**TAKEN, "keys": [{"secret": "other"}]}, headers=headers).json()["keys"]
    assert [item["secret"] for item in keys] == ["other"]


@pytest.mark.parametrize("emptied", ["reset", "state"])
def test_a_project_that_is_emptied_keeps_its_frozen_time_and_random_seed(server: MockServer, emptied: str) -> None:
    control = httpx.Client(base_url=f"{server.url}/_mockwrite", timeout=60)
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


@pytest.mark.parametrize("padding", ["", "x" * 100_000], ids=["read on the loop", "read beside it"])
@pytest.mark.parametrize(("levels", "status"), [(597, 200), (598, 400), (975, 400), (100_000, 400)])
def test_a_state_is_as_deep_as_every_thread_can_write_it(
    server: MockServer, control: httpx.Client, padding: str, levels: int, status: int
) -> None:
    # Whoever reads a body has more of the stack left, or less, than whoever writes the answer.
    rule = '{"method": "GET", "path": "/deep", "json": ' + "[" * levels + "]" * levels + "}"
    body = f'{{"version": 1, "project": {{"name": "{padding}"}}, "answers": [{rule}]}}'
    taken = control.put("/state", content=body)
    assert taken.status_code == status
    if status == 400:
        assert "600 levels" in taken.json()["detail"]
    told = control.get("/state")
    assert told.status_code == 200
    assert control.put("/state", content=told.content).status_code == 200
    assert control.get("/answers").json()["total"] == (status == 200)
    project = control.headers["X-Appwrite-Project"]
    called = httpx.get(f"{server.url}/v1/deep", headers={"X-Appwrite-Project": project})
    assert called.status_code == (200 if status == 200 else 404)


def test_a_canned_answer_is_as_deep_as_every_thread_can_write_it(mock: MockAppwrite) -> None:
    deep: list[object] = []
    for _ in range(599):
        deep = [deep]
    mock.faults.respond("GET", "/deep", json=deep)
    with pytest.raises(FaultError, match="600 levels at most"):
        mock.faults.respond("GET", "/deep", json=[deep])
    with pytest.raises(SeedError, match="600 levels"):
        check({"version": 1, "answers": [{"method": "GET", "path": "/deep", "json": deep}]})
