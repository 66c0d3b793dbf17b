"""The outbox keeps batches, and makes their deliveries when somebody looks."""

import pytest

from mockwrite import OutboxError
from mockwrite.outbox.delivery import Delivery
from tests.delivery.called_project import CalledProject


def project_with_two_people() -> CalledProject:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.given.topic(id="news", subscribers=[mock.given.user(email=f"{name}@example.com") for name in ("ada", "bob")])
    return mock


def test_a_delivery_is_the_same_object_whoever_looks() -> None:
    mock = project_with_two_people()
    heard: list[Delivery] = []
    mock.project.listeners.add(lambda project, kind, record: heard.append(record), ("delivery",))
    mock.post(topics=["news"])
    assert [*mock.outbox] == heard
    assert mock.outbox.one(to="bob@example.com") is mock.outbox[1] is heard[1]


def test_what_is_counted_is_what_is_there_when_somebody_looks() -> None:
    mock = project_with_two_people()
    mock.given.user(id="gone", email="bounced@simulator.test")
    mock.post(topics=["news"])
    mock.post(messageId="m2", users=["gone"])
    assert (len(mock.outbox), bool(mock.outbox), mock.outbox.size) == (2, True, 3)
    assert (len([*mock.outbox]), len(mock.outbox.all), len(mock.outbox.failed)) == (2, 3, 1)
    assert (len(mock.outbox), mock.outbox.size) == (2, 3)


def test_what_comes_after_somebody_looked_comes_behind_it() -> None:
    mock = project_with_two_people()
    mock.post(topics=["news"])
    assert mock.outbox[0].message_id == "m1"
    mock.post(messageId="m2", topics=["news"])
    assert [sent.message_id for sent in mock.outbox] == ["m1", "m1", "m2", "m2"]
    assert [sent.id for sent in mock.outbox] == ["d1", "d2", "d3", "d4"]


def test_what_was_forgotten_or_restored_does_not_come_back_from_a_batch() -> None:
    mock = project_with_two_people()
    mock.post(topics=["news"])
    saved = mock.outbox.state()
    mock.post(messageId="m2", topics=["news"])
    mock.outbox.restore(saved)
    assert [sent.message_id for sent in mock.outbox] == ["m1", "m1"]
    mock.post(messageId="m3", topics=["news"])
    assert mock.outbox.clear(to="ada@example.com") == 2
    assert [(sent.message_id, sent.to) for sent in mock.outbox] == [
        ("m1", "bob@example.com"),
        ("m3", "bob@example.com"),
    ]


def test_a_call_names_the_deliveries_that_are_still_kept() -> None:
    mock = project_with_two_people()
    mock.project.outbox.most = 3
    for number in range(2):
        mock.post(messageId=f"m{number}", topics=["news"])
    assert [call.deliveries for call in mock.project.journal if call.message_id] == [["d1", "d2"], ["d3", "d4"]]
    assert [sent.id for sent in mock.outbox.all] == ["d2", "d3", "d4"]


def test_as_many_deliveries_as_are_waited_for_are_enough_and_one_less_is_not() -> None:
    mock = project_with_two_people()
    mock.post(topics=["news"])
    for count in (1, 2):
        assert [sent.id for sent in mock.outbox.wait_for(count=count, timeout=0)] == ["d1", "d2"]
    with pytest.raises(OutboxError):
        mock.outbox.wait_for(count=3, timeout=0)
