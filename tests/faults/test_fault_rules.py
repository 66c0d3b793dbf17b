"""Fault rules: what they mean, how long they live, and what they say when they cannot be used."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mockwrite.delivery.explain import explain
from mockwrite.faults.faults import Faults, Handed
from mockwrite.faults.fields import FaultError
from mockwrite.outbox.mail import ORIGINS
from mockwrite.records import ProviderKind
from tests.delivery.called_project import CalledProject


def mailed(mock: CalledProject, *names: str, count: int = 1) -> list[str]:
    """Send some e-mails to each of some people and return the statuses of the deliveries, in order."""
    if not mock.project.providers:
        mock.given.provider("resend", id="mail")
    for name in names:
        if name not in mock.project.users:
            mock.given.user(id=name, email=f"{name}@example.com")
    before = len(mock.outbox.all)
    for _ in range(count):
        mock.given.message(users=list(names))
    return [record.status for record in mock.outbox.all][before:]


# Which ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("which", "strikes"),
    [
        ({"to": "ada@example.com"}, True),
        ({"to": "ADA@example.*"}, True),
        ({"to": "*@example.org"}, False),
        ({"to": "ada@example.co"}, False),
        ({"channel": "email"}, True),
        ({"channel": "sms"}, False),
        ({"provider": "mail"}, True),
        ({"provider": "resend"}, True),
        ({"provider": "smtp"}, False),
        ({"user": "ada"}, True),
        ({"user": "bob"}, False),
        ({"topic": "news"}, False),
        ({"target": "other"}, False),
        ({}, True),
    ],
    ids=str,
)
def test_a_rule_means_the_deliveries_it_names(which: dict[str, Any], *, strikes: bool) -> None:
    mock = CalledProject()
    rule = mock.project.faults.fail_delivery("rejected", **which)
    assert mailed(mock, "ada") == ["failed" if strikes else "sent"]
    assert rule.matched == int(strikes)


def test_a_rule_can_name_a_topic_and_a_target() -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    ada, bob = mock.given.user(email="ada@example.com"), mock.given.user(email="bob@example.com")
    topic = mock.given.topic(subscribers=[ada, bob])
    target = mock.project.targets.where("user_id", ada.id)[0]
    mock.project.faults.fail_delivery("rejected", topic=topic, target=target)
    mock.given.message(topics=[topic])
    assert [failed.to for failed in mock.outbox.failed] == ["ada@example.com"]
    mock.outbox.clear()
    mock.given.message(users=[ada])
    assert not mock.outbox.failed


def test_the_first_rule_that_strikes_wins_and_later_ones_do_not_see_it() -> None:
    mock = CalledProject()
    first = mock.project.faults.fail_delivery("bounced", times=1)
    second = mock.project.faults.fail_delivery("rejected", name="second")
    assert mailed(mock, "ada", count=2) == ["failed", "failed"]
    assert (first.matched, second.seen) == (1, 1)
    assert [failed.fault for failed in mock.outbox.failed] == [first.name, "second"]


def test_a_failure_that_a_provider_does_not_know_leaves_it_alone() -> None:
    mock = CalledProject()
    mock.given.provider("fcm")
    rule = mock.project.faults.fail_delivery("bounced")
    mock.given.message("push", users=[mock.given.user(push="token")])
    assert mock.outbox.one(channel="push")
    assert mock.project.faults.unused == [rule]


# What -----------------------------------------------------------------------------------------------------------------


def test_a_rule_can_bring_its_own_text() -> None:
    mock = CalledProject()
    mock.project.faults.add(to="ada@example.com", error="554 5.7.1 You look like spam")
    assert mailed(mock, "ada", "bob") == ["failed", "sent"]
    assert mock.outbox.failed[0].error == "554 5.7.1 You look like spam"


def test_a_failure_of_the_account_fails_everybody_in_the_batch() -> None:
    mock = CalledProject()
    rule = mock.project.faults.fail_delivery("unauthorized", times=1)
    assert mailed(mock, "ada", "bob", count=2) == ["failed", "failed", "sent", "sent"]
    assert rule.matched == 1


@pytest.mark.parametrize("kind", ["mailgun", "sendgrid"])
def test_one_recipient_fails_the_batch_of_an_adapter_with_one_verdict(kind: ProviderKind) -> None:
    mock = CalledProject()
    mock.given.provider(kind)
    mock.project.faults.fail_delivery("bounced", to="ada@example.com")
    assert mailed(mock, "ada", "bob") == ["failed", "failed"]


def test_a_recipient_refused_by_smtp_fails_the_message_and_yet_the_others_get_the_mail() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.fail_delivery("bounced", to="ada@example.com")
    assert mailed(mock, "ada", "bob") == ["failed", "sent"]
    message = mock.project.messages.get(mock.outbox[0].message_id)
    assert message is not None
    assert (message.status, message.delivered_total, len(message.delivery_errors)) == ("failed", 0, 2)


def test_a_refusal_that_may_pass_brings_the_others_the_mail_at_every_try() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.fail_delivery("bounced", error="450 4.2.1 Temporarily unavailable", to="ada@example.com")
    mailed(mock, "ada", "bob")
    (message,) = mock.project.messages
    assert [sent.to for sent in mock.outbox] == ["bob@example.com"] * 5
    assert [failed.to for failed in mock.outbox.failed] == ["ada@example.com"]
    assert (message.status, message.delivered_total, len(message.delivery_errors)) == ("failed", 0, 2)


# When -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("life", "failed"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"times": 2}, [1, 2]),
        ({"nth": 3}, [3]),
        ({"nth": 2, "times": 3}, [2, 3, 4]),
        ({"until": "2030-01-31T08:00:00Z"}, []),
        ({"until": datetime(2031, 1, 1, tzinfo=UTC)}, [1, 2, 3, 4, 5]),
        ({"enabled": False}, []),
    ],
    ids=str,
)
def test_a_rule_lives_as_long_as_it_says(life: dict[str, Any], failed: list[int]) -> None:
    mock = CalledProject()
    mock.project.faults.fail_delivery("rejected", **life)
    statuses = mailed(mock, "ada", count=5)
    assert [number for number, status in enumerate(statuses, 1) if status == "failed"] == failed


def test_a_rule_ends_when_the_clock_says_so() -> None:
    mock = CalledProject()
    mock.project.faults.fail_delivery("rejected", until="2030-01-31T09:00:00Z")
    assert mailed(mock, "ada") == ["failed"]
    mock.project.clock.advance(hours=1)
    assert mailed(mock, "ada") == ["sent"]


def test_a_rule_can_be_switched_off_and_on_and_removed() -> None:
    mock = CalledProject()
    rule = mock.project.faults.fail_delivery("rejected", name="spam")
    rule.enabled = False
    assert mailed(mock, "ada") == ["sent"]
    rule.enabled = True
    assert mailed(mock, "ada") == ["failed"]
    assert mock.project.faults.remove("spam") is rule
    assert mailed(mock, "ada") == ["sent"]
    assert not mock.project.faults


def test_rules_that_never_struck_are_known() -> None:
    mock = CalledProject()
    used = mock.project.faults.fail_delivery("rejected", to="ada@example.com")
    unused = mock.project.faults.fail_call("DELETE", "/teams/*")
    mailed(mock, "ada")
    assert used.matched == 1
    assert mock.project.faults.unused == [unused]


# As JSON --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        {"on": "delivery", "to": "ada@example.com", "failure": "bounced", "times": 2, "name": "gone"},
        {"on": "delivery", "channel": "sms", "error": "no", "nth": 2, "until": "2030-01-31T09:00:00.000+00:00"},
        {"on": "call", "method": "POST", "path": "/messaging/**", "effect": "status", "status": 503, "moment": "after"},
        {"on": "call", "effect": "delay", "delay": 1.5, "moment": "before", "enabled": False},
    ],
    ids=str,
)
def test_a_rule_as_json_makes_the_same_rule_again(rule: dict[str, Any]) -> None:
    faults = CalledProject().project.faults
    shown = faults.add(rule).as_dict()
    assert {name: shown[name] for name in rule} == rule
    faults.clear()
    assert faults.add(shown).as_dict() == shown


def test_a_rule_reads_as_a_sentence() -> None:
    faults = CalledProject().project.faults
    assert str(faults.fail_delivery("bounced", to="ada@example.com", times=2)) == (
        "f1: bounced for each delivery to ada@example.com (2 times)"
    )
    assert str(faults.fail_call("POST", "/users", moment="after", name="again")) == (
        "again: status 503 for each POST call to /users, after it took effect"
    )


# Errors ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "is on a call .* or on a delivery"),
        (
            {"failure": "bounce"},
            r"no failure 'bounce'; did you mean bounced\? Failures: invalid_recipient: the address",
        ),
        (
            {"to": "ada@example.com"},
            "needs a failure or an error text, or the answers of the provider. Failures: invalid_recipient",
        ),
        (
            {"failure": "bounced", "channel": "sms"},
            "a delivery by sms cannot fail with 'bounced'; it can with: invalid",
        ),
        (
            {"failure": "expired_token", "provider": "smtp"},
            "the provider smtp cannot fail with 'expired_token'; it can",
        ),
        ({"failure": "bounced", "channel": "fax"}, "channel of a fault rule is one of email, sms, push, got 'fax'"),
        ({"failure": "bounced", "path": "/users"}, "on a delivery has no field 'path'; its fields are name, channel"),
        ({"failure": "bounced", "tiems": 2}, r"no field 'tiems'; did you mean times\?"),
        ({"failure": "bounced", "times": 0}, "times of a fault rule is a whole number from 1 on, got 0"),
        ({"failure": "bounced", "until": "soon"}, "until of a fault rule is a time such as 2030-01-31T08:00:00Z"),
        ({"on": "reading"}, "on of a fault rule is call or delivery, got 'reading'"),
        ({"path": "/users"}, "needs an effect: status: an error answer"),
        ({"path": "/users", "status": 200}, "status of a fault rule is a number from 400 to 599, got 200"),
        ({"type": "user_blokced"}, r"no Appwrite error type 'user_blokced'; did you mean user_blocked"),
        ({"method": "FETCH", "status": 500}, "method of a fault rule is one of GET, POST"),
        ({"effect": "delay"}, "effect delay needs `delay`, a number of seconds"),
        ({"effect": "explode"}, "effect of a fault rule is one of status, rate_limit"),
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_used_says_what_there_is(fields: dict[str, Any], text: str) -> None:
    with pytest.raises(FaultError, match=text):
        CalledProject().project.faults.add(**fields)


def test_an_unknown_rule_is_named_with_those_that_exist() -> None:
    faults = CalledProject().project.faults
    with pytest.raises(LookupError, match=r"there is no fault rule and no canned answer 'x'; there are: none"):
        faults.get("x")
    faults.fail_delivery("bounced", name="gone")
    with pytest.raises(LookupError, match="there are: gone: bounced for each delivery"):
        faults.remove("x")


def test_without_failures_to_order_a_text_can_be_ordered() -> None:
    assert Faults().add(error="no").error == "no"


# What the provider answers --------------------------------------------------------------------------------------------


def test_explain_says_that_a_mail_came_although_the_message_failed() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.fail_delivery("bounced", to="ada@example.com")
    mailed(mock, "ada", "bob")
    (message,) = mock.project.messages
    text = str(explain(mock.project, message.id, "bob@example.com"))
    assert "sent" in text
    assert "the server refused another recipient of the same mail (ada@example.com)" in text


def test_the_answer_of_a_provider_can_be_ordered_by_host_and_path() -> None:
    mock = CalledProject()
    mock.given.provider("mailgun")
    answer = {"status": 400, "body": {"message": "No such domain"}}
    rule = mock.project.faults.answer_delivery({"api.mailgun.net/v3/*": [answer, "success"]})
    assert mailed(mock, "ada", "bob", count=2) == ["failed", "failed", "sent", "sent"]
    assert {record.error for record in mock.outbox.failed} == {"No such domain"}
    assert {record.fault for record in mock.outbox.failed} == {rule.name}
    assert rule.matched == 2


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ('{"message": 21211}', ["+15550001111: 21211"]),
        ('{"message": true}', ["+15550001111: 1"]),
        ('{"message": "0"}', ["Unknown error"]),
        ('{"message": false}', ["Unknown error"]),
        ('{"message": null}', ["+15550001111: Unknown error"]),
        (
            '{"message": ["No", "such"]}',
            ["The adapter stopped with a type error: the reason in the provider's answer is no text."],
        ),
        ('{"message": "half", "rest": NaN}', ["+15550001111: Unknown error"]),
    ],
)
def test_a_reason_is_read_as_php_reads_it(body: str, errors: list[str]) -> None:
    mock = CalledProject()
    mock.given.provider("twilio")
    mock.given.user(id="ada", phone="+15550001111")
    mock.project.faults.answer_delivery({"api.twilio.com": {"status": 400, "body": body}})
    assert mock.given.message("sms", users=["ada"]).delivery_errors == errors


def test_an_answer_for_another_place_is_not_given() -> None:
    mock = CalledProject()
    mock.given.provider("mailgun")
    rule = mock.project.faults.answer_delivery({"api.sendgrid.com": {"action": "close"}})
    assert mailed(mock, "ada") == ["sent"]
    assert rule.matched == 0


def test_replies_of_an_smtp_server_come_one_a_try() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.answer_delivery(replies={"data": ["451 4.7.1 Too many requests", "250 OK"]})
    assert mailed(mock, "ada") == ["sent"]
    assert len(mock.outbox[0].attempts) == 2


def test_a_snapshot_remembers_which_answers_were_given() -> None:
    mock = CalledProject()
    mock.given.provider("sendgrid")
    faults = mock.project.faults
    faults.answer_delivery({"api.sendgrid.com": [{"status": 400}, "success"]})
    saved = faults.state()
    first = mailed(mock, "ada")
    faults.restore(saved)
    assert mailed(mock, "ada") == first == ["failed"]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"answers": {"api.mailgun.net": {"status": 99}}}, "answers of a fault rule is answers by host and path"),
        (
            {"answers": {"api.mailgun.net": {"action": "explode"}}},
            "answers of a fault rule is answers by host and path",
        ),
        ({"replies": {"data": "go away"}}, "replies of a fault rule is replies of an SMTP server by step"),
        ({"replies": {"welcome": "220 hi"}}, "replies of a fault rule is replies of an SMTP server by step"),
        (
            {"answers": {"api.mailgun.net": "success"}, "failure": "bounced"},
            "a fault rule has one of failure .* got failure and answers",
        ),
    ],
    ids=str,
)
def test_answers_that_cannot_be_given_are_refused(fields: dict[str, Any], text: str) -> None:
    with pytest.raises(FaultError, match=text):
        Faults(CalledProject().project.faults.known_failures).add(**fields)


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_rule_on_an_origin_means_no_other(origin: str) -> None:
    faults = Faults()
    faults.add(on="delivery", origin=origin, error="x")
    struck = [
        other
        for other in ORIGINS
        if faults.on_delivery(Handed("email", "p", "smtp", "ada@example.com", None, None, None, other), 0) is not None
    ]
    assert struck == [origin]
