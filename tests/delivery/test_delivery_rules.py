"""What becomes of a message: the rows of delivery.md (1.9) on the job, recipients, batches and the result."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.delivery.engine import deliver_held
from mockwrite.faults.fields import FailureName
from mockwrite.records import ProviderKind
from tests.delivery.called_project import CalledProject, result

# The job --------------------------------------------------------------------------------------------------------------


def test_the_create_answer_shows_processing_and_the_next_read_the_result() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    made = mock.post(users=[ada.id])
    assert (made["status"], made["deliveredTotal"], made["deliveredAt"]) == ("processing", 0, None)
    assert mock.message()["status"] == "sent"


def test_the_default_provider_is_the_first_enabled_one_of_the_type() -> None:
    mock = CalledProject()
    mock.given.provider("twilio", id="texts")
    mock.given.provider("mailgun", id="off", enabled=False)
    mock.given.provider("sendgrid", id="first")
    mock.given.provider("smtp", id="second")
    mock.post(users=[mock.given.user().id])
    assert mock.outbox.one().provider_id == "first"


@pytest.mark.parametrize("disabled", [False, True], ids=["none", "only-disabled"])
def test_without_an_enabled_provider_it_fails_and_was_never_delivered(*, disabled: bool) -> None:
    mock = CalledProject()
    if disabled:
        mock.given.provider("smtp", enabled=False)
    mock.post(users=[mock.given.user().id])
    assert result(mock) == ("failed", 0, 1, False)
    assert not mock.outbox.all


@pytest.mark.parametrize("named", [{"users": ["nobody"]}, {"topics": ["none"]}, {"users": ["push-only"]}], ids=str)
def test_without_recipients_it_fails_and_was_never_delivered(named: dict[str, Any]) -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    user = mock.given.user(id="push-only", phone="+15550001111")
    mock.given.target(user)
    mock.post(**named)
    assert result(mock) == ("failed", 0, 1, False)


@pytest.mark.parametrize(("version", "entry"), [("1.9.6", "provider"), ("1.9.0", "recipients")], ids=["now", "before"])
def test_with_neither_provider_nor_recipients_the_release_decides_which_is_said(version: str, entry: str) -> None:
    mock = CalledProject(appwrite_version=version)
    mock.post(users=["nobody"])
    assert entry in mock.message()["deliveryErrors"][0]


def test_a_message_that_is_gone_when_its_job_runs_leaves_nothing() -> None:
    mock = CalledProject(delivery="manual")
    mock.given.provider("smtp")
    mock.post(users=[mock.given.user().id])
    mock.project.messages.remove(next(iter(mock.project.messages)))
    mock.project.held["m1"] = 0
    assert deliver_held(mock.project) == []


# Recipients -----------------------------------------------------------------------------------------------------------


def test_a_topic_reaches_its_subscribers_of_the_type() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com", phone="+15550001111")
    mock.given.topic(id="news", subscribers=[ada])
    mock.post(topics=["news", "unknown"])
    assert [sent.to for sent in mock.outbox] == ["ada@example.com"]


def test_a_user_is_reached_at_all_targets_of_the_type() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com", phone="+15550001111")
    mock.given.target(ada, type="email", identifier="ada@example.org")
    mock.post(users=[ada.id])
    assert [sent.to for sent in mock.outbox] == ["ada@example.com", "ada@example.org"]


def test_a_blocked_user_is_reached_too() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user()
    mock.call("PATCH", f"/users/{ada.id}/status", status=False)
    mock.post(users=[ada.id])
    assert mock.outbox.one()


def test_targets_of_another_type_drop_out_silently() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    push = mock.given.target(ada)
    mock.post(users=[ada.id], draft=True)
    mock.patch(targets=[push.id], draft=False)
    assert [sent.to for sent in mock.outbox.all] == ["ada@example.com"]


def test_an_expired_target_is_sent_to_all_the_same() -> None:
    mock = CalledProject()
    mock.given.provider("fcm")
    target = mock.given.target()
    mock.project.targets.replace(target, expired=True)
    mock.post("push", targets=[target.id])
    assert mock.outbox.one().to == target.identifier


@pytest.mark.parametrize(("version", "total"), [("1.9.6", 4), ("1.8.1", 2), ("1.6.2", 2)])
def test_who_is_reached_by_several_ways_gets_it_as_often_as_the_release_says(version: str, total: int) -> None:
    mock = CalledProject(appwrite_version=version)
    mock.given.provider("smtp")
    ada, bob = mock.given.user(email="ada@example.com"), mock.given.user(email="bob@example.com")
    mock.given.topic(id="news", subscribers=[ada, bob])
    target = mock.project.targets.where("user_id", ada.id)[0]
    mock.post(topics=["news"], users=[ada.id], targets=[target.id])
    assert mock.message()["deliveredTotal"] == total


def test_a_target_is_served_by_its_own_provider_when_that_is_enabled() -> None:
    mock = CalledProject()
    mock.given.provider("smtp", id="default")
    mock.given.provider("sendgrid", id="own")
    mock.given.provider("mailgun", id="off")
    ada = mock.given.user(email="ada@example.com")
    for name in ("own", "off"):
        mock.given.target(ada, type="email", identifier=f"{name}@example.com", provider=name)
    mock.call("PATCH", "/messaging/providers/mailgun/off", enabled=False)
    mock.post(users=[ada.id])
    assert {sent.to: sent.provider_id for sent in mock.outbox} == {
        "ada@example.com": "default",
        "own@example.com": "own",
        "off@example.com": "default",
    }


def test_a_target_may_name_a_provider_of_another_type_and_is_not_reached() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.given.provider("twilio", id="texts")
    ada = mock.given.user(email="ada@example.com")
    target = mock.given.target(ada, type="email", identifier="odd@example.com", provider="texts")
    mock.post(targets=[target.id])
    assert result(mock) == ("failed", 0, 1, True)
    assert [failed.provider for failed in mock.outbox.failed] == ["twilio"]


# Batches and results --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sizes"),
    [("twilio", [1] * 3), ("telesign", [3]), ("sendgrid", [3]), ("fcm", [3]), ("ses", [50, 3])],
    ids=str,
)
def test_recipients_are_handed_over_in_the_batches_of_the_adapter(kind: ProviderKind, sizes: list[int]) -> None:
    mock = CalledProject()
    provider = mock.given.provider(kind)
    users = [mock.given.user(push=f"token-{number}").id for number in range(sum(sizes))]
    mock.post(provider.type, users=users)
    handovers = {id(sent.handover): sent.handover for sent in mock.outbox}
    assert [handover.recipients for handover in handovers.values()] == sizes


def test_the_results_of_smtp() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada, copy = mock.given.user(email="ada@example.com"), mock.given.target(type="email")
    mock.post(users=[ada.id])
    assert result(mock) == ("sent", 1, 0, True)
    mock.post(users=[ada.id], cc=[copy.id], messageId="m2")
    assert mock.message("m2")["deliveredTotal"] == 2


def test_one_refused_recipient_fails_the_whole_mail_under_smtp() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.fail_delivery("bounced", to="reject@example.com")
    users = [mock.given.user(email=f"{name}@example.com").id for name in ("reject", "fine")]
    mock.post(users=users)
    assert result(mock) == ("failed", 0, 2, True)
    mock.post(users=users[:1], messageId="m2")
    assert len(mock.message("m2")["deliveryErrors"]) == 1


@pytest.mark.parametrize("role", ["cc", "bcc"])
def test_a_refused_copy_fails_the_whole_mail_under_smtp(role: str) -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    copy = mock.given.target(type="email", identifier="reject@example.com")
    mock.project.faults.fail_delivery("bounced", to="reject@example.com")
    copies: dict[str, Any] = {role: [copy.id]}
    mock.post("email", users=[mock.given.user().id, mock.given.user().id], **copies)
    assert result(mock) == ("failed", 0, 3, True)
    assert mock.project.faults.unused == []


def test_a_copy_is_known_to_be_somebodys() -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    ada, bob = mock.given.user(email="ada@example.com"), mock.given.user(email="bob@example.com")
    target = mock.project.targets.where("user_id", bob.id)[0]
    mock.post(users=[ada.id], cc=[target.id])
    copy = mock.outbox.one(role="cc")
    assert (copy.user_id, copy.target_id, copy.topic_id) == (bob.id, target.id, None)
    mock.outbox.assert_delivered_to(ada, bob)


def test_a_refused_connection_names_every_recipient() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.project.faults.fail_delivery("provider_down")
    mock.post(users=[mock.given.user().id, mock.given.user().id])
    assert result(mock) == ("failed", 0, 2, True)


@pytest.mark.parametrize(
    ("kind", "failure"), [("twilio", "timeout"), ("fcm", "adapter_exception")], ids=["network", "key"]
)
def test_an_unreachable_provider_is_one_error(kind: ProviderKind, failure: FailureName) -> None:
    mock = CalledProject()
    provider = mock.given.provider(kind)
    mock.project.faults.fail_delivery(failure)
    mock.post(provider.type, users=[mock.given.user(push="token").id])
    assert result(mock) == ("failed", 0, 1, True)


def test_partial_success_is_failed_and_keeps_its_total() -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    mock.project.faults.fail_delivery("bounced", to="gone@example.com")
    mock.post(users=[mock.given.user(email=f"{name}@example.com").id for name in ("gone", "here")])
    assert result(mock) == ("failed", 1, 1, True)
    assert mock.message()["deliveryErrors"][0].startswith("gone@example.com: ")
    assert [failed.to for failed in mock.outbox.failed] == ["gone@example.com"]


def test_an_adapter_that_stops_is_one_error_without_a_recipient() -> None:
    mock = CalledProject()
    mock.given.provider("sendgrid")
    mock.project.faults.fail_delivery("adapter_exception")
    users = [mock.given.user(email=f"{name}@example.com").id for name in ("ada", "bob")]
    mock.post(users=users)
    (error,) = mock.message()["deliveryErrors"]
    assert "@" not in error
    assert len(mock.outbox.failed) == 2


def test_a_provider_that_reports_nothing_leaves_one_generic_error() -> None:
    mock = CalledProject()
    mock.given.provider("mailgun")
    mock.project.faults.fail_delivery("server_error")
    mock.post(users=[mock.given.user().id, mock.given.user().id])
    assert result(mock) == ("failed", 0, 1, True)


@pytest.mark.parametrize(("version", "kept"), [("1.9.6", 100), ("1.9.0", 120)])
def test_errors_are_kept_up_to_the_cap_of_the_release(version: str, kept: int) -> None:
    mock = CalledProject(appwrite_version=version)
    mock.given.provider("twilio")
    mock.project.faults.fail_delivery("rejected")
    mock.post("sms", users=[mock.given.user().id for _ in range(120)])
    found = mock.message()
    assert (found["status"], len(found["deliveryErrors"])) == ("failed", kept)


def test_a_dead_token_marks_its_target_and_counts_as_failure() -> None:
    mock = CalledProject()
    mock.given.provider("apns")
    dead, fine = mock.given.target(identifier="dead"), mock.given.target(identifier="fine")
    mock.project.faults.fail_delivery("expired_token", target=dead)
    mock.post("push", targets=[dead.id, fine.id])
    assert result(mock) == ("failed", 1, 1, True)
    shown = mock.call("GET", f"/users/{dead.user_id}/targets/{dead.id}")
    assert shown["expired"] is True
    assert mock.project.targets.at(fine.sequence) is fine


@pytest.mark.parametrize(("exact", "status"), [(False, "failed"), (True, "processing")], ids=["friendly", "exact"])
def test_a_message_that_cannot_be_built_ends_as_the_mode_says(*, exact: bool, status: str) -> None:
    mock = CalledProject(exact=exact, delivery="manual")
    mock.given.provider("smtp")
    file = mock.given.file("text", id="f")
    mock.post(users=[mock.given.user().id], attachments=[file.reference])
    mock.project.files.remove(file)
    assert deliver_held(mock.project) == []
    assert mock.message()["status"] == status
    (line,) = mock.project.situation()
    assert "the attachment files:f does not exist" in line


@pytest.mark.parametrize("exact", [False, True], ids=["friendly", "exact"])
def test_a_success_of_vonage_is_misread_only_by_the_real_server(*, exact: bool) -> None:
    mock = CalledProject(exact=exact)
    mock.given.provider("vonage")
    mock.post("sms", users=[mock.given.user().id])
    assert mock.message()["status"] == ("failed" if exact else "sent")


@pytest.mark.parametrize(
    ("version", "totals"),
    [("1.6.1", (2, 0)), ("1.6.2", (3, 0)), ("1.8.1", (3, 0)), ("1.9.0", (3, 0)), ("1.9.6", (4, 1))],
)
def test_before_1_9_5_a_batch_is_of_the_whole_message(version: str, totals: tuple[int, int]) -> None:
    mock = CalledProject(appwrite_version=version)
    mock.given.provider("smtp")
    ada, bob = mock.given.user(email="ada@example.com"), mock.given.user(email="bob@example.com")
    mock.given.topic(id="news", subscribers=[bob])
    copy = mock.given.target(type="email")
    mock.post(topics=["news"], users=[ada.id], cc=[copy.id])
    mock.project.faults.fail_delivery("bounced", to="ada@example.com")
    mock.post(topics=["news"], users=[ada.id], messageId="m2")
    # One refused recipient fails the mail, and with a mail for each source the other one is reached.
    assert (mock.message()["deliveredTotal"], mock.message("m2")["deliveredTotal"]) == totals


@pytest.mark.parametrize(("version", "errors"), [("1.6.1", 1), ("1.6.2", 2)])
def test_copies_of_a_mail_are_counted_since_1_6_2(version: str, errors: int) -> None:
    mock = CalledProject(appwrite_version=version)
    mock.given.provider("smtp")
    copy = mock.given.target(type="email")
    mock.project.faults.fail_delivery("bounced")
    mock.post(users=[mock.given.user().id], cc=[copy.id])
    assert result(mock) == ("failed", 0, errors, True)


@pytest.mark.parametrize(("version", "copies"), [("1.6.1", 1), ("1.9.6", 2)])
def test_sendgrid_writes_to_a_copy_as_often_as_it_writes_mails(version: str, copies: int) -> None:
    mock = CalledProject(appwrite_version=version)
    mock.given.provider("sendgrid")
    copy = mock.given.target(type="email")
    mock.post(users=[mock.given.user().id, mock.given.user().id], cc=[copy.id])
    assert len(mock.outbox.where(role="cc")) == copies


def test_a_vonage_failure_keeps_its_reason_with_the_real_servers_judgement() -> None:
    mock = CalledProject(exact=True)
    mock.given.provider("vonage")
    mock.project.faults.fail_delivery("rejected", times=1)
    for name in ("m1", "m2"):
        mock.post("sms", users=[mock.given.user().id], messageId=name)
    errors = [failed.error for failed in mock.outbox.failed]
    assert errors == ["Number barred", "Unknown error"]
