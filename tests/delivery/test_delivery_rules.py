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
    world = CalledProject()
    world.given.provider("smtp")
    ada = world.given.user(email="ada@example.com")
    made = world.post(users=[ada.id])
    assert (made["status"], made["deliveredTotal"], made["deliveredAt"]) == ("processing", 0, None)
    assert world.message()["status"] == "sent"


def test_the_default_provider_is_the_first_enabled_one_of_the_type() -> None:
    world = CalledProject()
    world.given.provider("twilio", id="texts")
    world.given.provider("mailgun", id="off", enabled=False)
    world.given.provider("sendgrid", id="first")
    world.given.provider("smtp", id="second")
    world.post(users=[world.given.user().id])
    assert world.outbox.one().provider_id == "first"


@pytest.mark.parametrize("disabled", [False, True], ids=["none", "only-disabled"])
def test_without_an_enabled_provider_it_fails_and_was_never_delivered(*, disabled: bool) -> None:
    world = CalledProject()
    if disabled:
        world.given.provider("smtp", enabled=False)
    world.post(users=[world.given.user().id])
    assert result(world) == ("failed", 0, 1, False)
    assert not world.outbox.all


@pytest.mark.parametrize("named", [{"users": ["nobody"]}, {"topics": ["none"]}, {"users": ["push-only"]}], ids=str)
def test_without_recipients_it_fails_and_was_never_delivered(named: dict[str, Any]) -> None:
    world = CalledProject()
    world.given.provider("smtp")
    user = world.given.user(id="push-only", phone="+15550001111")
    world.given.target(user)
    world.post(**named)
    assert result(world) == ("failed", 0, 1, False)


@pytest.mark.parametrize(("version", "entry"), [("1.9.6", "provider"), ("1.9.0", "recipients")], ids=["now", "before"])
def test_with_neither_provider_nor_recipients_the_release_decides_which_is_said(version: str, entry: str) -> None:
    world = CalledProject(appwrite_version=version)
    world.post(users=["nobody"])
    assert entry in world.message()["deliveryErrors"][0]


def test_a_message_that_is_gone_when_its_job_runs_leaves_nothing() -> None:
    world = CalledProject(delivery="manual")
    world.given.provider("smtp")
    world.post(users=[world.given.user().id])
    world.project.messages.remove(next(iter(world.project.messages)))
    world.project.held["m1"] = 0
    assert deliver_held(world.project) == []


# Recipients -----------------------------------------------------------------------------------------------------------


def test_a_topic_reaches_its_subscribers_of_the_type() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    ada = world.given.user(email="ada@example.com", phone="+15550001111")
    world.given.topic(id="news", subscribers=[ada])
    world.post(topics=["news", "unknown"])
    assert [sent.to for sent in world.outbox] == ["ada@example.com"]


def test_a_user_is_reached_at_all_targets_of_the_type() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    ada = world.given.user(email="ada@example.com", phone="+15550001111")
    world.given.target(ada, type="email", identifier="ada@example.org")
    world.post(users=[ada.id])
    assert [sent.to for sent in world.outbox] == ["ada@example.com", "ada@example.org"]


def test_a_blocked_user_is_reached_too() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    ada = world.given.user()
    world.call("PATCH", f"/users/{ada.id}/status", status=False)
    world.post(users=[ada.id])
    assert world.outbox.one()


def test_targets_of_another_type_drop_out_silently() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    ada = world.given.user(email="ada@example.com")
    push = world.given.target(ada)
    world.post(users=[ada.id], draft=True)
    world.patch(targets=[push.id], draft=False)
    assert [sent.to for sent in world.outbox.all] == ["ada@example.com"]


def test_an_expired_target_is_sent_to_all_the_same() -> None:
    world = CalledProject()
    world.given.provider("fcm")
    target = world.given.target()
    world.project.targets.replace(target, expired=True)
    world.post("push", targets=[target.id])
    assert world.outbox.one().to == target.identifier


@pytest.mark.parametrize(("version", "total"), [("1.9.6", 4), ("1.8.1", 2), ("1.6.2", 2)])
def test_who_is_reached_by_several_ways_gets_it_as_often_as_the_release_says(version: str, total: int) -> None:
    world = CalledProject(appwrite_version=version)
    world.given.provider("smtp")
    ada, bob = world.given.user(email="ada@example.com"), world.given.user(email="bob@example.com")
    world.given.topic(id="news", subscribers=[ada, bob])
    target = world.project.targets.where("user_id", ada.id)[0]
    world.post(topics=["news"], users=[ada.id], targets=[target.id])
    assert world.message()["deliveredTotal"] == total


def test_a_target_is_served_by_its_own_provider_when_that_is_enabled() -> None:
    world = CalledProject()
    world.given.provider("smtp", id="default")
    world.given.provider("sendgrid", id="own")
    world.given.provider("mailgun", id="off")
    ada = world.given.user(email="ada@example.com")
    for name in ("own", "off"):
        world.given.target(ada, type="email", identifier=f"{name}@example.com", provider=name)
    world.call("PATCH", "/messaging/providers/mailgun/off", enabled=False)
    world.post(users=[ada.id])
    assert {sent.to: sent.provider_id for sent in world.outbox} == {
        "ada@example.com": "default",
        "own@example.com": "own",
        "off@example.com": "default",
    }


