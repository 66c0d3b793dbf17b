"""What is tried again, when and how often (contract: delivery.md, batching, retries, errors)."""

from __future__ import annotations

from tests.delivery.called_project import CalledProject, result


def seconds(attempts: tuple[int, ...]) -> list[float]:
    """Return the times of the tries, counted from the first."""
    return [(at - attempts[0]) / 1000 for at in attempts]


def test_a_failure_that_may_pass_is_tried_five_times_with_growing_waits() -> None:
    mock = CalledProject()
    mock.given.provider("twilio")
    mock.project.faults.fail_delivery("throttled")
    mock.post("sms", users=[mock.given.user().id])
    (failed,) = mock.outbox.failed
    assert seconds(failed.attempts) == [0, 1, 3, 7, 15]
    assert failed.at == failed.attempts[-1]
    assert len(mock.message()["deliveryErrors"]) == 1


def test_only_who_still_fails_is_tried_again() -> None:
    mock = CalledProject()
    mock.given.provider("resend")
    mock.project.faults.fail_delivery("throttled", to="slow@example.com", times=2)
    mock.project.faults.fail_delivery("bounced", to="gone@example.com")
    mock.post(users=[mock.given.user(email=f"{name}@example.com").id for name in ("slow", "gone", "fine")])
    tries = {record.to: seconds(record.attempts) if record.attempts else [] for record in mock.outbox.all}
    assert tries == {"slow@example.com": [0, 1, 3], "gone@example.com": [], "fine@example.com": []}
    assert mock.message()["deliveredTotal"] == 2


def test_a_batch_with_one_verdict_is_tried_again_as_a_whole() -> None:
    mock = CalledProject()
    mock.given.provider("sendgrid")
    mock.project.faults.fail_delivery("throttled", to="a@example.com", times=1)
    mock.post(users=[mock.given.user(email=f"{name}@example.com").id for name in "ab"])
    assert [seconds(sent.attempts) for sent in mock.outbox] == [[0, 1], [0, 1]]


def test_a_rule_that_ends_in_time_lets_a_retry_through() -> None:
    mock = CalledProject()
    mock.given.provider("twilio")
    mock.project.faults.fail_delivery("throttled", until="2030-01-31T08:00:02Z")
    mock.post("sms", users=[mock.given.user().id])
    assert seconds(mock.outbox.one().attempts) == [0, 1, 3]


def test_before_1_9_5_nothing_is_tried_again() -> None:
    mock = CalledProject(appwrite_version="1.9.0")
    mock.given.provider("twilio")
    mock.project.faults.fail_delivery("throttled", times=1)
    mock.post("sms", users=[mock.given.user().id])
    assert mock.message()["status"] == "failed"
    assert mock.outbox.failed[0].attempts == ()


def test_a_throttled_copy_is_tried_again_with_its_mail() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    copy = mock.given.target(type="email", identifier="copy@example.com")
    mock.project.faults.fail_delivery("throttled", to="copy@example.com", times=1)
    mock.post(users=[mock.given.user().id], cc=[copy.id])
    # It has joined the recipients by then, so it is counted twice and gets one mail.
    assert result(mock) == ("sent", 3, 0, True)
    assert len(mock.outbox) == 2
    assert seconds(mock.outbox[0].attempts) == [0, 1]
