"""Fault rules, snapshots, explanations and whole projects over HTTP."""

from __future__ import annotations

import httpx
import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite


def test_a_rule_on_deliveries_strikes_and_is_counted(mock: MockAppwrite, control: httpx.Client) -> None:
    answer = control.post("/faults", json={"name": "Ada bounces", "failure": "bounced", "to": "ada@*"})
    assert answer.status_code == 201
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")])
    (rule,) = control.get("/faults").json()["faults"]
    assert rule == rule | {"name": "Ada bounces", "on": "delivery", "matched": 1, "enabled": True}
    (failed,) = control.get("/outbox", params={"status": "failed"}).json()["deliveries"]
    assert failed["fault"] == "Ada bounces"
    assert failed["error"]


def test_a_rule_on_calls_strikes_the_application(mock: MockAppwrite, control: httpx.Client) -> None:
    control.post("/faults", json={"method": "GET", "path": "/messaging/**", "status": 503, "times": 1})
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    answers = [httpx.get(f"{mock.endpoint}/messaging/topics", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 200]


def test_a_rule_is_switched_off_and_on_and_removed(mock: MockAppwrite, control: httpx.Client) -> None:
    rule = control.post("/faults", json={"name": "No SMS", "channel": "sms", "failure": "throttled"}).json()
    assert control.patch(f"/faults/{rule['id']}", json={"enabled": False}).json()["enabled"] is False
    mock.given.message("sms")
    assert len(mock.outbox) == 1
    assert control.patch("/faults/No SMS", json={"enabled": True}).json()["enabled"] is True
    assert control.get(f"/faults/{rule['id']}").json()["matched"] == 0
    assert control.delete(f"/faults/{rule['id']}").status_code == 204
    assert control.get(f"/faults/{rule['id']}").status_code == 404
    control.post("/faults", json={"channel": "sms", "failure": "throttled"})
    assert control.delete("/faults").json() == {"deleted": 1}


@pytest.mark.parametrize("path", ["/faults/no SMS/no push", "/faults/no%20SMS%2Fno%20push"])
def test_a_name_with_a_slash_finds_its_rule(control: httpx.Client, path: str) -> None:
    control.post("/faults", json={"name": "no SMS/no push", "channel": "sms", "failure": "throttled"})
    assert control.get(path).json()["name"] == "no SMS/no push"
    assert control.patch(path, json={"enabled": False}).json()["enabled"] is False
    assert control.delete(path).status_code == 204
    assert control.delete(path).status_code == 404
    assert control.get("/faults").json()["total"] == 0


def test_the_list_names_the_failures_that_can_be_ordered(control: httpx.Client) -> None:
    failures = {item["name"]: item for item in control.get("/faults").json()["failures"]}
    assert failures["bounced"]["channels"] == ["email"]
    assert failures["expired_token"]["meaning"]


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({}, "a fault rule is on a call"),
        ({"chanel": "sms"}, "a fault rule has no field 'chanel'; did you mean channel?"),
        ({"channel": "sms", "path": "/users"}, "'path'"),
    ],
)
def test_a_rule_that_cannot_be_used_says_what_there_is(
    control: httpx.Client, rule: dict[str, str], complaint: str
) -> None:
    answer = control.post("/faults", json=rule)
    assert answer.status_code == 400
    assert complaint in answer.json()["detail"]


def test_a_snapshot_brings_a_project_back_as_often_as_wanted(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms", content="before")
    taken = control.post("/snapshots", json={"id": "start"})
    assert taken.status_code == 201
    assert taken.json()["counts"]["messages"] == 1
    for _ in range(2):
        mock.given.message("sms", content="after")
        mock.given.user(id="somebody")
        assert control.post("/snapshots/start/restore").status_code == 200
        assert [record["content"] for record in control.get("/outbox").json()["deliveries"]] == ["before"]
        assert "somebody" not in mock.project.users
    assert [item["id"] for item in control.get("/snapshots").json()["snapshots"]] == ["start"]
    assert control.delete("/snapshots/start").status_code == 204
    missing = control.post("/snapshots/start/restore")
    assert missing.status_code == 404
    assert "it has none yet" in missing.json()["detail"]


def test_a_snapshot_of_a_project_that_was_reset_is_refused(mock: MockAppwrite, control: httpx.Client) -> None:
    name = control.post("/snapshots").json()["id"]
    control.post(f"/projects/{mock.project_id}/reset")
    answer = control.post(f"/snapshots/{name}/restore")
    assert answer.status_code == 409
    assert "was reset since" in answer.json()["detail"]


def test_a_message_is_explained_for_everybody_and_for_one_person(mock: MockAppwrite, control: httpx.Client) -> None:
    ada, bob = mock.given.user(id="ada", email="ada@example.com"), mock.given.user(id="bob", phone="+15551234567")
    message = mock.given.message("email", users=[ada, bob])
    told = control.get(f"/explain/{message.id}").json()
    assert told["counts"] == {"sent": 1, "left out": 1}
    assert told["text"].startswith(told["summary"])
    about_bob = control.get(f"/explain/{message.id}", params={"person": "bob"}).json()
    assert [candidate["outcome"] for candidate in about_bob["candidates"]] == ["left out"]
    assert len(control.get(f"/explain/{message.id}", params={"limit": 1}).json()["candidates"]) == 1
    assert control.get("/explain/nothing").status_code == 404
    nobody = control.get(f"/explain/{message.id}", params={"person": "nobody"})
    assert nobody.status_code == 404
    assert "nobody" in nobody.json()["detail"]


def test_a_project_is_exported_and_made_again_elsewhere(mock: MockAppwrite, control: httpx.Client) -> None:
    ada = mock.given.user(id="ada", email="ada@example.com")
    mock.given.topic(id="news", subscribers=[ada])
    document = control.get("/state").json()
    control.post("/projects", json={"id": "copy", "key": "its-key"})
    copy = {"X-Appwrite-Project": "copy"}
    assert control.put("/state", json=document, headers=copy).json()["counts"]["users"] == 1
    again = control.get("/state", headers=copy).json()
    assert again["users"] == document["users"]
    assert again["topics"] == document["topics"]
    control.put("/state", json={"users": [{"id": "bob", "email": "bob@example.com"}]}, headers=copy)
    control.post("/state", json={"users": [{"id": "eve", "email": "eve@example.com"}]}, headers=copy)
    assert [user["id"] for user in control.get("/state", headers=copy).json()["users"]] == ["bob", "eve"]
    control.delete("/projects/copy")


def test_a_document_that_cannot_be_used_changes_nothing(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.user(id="ada")
    project = mock.project
    for method in ("PUT", "POST"):
        answer = control.request(method, "/state", json={"users": [{"id": "bob"}, {"emial": "x"}]})
        assert answer.status_code == 400
        assert "users[1]" in answer.json()["detail"]
    assert mock.instance.projects[mock.project_id] is project
    assert [user.id for user in project.users] == ["ada"]