def test_a_target_may_name_a_provider_of_another_type_and_is_not_reached() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    world.given.provider("twilio", id="texts")
    ada = world.given.user(email="ada@example.com")
    target = world.given.target(ada, type="email", identifier="odd@example.com", provider="texts")
    world.post(targets=[target.id])
    assert result(world) == ("failed", 0, 1, True)
    assert [failed.provider for failed in world.outbox.failed] == ["twilio"]


# Batches and results --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sizes"),
    [("twilio", [1] * 3), ("telesign", [3]), ("sendgrid", [3]), ("fcm", [3]), ("ses", [50, 3])],
    ids=str,
)
def test_recipients_are_handed_over_in_the_batches_of_the_adapter(kind: ProviderKind, sizes: list[int]) -> None:
    world = CalledProject()
    provider = world.given.provider(kind)
    users = [world.given.user(push=f"token-{number}").id for number in range(sum(sizes))]
    world.post(provider.type, users=users)
    handovers = {id(sent.handover): sent.handover for sent in world.outbox}
    assert [handover.recipients for handover in handovers.values()] == sizes


def test_the_results_of_smtp() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    ada, copy = world.given.user(email="ada@example.com"), world.given.target(type="email")
    world.post(users=[ada.id])
    assert result(world) == ("sent", 1, 0, True)
    world.post(users=[ada.id], cc=[copy.id], messageId="m2")
    assert world.message("m2")["deliveredTotal"] == 2


def test_one_refused_recipient_fails_the_whole_mail_under_smtp() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    world.project.faults.fail_delivery("bounced", to="reject@example.com")
    users = [world.given.user(email=f"{name}@example.com").id for name in ("reject", "fine")]
    world.post(users=users)
    assert result(world) == ("failed", 0, 2, True)
    world.post(users=users[:1], messageId="m2")
    assert len(world.message("m2")["deliveryErrors"]) == 1


@pytest.mark.parametrize("role", ["cc", "bcc"])
def test_a_refused_copy_fails_the_whole_mail_under_smtp(role: str) -> None:
    world = CalledProject()
    world.given.provider("smtp")
    copy = world.given.target(type="email", identifier="reject@example.com")
    world.project.faults.fail_delivery("bounced", to="reject@example.com")
    copies: dict[str, Any] = {role: [copy.id]}
    world.post("email", users=[world.given.user().id, world.given.user().id], **copies)
    assert result(world) == ("failed", 0, 3, True)
    assert world.project.faults.unused == []


def test_a_copy_is_known_to_be_somebodys() -> None:
    world = CalledProject()
    world.given.provider("resend")
    ada, bob = world.given.user(email="ada@example.com"), world.given.user(email="bob@example.com")
    target = world.project.targets.where("user_id", bob.id)[0]
    world.post(users=[ada.id], cc=[target.id])
    copy = world.outbox.one(role="cc")
    assert (copy.user_id, copy.target_id, copy.topic_id) == (bob.id, target.id, None)
    world.outbox.assert_delivered_to(ada, bob)


def test_a_refused_connection_names_every_recipient() -> None:
    world = CalledProject()
    world.given.provider("smtp")
    world.project.faults.fail_delivery("provider_down")
    world.post(users=[world.given.user().id, world.given.user().id])
    assert result(world) == ("failed", 0, 2, True)


@pytest.mark.parametrize(
    ("kind", "failure"), [("twilio", "timeout"), ("fcm", "adapter_exception")], ids=["network", "key"]
)
def test_an_unreachable_provider_is_one_error(kind: ProviderKind, failure: FailureName) -> None:
    world = CalledProject()
    provider = world.given.provider(kind)
    world.project.faults.fail_delivery(failure)
    world.post(provider.type, users=[world.given.user(push="token").id])
    assert result(world) == ("failed", 0, 1, True)


def test_partial_success_is_failed_and_keeps_its_total() -> None:
    world = CalledProject()
    world.given.provider("resend")
    world.project.faults.fail_delivery("bounced", to="gone@example.com")
    world.post(users=[world.given.user(email=f"{name}@example.com").id for name in ("gone", "here")])
    assert result(world) == ("failed", 1, 1, True)
    assert world.message()["deliveryErrors"][0].startswith("gone@example.com: ")
    assert [failed.to for failed in world.outbox.failed] == ["gone@example.com"]


def test_an_adapter_that_stops_is_one_error_without_a_recipient() -> None:
    world = CalledProject()
    world.given.provider("sendgrid")
    world.project.faults.fail_delivery("adapter_exception")
    users = [world.given.user(email=f"{name}@example.com").id for name in ("ada", "bob")]
    world.post(users=users)
    (error,) = world.message()["deliveryErrors"]
    assert "@" not in error
    assert len(world.outbox.failed) == 2


