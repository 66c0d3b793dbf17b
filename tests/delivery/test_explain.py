"""Why somebody did or did not get a message."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mockwrite.delivery.engine import deliver_held
from mockwrite.delivery.explain import explain
from mockwrite.state.project import Project
from tests.delivery.called_project import CalledProject
from tests.delivery.explained_project import SHOWN, build

GOLDEN = Path(__file__).parent / "golden" / "explain"


@pytest.fixture(scope="module")
def mock() -> Project:
    """Make the project in which everything goes wrong."""
    return build()


def causes(project: Project, reason: str) -> list[str]:
    """Return the names of the reasons given for the person that shows one."""
    return [candidate.cause for candidate in explain(project, *SHOWN[reason]).candidates]


@pytest.mark.parametrize("reason", SHOWN)
def test_a_person_reads_why(mock: Project, reason: str) -> None:
    text = f"{explain(mock, *SHOWN[reason])}\n"
    file = GOLDEN / f"{reason}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
    assert reason in causes(mock, reason)


@pytest.mark.parametrize("reason", SHOWN)
def test_a_reason_goes_with_its_cause(reason: str) -> None:
    assert reason not in causes(build(without=reason), reason)


# Ways and further reasons ---------------------------------------------------------------------------------------------


def ways_of(project: Project, id: str, person: str | None = None) -> list[tuple[str, str, str | None]]:
    """Return way, reason and address of each candidate."""
    found = explain(project, id, person)
    return [(candidate.way, candidate.cause, candidate.address) for candidate in found.candidates]


def test_every_way_is_named() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada, bob = mock.given.user(email="ada@example.com"), mock.given.user(email="bob@example.com")
    copy, blind = mock.given.target(type="email"), mock.given.target(type="email")
    direct = mock.given.target(bob, type="email", identifier="direct@example.com")
    mock.given.topic(id="news", name="News", subscribers=[ada])
    mock.post(
        topics=["news"],
        users=[bob.id],
        targets=[direct.id],
        cc=[copy.id],
        bcc=[blind.id],
        emails=["bare@example.com"],
    )
    assert ways_of(mock.project, "m1") == [
        ('topic "News"', "sent", "ada@example.com"),
        ("user", "sent", "bob@example.com"),
        ("user", "sent", "direct@example.com"),
        ("target", "sent", "direct@example.com"),
        ("cc", "sent", copy.identifier),
        ("bcc", "sent", blind.identifier),
        ("address", "sent", "bare@example.com"),
    ]
    explained = explain(mock.project, "m1", "direct@example.com")
    assert "more than once" in explained.summary
    assert [sent.id for sent in mock.outbox.where(to="direct@example.com")] == [
        id for candidate in explained.candidates for id in candidate.delivery_ids
    ]


@pytest.mark.parametrize("asked", ["ada", "ADA@example.com", "+15550001111", "target-of-ada", "token-of-ada"])
def test_a_person_can_be_named_in_many_ways(asked: str) -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(id="ada", email="ada@example.com", phone="+15550001111", push="token-of-ada")
    target = mock.given.target(ada, type="email", identifier="more@example.com", id="target-of-ada")
    mock.post(users=["ada"])
    causes = {cause for _, cause, _ in ways_of(mock.project, "m1", asked)}
    assert causes == ({"not_addressed"} if asked.startswith("token") else {"sent"})
    assert target.user_id == "ada"


def test_before_1_9_5_a_double_is_dropped_across_the_message() -> None:
    mock = CalledProject(appwrite_version="1.8.1")
    mock.given.provider("smtp")
    ada = mock.given.user(id="ada", email="ada@example.com")
    mock.given.topic(id="news", name="News", subscribers=[ada])
    mock.post(topics=["news"], users=["ada"])
    first, second = explain(mock.project, "m1", "ada").candidates
    assert (first.cause, second.cause) == ("sent", "duplicate")
    assert second.reason == (
        'The same e-mail address was reached already through the topic "News", and each one is served once there.'
    )


def test_what_does_not_exist_is_said() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    gone = mock.given.target(type="email")
    mock.post(topics=["nothing"], users=["nobody", ada.id], targets=[gone.id], draft=True)
    mock.project.targets.remove(gone)
    mock.patch(draft=False)
    assert [cause for _, cause, _ in ways_of(mock.project, "m1")] == [
        "sent",
        "unknown_topic",
        "unknown_user",
        "unknown_target",
    ]


def test_who_was_deleted_since_is_still_known_to_have_got_it() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(id="ada", email="ada@example.com")
    mock.given.topic(id="news", name="News", subscribers=[ada])
    mock.post(topics=["news"])
    mock.call("DELETE", "/users/ada")
    assert ('topic "News"', "sent", "ada@example.com") in ways_of(mock.project, "m1")
    assert ('topic "News"', "sent", "ada@example.com") in ways_of(mock.project, "m1", "ada")


def test_tries_and_expired_targets_are_mentioned() -> None:
    mock = CalledProject()
    mock.given.provider("fcm")
    target = mock.given.target()
    mock.project.targets.replace(target, expired=True)
    mock.project.faults.add(error="timed out", times=2)
    mock.post("push", targets=[target.id])
    (candidate,) = explain(mock.project, "m1").candidates
    assert candidate.reason.endswith(
        "It was tried 3 times. The target is marked as expired; Appwrite sends to it all the same."
    )


def test_a_message_that_cannot_be_put_together_says_so() -> None:
    mock = CalledProject(delivery="manual")
    mock.given.provider("smtp")
    file = mock.given.file(id="f")
    mock.post(users=[mock.given.user().id], attachments=[file.reference])
    mock.project.files.remove(file)
    deliver_held(mock.project)
    (candidate,) = explain(mock.project, "m1").candidates
    assert candidate.cause == "cannot_be_built"
    assert "the attachment files:f does not exist" in candidate.reason


def test_copies_of_a_mail_that_was_never_sent_say_so() -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    mock.project.faults.fail_delivery("bounced")
    copy = mock.given.target(type="email")
    mock.post(users=[mock.given.user(id="ada").id], cc=[copy.id])
    assert [cause for _, cause, _ in ways_of(mock.project, "m1")] == ["fault", "copy_of_nothing"]


def test_a_copy_of_a_message_without_recipients_says_so() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    copy = mock.given.target(type="email")
    mock.post(users=["nobody"], cc=[copy.id])
    assert [cause for _, cause, _ in ways_of(mock.project, "m1")] == ["unknown_user", "copy_of_nothing"]


def test_a_project_without_a_provider_hears_how_to_get_one() -> None:
    mock = CalledProject()
    mock.given.user(id="ada", email="ada@example.com")
    mock.post(users=["ada"])
    (candidate,) = explain(mock.project, "m1").candidates
    assert candidate.reason == (
        "There was no enabled e-mail provider. Make one; with providers=True, or --with-providers, each project has one of each type."
    )


def test_what_is_changed_after_the_sending_changes_no_reason() -> None:
    mock = CalledProject()
    mock.given.provider("sendgrid", id="first", name="First", enabled=False)
    ada = mock.given.user(id="ada", email="ada@example.com")
    mock.post(users=["ada"])
    mock.call("PATCH", "/messaging/providers/sendgrid/first", enabled=True)
    (candidate,) = explain(mock.project, "m1").candidates
    assert (
        candidate.reason
        == "There was no enabled e-mail provider; First (sendgrid) was disabled. Enable one, or make another."
    )
    mock.given.provider("resend", id="other", name="Other")
    target = mock.given.target(ada, type="email", identifier="old@example.com", provider="first")
    mock.post(targets=[target.id], messageId="m2")
    changes = {"providerId": "other", "identifier": "new@example.com"}
    mock.call("PATCH", f"/users/ada/targets/{target.id}", **changes)
    for asked in (target.id, "old@example.com", "new@example.com"):
        assert ways_of(mock.project, "m2", asked) == [("target", "sent", "old@example.com")]


@pytest.mark.parametrize("asked", ["ada", "ada@example.com"])
def test_who_was_named_as_user_and_is_gone_since_got_it_as_a_user(asked: str) -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.given.user(id="ada", email="ada@example.com")
    mock.post(users=["ada"])
    mock.call("DELETE", "/users/ada")
    assert ways_of(mock.project, "m1", asked) == [("user", "sent", "ada@example.com")]
    assert explain(mock.project, "m1").counts == {"sent": 1}


def test_a_topic_that_is_gone_since_is_no_reason() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.given.topic(id="news", name="News", subscribers=[mock.given.user(id="ada", email="ada@example.com")])
    mock.post(topics=["news"])
    mock.call("DELETE", "/messaging/topics/news")
    assert ways_of(mock.project, "m1") == [('topic "news"', "sent", "ada@example.com")]


def test_who_came_and_went_several_times_is_named_once() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    topic = mock.given.topic(id="news", name="News")
    target = mock.given.target(mock.given.user(id="ada"), type="email", identifier="ada@example.com")
    for sent in (False, False, True):
        if sent:
            mock.post(topics=["news"])
        subscriber = mock.given.subscriber(topic, target)
        mock.project.clock.advance(minutes=1)
        mock.call("DELETE", f"/messaging/topics/news/subscribers/{subscriber.id}")
    (candidate,) = explain(mock.project, "m1", "ada").candidates
    assert candidate.reason == 'Unsubscribed from the topic "News" on 2030-01-31 08:02:00 UTC.'


def test_who_came_and_went_after_the_message_was_too_late() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    topic = mock.given.topic(id="news", name="News", subscribers=[mock.given.user(email="bob@example.com")])
    mock.post(topics=["news"])
    mock.project.clock.advance(minutes=1)
    target = mock.given.target(mock.given.user(id="ada"), type="email", identifier="ada@example.com")
    subscriber = mock.given.subscriber(topic, target)
    mock.call("DELETE", f"/messaging/topics/news/subscribers/{subscriber.id}")
    assert ways_of(mock.project, "m1", "ada") == [('topic "News"', "subscribed_later", "ada@example.com")]


def test_what_became_of_a_deleted_message_is_not_told_of_the_next_one_with_its_id() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.given.user(id="ada", email="ada@example.com")
    mock.post(users=["ada"])
    assert ways_of(mock.project, "m1") == [("user", "sent", "ada@example.com")]
    mock.call("DELETE", "/messaging/messages/m1")
    mock.post(users=["ada"], draft=True)
    assert ways_of(mock.project, "m1") == [("user", "draft", "ada@example.com")]


def test_a_failure_by_the_default_provider_says_why_it_went_there() -> None:
    mock = CalledProject()
    mock.given.provider("resend", name="Mail")
    mock.given.provider("sendgrid", id="own", name="Own", enabled=False)
    target = mock.given.target(type="email", provider="own")
    mock.project.faults.add(error="no way", name="f")
    mock.post(targets=[target.id])
    (candidate,) = explain(mock.project, "m1").candidates
    assert candidate.reason == (
        'The fault rule "f" made it fail. Mail (resend) reported: no way. It went there because the provider of this target, '
        "Own (sendgrid), is disabled."
    )


def test_an_sms_that_became_a_draft_again_is_said_to_go() -> None:
    mock = CalledProject()
    mock.given.provider("twilio")
    mock.given.user(id="ada", phone="+15550001111")
    mock.post("sms", users=["ada"], scheduledAt="2030-01-31T09:00:00Z")
    mock.patch("sms", draft=True)
    (candidate,) = explain(mock.project, "m1", "ada").candidates
    assert candidate.cause == "draft_with_schedule"
    assert "it goes on 2030-01-31 09:00:00 UTC" in candidate.reason
    mock.project.clock.advance(hours=1)
    assert ways_of(mock.project, "m1", "ada") == [("user", "sent", "+15550001111")]


@pytest.mark.parametrize(
    ("delivery", "cause", "words"),
    [
        ("manual", "waits_for_deliver", "waits until it is delivered by hand"),
        ("after:3600", "waits_for_time", "is sent at 2030-01-31T10:00:00.000+00:00: delivery waits"),
    ],
    ids=["manual", "after"],
)
def test_a_scheduled_message_whose_time_has_come_waits_like_any_other(delivery: str, cause: str, words: str) -> None:
    mock = CalledProject(delivery=delivery)
    mock.given.provider("smtp")
    mock.given.user(id="ada", email="ada@example.com")
    mock.post(users=["ada"], scheduledAt="2030-01-31T09:00:00Z")
    assert ways_of(mock.project, "m1") == [("user", "scheduled", "ada@example.com")]
    mock.project.clock.advance(minutes=90)
    assert mock.message()["status"] == "scheduled"
    assert ways_of(mock.project, "m1") == [("user", cause, "ada@example.com")]
    (line,) = mock.project.situation()
    assert line.startswith(f"message m1 (email) {words}")


def test_a_draft_without_a_provider_is_warned_about() -> None:
    mock = CalledProject()
    mock.post(users=[mock.given.user().id], draft=True)
    assert explain(mock.project, "m1").summary.endswith("There is no enabled e-mail provider: it would fail.")


def test_a_cleared_outbox_is_no_riddle() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.post(users=[mock.given.user(id="ada").id])
    mock.outbox.clear()
    assert [cause for _, cause, _ in ways_of(mock.project, "m1", "ada")] == ["not_recorded"]


def test_unknown_messages_and_people_are_named_with_advice() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.post(users=[mock.given.user().id])
    with pytest.raises(LookupError, match="there is no message 'm2'; the latest messages are m1"):
        explain(mock.project, "m2")
    with pytest.raises(
        LookupError, match="nobody in the project shop is 'x'; give the id of a user or target, an e-mail"
    ):
        explain(mock.project, "m1", "x")


def test_an_explanation_is_json() -> None:
    shown = explain(build(), "news-1", "hal").as_dict()
    assert json.loads(json.dumps(shown)) == shown
    assert (shown["total"], shown["counts"]) == (1, {"failed": 1})
    assert shown["candidates"][0]["deliveryIds"]


@pytest.mark.parametrize(
    "subscribers", [1_000, pytest.param(100_000, marks=pytest.mark.full)], ids=["thousand", "hundred-thousand"]
)
def test_one_of_a_large_topic_is_explained(subscribers: int) -> None:
    mock = CalledProject()
    mock.given.provider("sendgrid")
    topic = mock.given.topic(id="all")
    for number in range(subscribers):
        mock.given.subscriber(
            topic, mock.given.target(mock.given.user(id=f"u{number}", email=f"u{number}@x.com"), type="email")
        )
    mock.post(topics=["all"])
    assert mock.message()["deliveredTotal"] == subscribers
    stored = mock.project.topics.get("all")
    assert stored is not None
    assert stored.email_total == subscribers
    middle = f"u{subscribers // 2}"
    (candidate,) = explain(mock.project, "m1", middle).candidates
    assert (candidate.cause, candidate.user_id) == ("sent", middle)
    some = explain(mock.project, "m1", limit=10)
    assert (len(some.candidates), some.total, some.counts) == (10, subscribers, {"sent": subscribers})


def test_who_got_it_in_the_last_batch_got_it_and_what_came_after_is_another_message() -> None:
    mock = CalledProject()
    mock.given.provider("twilio")
    people = [mock.given.user(id=f"u{number}", phone=f"+1202555010{number}").id for number in range(3)]
    mock.post("sms", users=people)
    mock.post("sms", messageId="m2", users=people[:1])
    for number, id in enumerate(people):
        found = explain(mock.project, "m1", id)
        assert [(candidate.cause, candidate.address) for candidate in found.candidates] == [
            ("sent", f"+1202555010{number}")
        ], id
    assert [candidate.cause for candidate in explain(mock.project, "m2", "u0").candidates] == ["sent"]
