"""Seeds: short to write by hand, complete when exported, and with errors that name the place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockwrite.delivery.engine import deliver_held
from mockwrite.delivery.explain import explain
from mockwrite.instance import Instance
from mockwrite.seed import SeedError, export, load, read_seed, write_seed
from mockwrite.seed.exporting import to_text
from mockwrite.settings import Settings
from mockwrite.state.project import Project
from mockwrite_fixtures.seeds import newsletter
from tests.delivery.called_project import START, CalledProject
from tests.delivery.explained_project import build

DOCS = Path(__file__).parents[2] / "docs" / "seed.md"


def empty(settings: Settings | None = None, **values: Any) -> Project:
    """Return an empty project called `shop`."""
    return Instance(settings).create_project("shop", **values)


def loaded(document: dict[str, Any]) -> Project:
    """Return a project with what a seed holds."""
    project = empty(frozen_time=START, random_seed=1)
    load(project, document)
    return project


# Written by hand ------------------------------------------------------------------------------------------------------


def test_the_example_of_the_docs_is_a_world() -> None:
    project = loaded(json.loads(DOCS.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]))
    assert [user.email for user in project.users] == [
        "ada@example.com",
        "bob@example.com",
        "nobody-in-particular@example.com",
    ]
    assert [(row.kind, row.type, row.enabled) for row in project.providers] == [
        ("sendgrid", "email", True),
        ("twilio", "sms", False),
    ]
    topic = project.topics.get("news")
    assert topic is not None
    assert (topic.email_total, topic.sms_total, topic.push_total) == (2, 1, 1)
    assert project.keys["key-of-the-newsletter"].scopes == {"messages.write"}
    assert project.faults.rules[0].failure == "bounced"


def test_a_user_gets_targets_from_address_and_number_beside_the_listed_ones() -> None:
    user = {"id": "ada", "email": "Ada@Example.com", "phone": "+15550001111"}
    project = loaded({"users": [{**user, "targets": [{"type": "push", "identifier": "token"}]}]})
    assert [(row.provider_type, row.identifier) for row in project.targets.where("user_id", "ada")] == [
        ("email", "ada@example.com"),
        ("sms", "+15550001111"),
        ("push", "token"),
    ]


def test_a_password_in_clear_text_lets_the_user_in() -> None:
    mock = CalledProject()
    load(mock.project, {"users": [{"id": "ada", "email": "ada@example.com", "password": "correct horse"}]})
    (user,) = mock.project.users
    assert user.password != "correct horse"
    assert "correct horse" not in to_text(export(mock.project))
    made = mock.call("POST", "/account/sessions/email", email="ada@example.com", password="correct horse")
    assert made["userId"] == "ada"


def test_a_subscriber_is_a_user_a_target_or_an_object() -> None:
    project = loaded(
        {
            "users": [
                {"id": "ada", "email": "ada@example.com"},
                {"id": "bob", "targets": [{"id": "t1", "type": "push", "identifier": "x"}]},
                {"id": "eve", "targets": [{"id": "t2", "type": "push", "identifier": "y"}]},
            ],
            "topics": [{"id": "news", "subscribers": ["ada", "t1", {"id": "s", "target": "t2"}]}],
        }
    )
    assert [(row.user_id, row.provider_type) for row in project.subscribers] == [
        ("ada", "email"),
        ("bob", "push"),
        ("eve", "push"),
    ]


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({}, "draft"),
        ({"status": "scheduled", "scheduledAt": "2030-01-31T09:00:00Z"}, "scheduled"),
        ({"status": "processing"}, "processing"),
    ],
    ids=str,
)
def test_a_message_goes_as_its_status_says(message: dict[str, Any], status: str) -> None:
    project = loaded(
        {
            "users": [{"id": "ada", "email": "ada@example.com"}],
            "providers": [{"kind": "smtp"}],
            "messages": [{"id": "m", "type": "email", "data": {"subject": "Hi"}, "users": ["ada"], **message}],
        }
    )
    (stored,) = project.messages
    assert stored.status == status
    project.clock.advance(hours=2)
    assert len(project.outbox) == int(status != "draft")


def test_files_and_teams_have_a_short_form() -> None:
    project = loaded(
        {
            "buckets": [{"id": "b", "files": [{"id": "f", "name": "a.txt", "text": "Hello"}]}],
            "users": [{"id": "ada"}],
            "teams": [{"id": "staff", "members": [{"user": "ada", "roles": ["owner"]}]}],
        }
    )
    (file,), (team,) = project.files, project.teams
    assert (file.content, file.mime_type, file.complete) == (b"Hello", "text/plain", True)
    assert (team.name, team.total) == ("staff", 1)


def test_loading_adds_to_what_is_there() -> None:
    mock = CalledProject()
    mock.given.user(id="ada")
    load(mock.project, {"users": [{"id": "bob"}]})
    assert [user.id for user in mock.project.users] == ["ada", "bob"]
    assert mock.secret in mock.project.keys


def test_a_seed_can_set_the_time() -> None:
    project = loaded({"clock": {"now": "2040-01-01T00:00:00Z", "frozen": True}, "users": [{}]})
    assert project.clock.frozen
    assert f"{project.clock.now():%Y}" == "2040"
    assert export(project)["users"][0]["createdAt"] == "2040-01-01T00:00:00.000+00:00"


# Exported -------------------------------------------------------------------------------------------------------------


def full() -> Project:
    """Return a project that uses every member of a seed."""
    mock = CalledProject(delivery="after:60")
    project, given = mock.project, mock.given
    project.platforms.add("example.com")
    for kind in ("sendgrid", "twilio", "fcm"):
        given.provider(kind)
    ada = given.user(id="ada", password="correct horse", labels=["vip"], push="token")
    given.target(ada, type="email", identifier="second@example.com", id="second")
    given.topic(id="news", subscribers=[ada])
    gone = given.topic(id="gone", subscribers=[ada])
    mock.call("DELETE", f"/messaging/topics/{gone.id}")
    file = given.file(b"\x00\x01", id="f")
    given.message("email", id="sent", topics=["news"], attachments=[file.reference], cc=["second"])
    project.clock.advance(minutes=5)
    given.message("push", id="waiting", users=["ada"])
    mock.post(messageId="later", users=["ada"], scheduledAt="2030-02-01T00:00:00Z")
    mock.call("DELETE", f"/users/{given.user().id}")
    mock.call("POST", "/teams", teamId="staff", name="Staff")
    mock.call("POST", "/account/sessions/email", email=ada.email, password="correct horse")
    mock.call("POST", f"/users/{ada.id}/tokens")
    given.key(scopes=["users.read"], expire="2031-01-01T00:00:00Z")
    project.faults.fail_delivery("bounced", nth=2, until="2031-01-01T00:00:00Z")
    project.held["waiting"] = project.clock.ms
    return project


@pytest.mark.parametrize("mock", [full, build], ids=["full", "explained"])
def test_an_export_is_the_same_text_after_loading(mock: Any) -> None:
    text = to_text(export(mock()))
    again = empty()
    load(again, json.loads(text))
    assert to_text(export(again)) == text


def test_two_runs_with_the_same_seed_and_start_export_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_seed(full(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_loaded_world_goes_on_as_the_first_would() -> None:
    first = full()
    second = empty(first.settings)
    load(second, json.loads(to_text(export(first))))
    for project in (first, second):
        project.clock.advance(days=1)
    assert [(record.message_id, record.to, record.at) for record in second.outbox.all] == [
        (record.message_id, record.to, record.at) for record in first.outbox.all if record.message_id != "sent"
    ]
    assert first.ids.unique(5) == second.ids.unique(5)


def test_the_numbers_of_deleted_records_are_not_used_again() -> None:
    mock = CalledProject()
    for id in ("a", "b", "c"):
        mock.given.user(id=id)
    mock.call("DELETE", "/users/c")
    again = empty()
    load(again, export(mock.project))
    load(again, {"users": [{"id": "d"}]})
    (*_, last) = again.users
    assert last.sequence == 4


def test_a_restored_message_without_deliveries_is_explained_honestly() -> None:
    again = empty()
    load(again, export(build()))
    assert {candidate.cause for candidate in explain(again, "twice").candidates} == {"not_recorded"}


# Errors ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ([], "the seed is expected to be an object, got []"),
        ({"users": [{}, {"emial": "x"}]}, "users[1].emial is not known here; did you mean email? Known are id, "),
        ({"userz": []}, "userz is not known here; did you mean users?"),
        ({"users": {}}, "users is expected to be a list, got {}"),
        ({"users": [{"email": 5}]}, "users[0].email is expected to be a text, got 5"),
        ({"users": [{"id": "a"}, {"id": "a"}]}, "users[1].id: the id 'a' is taken"),
        ({"users": [{"email": "a@b.de"}, {"email": "A@b.de"}]}, "users[1].email: another user has 'a@b.de'"),
        ({"users": [{"targets": [{"type": "push"}]}]}, "users[0].targets[0] needs 'identifier'"),
        (
            {"users": [{"targets": [{"type": "fax", "identifier": "x"}]}]},
            'users[0].targets[0].type is expected to be one of email, sms, push, got "fax"',
        ),
        (
            {"users": [{"targets": [{"type": "push", "identifier": "x", "provider": "none"}]}]},
            "users[0].targets[0].provider: there is no provider 'none'",
        ),
        ({"users": [{"createdAt": "yesterday"}]}, "users[0].createdAt is expected to be a time such as 2030-01-"),
        ({"topics": [{"subscribers": ["zz"]}]}, "topics[0].subscribers[0]: there is no user and no target 'zz'"),
        ({"topics": [{"subscribers": [3]}]}, "topics[0].subscribers[0] is expected to be a text (an id) or an object"),
        ({"providers": [{}]}, "providers[0] needs 'kind', got {}"),
        ({"providers": [{"kind": "sendgird"}]}, "providers[0].kind is expected to be one of mailgun, sendgrid"),
        ({"providers": [{"kind": "smtp", "id": "p"}] * 2}, "providers[1]: A provider with this id exists already."),
        (
            {"messages": [{"type": "email", "data": {}, "status": "scheduled"}]},
            "messages[0].scheduledAt is missing: the message is scheduled",
        ),
        ({"clock": {"now": "soon"}}, "clock.now is expected to be a time such as 2030-01-31T08:00:00Z, got 'soon'"),
        ({"faults": [{"failure": "bounce"}]}, "faults[0]: there is no failure 'bounce'; did you mean bounced?"),
        ({"keys": [{"secret": "x", "scopes": ["a.b"]}]}, "keys[0]: no key can hold a.b; scopes are attributes.read"),
        ({"teams": [{"members": [{"user": "x"}]}]}, "teams[0].members[0].user: there is no user 'x'"),
        ({"users": [{"email": "ada"}]}, "users[0].email is expected to be an e-mail address, got 'ada'"),
        ({"users": [{"phone": "0123"}]}, "users[0].phone is expected to be a phone number such as +12025550100"),
        ({"users": [{"id": "_x"}]}, "users[0].id is expected to be an id: up to 36 letters, digits"),
        (
            {"users": [{"targets": [{"type": "email", "identifier": "x"}]}]},
            "users[0].targets[0].identifier is expected to be an e-mail address, got 'x'",
        ),
        (
            {"buckets": [{"files": [{"name": "a", "base64": "????"}]}]},
            "buckets[0].files[0].base64 is expected to be Base64, got '????'",
        ),
        (
            {"messages": [{"type": "email", "data": {"subjct": "x"}}]},
            "messages[0].data.subjct is not known here; did you mean subject? Known are subject, content, ",
        ),
        (
            {"messages": [{"type": "push", "data": {"title": 5}}]},
            "messages[0].data.title is expected to be a text, got 5",
        ),
        (
            {"messages": [{"type": "email", "data": {"attachments": ["files:f"]}}]},
            'messages[0].data.attachments is expected to be a list of objects with "bucketId" and "fileId", got',
        ),
        (
            {"providers": [{"kind": "twilio", "credentials": {"acountSid": "x"}}]},
            "providers[0].credentials.acountSid is not known here; did you mean accountSid?",
        ),
        (
            {"messages": [{"type": "email", "data": {}, "scheduledAt": "soon"}]},
            "messages[0].scheduledAt is expected to be a time such as 2030-01-31T08:00:00Z, got 'soon'",
        ),
        ({"keys": [{"secret": "x", "expire": "soon"}]}, "keys[0].expire is expected to be a time such as 2030-01-31"),
        (
            {"users": [{}], "logs": {"user/a": [{"when": 1}]}},
            "logs.user/a[0].when is not known here. Known are event, ",
        ),
        ({"users": [{}], "counters": {"things": 1}}, "counters.things cannot be used: "),
        ({"users": [{}], "random": {"last": 1, "repeated": 1, "drawn": "AAA="}}, "random cannot be used: "),
        ({"version": 2}, "version is expected to be 1, got 2"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_an_error_names_the_place_and_changes_nothing(document: Any, text: str) -> None:
    project = empty(frozen_time=START, random_seed=1)
    before = export(project)
    with pytest.raises(SeedError) as caught:
        load(project, document)
    assert str(caught.value).startswith(text)
    assert export(project) == before


def test_a_file_that_is_no_seed_is_named(tmp_path: Path) -> None:
    file = tmp_path / "shop.json"
    file.write_text('{"users": [}')
    with pytest.raises(SeedError, match=r"shop\.json: no JSON in line 1, column 12: "):
        read_seed(file)
    file.write_text('{"users": 3}')
    with pytest.raises(SeedError, match=r"shop\.json: users is expected to be a list, got 3"):
        read_seed(file)


@pytest.mark.parametrize("delivery", ["instant", "manual"])
def test_a_scheduled_message_whose_time_has_passed_goes_at_once(delivery: str) -> None:
    mock = CalledProject(delivery=delivery)
    mock.given.provider("smtp")
    mock.given.user(id="ada")
    message = {"id": "late", "type": "email", "data": {}, "users": ["ada"]}
    load(mock.project, {"messages": [{**message, "status": "scheduled", "scheduledAt": "2020-01-01T00:00:00Z"}]})
    found = deliver_held(mock.project) if delivery == "manual" else mock.project.clock.run_due()
    assert [sent.at for sent in found] == [mock.project.clock.ms]
    assert mock.message("late")["deliveredAt"] == START


def test_whoever_loads_a_large_seed_hears_how_far_it_is() -> None:
    told: list[int] = []
    load(Instance().create_project("p"), newsletter(1100), progress=told.append)
    assert told[:2] == [1000, 2000]