def test_a_provider_that_reports_nothing_leaves_one_generic_error() -> None:
    world = CalledProject()
    world.given.provider("mailgun")
    world.project.faults.fail_delivery("server_error")
    world.post(users=[world.given.user().id, world.given.user().id])
    assert result(world) == ("failed", 0, 1, True)


@pytest.mark.parametrize(("version", "kept"), [("1.9.6", 100), ("1.9.0", 120)])
def test_errors_are_kept_up_to_the_cap_of_the_release(version: str, kept: int) -> None:
    world = CalledProject(appwrite_version=version)
    world.given.provider("twilio")
    world.project.faults.fail_delivery("rejected")
    world.post("sms", users=[world.given.user().id for _ in range(120)])
    found = world.message()
    assert (found["status"], len(found["deliveryErrors"])) == ("failed", kept)


def test_a_dead_token_marks_its_target_and_counts_as_failure() -> None:
    world = CalledProject()
    world.given.provider("apns")
    dead, fine = world.given.target(identifier="dead"), world.given.target(identifier="fine")
    world.project.faults.fail_delivery("expired_token", target=dead)
    world.post("push", targets=[dead.id, fine.id])
    assert result(world) == ("failed", 1, 1, True)
    shown = world.call("GET", f"/users/{dead.user_id}/targets/{dead.id}")
    assert shown["expired"] is True
    assert world.project.targets.at(fine.sequence) is fine


@pytest.mark.parametrize(("exact", "status"), [(False, "failed"), (True, "processing")], ids=["friendly", "exact"])
def test_a_message_that_cannot_be_built_ends_as_the_mode_says(*, exact: bool, status: str) -> None:
    world = CalledProject(exact=exact, delivery="manual")
    world.given.provider("smtp")
    file = world.given.file("text", id="f")
    world.post(users=[world.given.user().id], attachments=[file.reference])
    world.project.files.remove(file)
    assert deliver_held(world.project) == []
    assert world.message()["status"] == status
    (line,) = world.project.situation()
    assert "the attachment files:f does not exist" in line


@pytest.mark.parametrize("exact", [False, True], ids=["friendly", "exact"])
def test_a_success_of_vonage_is_misread_only_by_the_real_server(*, exact: bool) -> None:
    world = CalledProject(exact=exact)
    world.given.provider("vonage")
    world.post("sms", users=[world.given.user().id])
    assert world.message()["status"] == ("failed" if exact else "sent")


@pytest.mark.parametrize(
    ("version", "totals"),
    [("1.6.1", (2, 0)), ("1.6.2", (3, 0)), ("1.8.1", (3, 0)), ("1.9.0", (3, 0)), ("1.9.6", (4, 1))],
)
def test_before_1_9_5_a_batch_is_of_the_whole_message(version: str, totals: tuple[int, int]) -> None:
    world = CalledProject(appwrite_version=version)
    world.given.provider("smtp")
    ada, bob = world.given.user(email="ada@example.com"), world.given.user(email="bob@example.com")
    world.given.topic(id="news", subscribers=[bob])
    copy = world.given.target(type="email")
    world.post(topics=["news"], users=[ada.id], cc=[copy.id])
    world.project.faults.fail_delivery("bounced", to="ada@example.com")
    world.post(topics=["news"], users=[ada.id], messageId="m2")
    # One refused recipient fails the mail, and with a mail for each source the other one is reached.
    assert (world.message()["deliveredTotal"], world.message("m2")["deliveredTotal"]) == totals


@pytest.mark.parametrize(("version", "errors"), [("1.6.1", 1), ("1.6.2", 2)])
def test_copies_of_a_mail_are_counted_since_1_6_2(version: str, errors: int) -> None:
    world = CalledProject(appwrite_version=version)
    world.given.provider("smtp")
    copy = world.given.target(type="email")
    world.project.faults.fail_delivery("bounced")
    world.post(users=[world.given.user().id], cc=[copy.id])
    assert result(world) == ("failed", 0, errors, True)


@pytest.mark.parametrize(("version", "copies"), [("1.6.1", 1), ("1.9.6", 2)])
def test_sendgrid_writes_to_a_copy_as_often_as_it_writes_mails(version: str, copies: int) -> None:
    world = CalledProject(appwrite_version=version)
    world.given.provider("sendgrid")
    copy = world.given.target(type="email")
    world.post(users=[world.given.user().id, world.given.user().id], cc=[copy.id])
    assert len(world.outbox.where(role="cc")) == copies


def test_a_vonage_failure_keeps_its_reason_with_the_real_servers_judgement() -> None:
    world = CalledProject(exact=True)
    world.given.provider("vonage")
    world.project.faults.fail_delivery("rejected", times=1)
    for name in ("m1", "m2"):
        world.post("sms", users=[world.given.user().id], messageId=name)
    errors = [failed.error for failed in world.outbox.failed]
    assert errors == ["Number barred", "Unknown error"]
