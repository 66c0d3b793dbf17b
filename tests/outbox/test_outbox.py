"""The outbox keeps batches, and makes their deliveries when somebody looks."""

from mockwrite.outbox.delivery import Delivery
from tests.delivery.called_project import CalledProject


def world_with_two_people() -> CalledProject:
    world = CalledProject()
    world.given.provider("smtp")
    world.given.topic(id="news", subscribers=[world.given.user(email=f"{name}@example.com") for name in ("ada", "bob")])
    return world


def test_a_delivery_is_the_same_object_whoever_looks() -> None:
    world = world_with_two_people()
    heard: list[Delivery] = []
    world.project.listeners.add(lambda project, kind, record: heard.append(record), ("delivery",))
    world.post(topics=["news"])
    assert [*world.outbox] == heard
    assert world.outbox.one(to="bob@example.com") is world.outbox[1] is heard[1]


def test_what_is_counted_is_what_is_there_when_somebody_looks() -> None:
    world = world_with_two_people()
    world.given.user(id="gone", email="bounced@simulator.test")
    world.post(topics=["news"])
    world.post(messageId="m2", users=["gone"])
    assert (len(world.outbox), bool(world.outbox), world.outbox.size) == (2, True, 3)
    assert (len([*world.outbox]), len(world.outbox.all), len(world.outbox.failed)) == (2, 3, 1)
    assert (len(world.outbox), world.outbox.size) == (2, 3)


def test_what_comes_after_somebody_looked_comes_behind_it() -> None:
    world = world_with_two_people()
    world.post(topics=["news"])
    assert world.outbox[0].message_id == "m1"
    world.post(messageId="m2", topics=["news"])
    assert [sent.message_id for sent in world.outbox] == ["m1", "m1", "m2", "m2"]
    assert [sent.id for sent in world.outbox] == ["d1", "d2", "d3", "d4"]


def test_what_was_forgotten_or_restored_does_not_come_back_from_a_batch() -> None:
    world = world_with_two_people()
    world.post(topics=["news"])
    saved = world.outbox.state()
    world.post(messageId="m2", topics=["news"])
    world.outbox.restore(saved)
    assert [sent.message_id for sent in world.outbox] == ["m1", "m1"]
    world.post(messageId="m3", topics=["news"])
    assert world.outbox.clear(to="ada@example.com") == 2
    assert [(sent.message_id, sent.to) for sent in world.outbox] == [
        ("m1", "bob@example.com"),
        ("m3", "bob@example.com"),
    ]


def test_a_call_names_the_deliveries_that_are_still_kept() -> None:
    world = world_with_two_people()
    world.project.outbox.most = 3
    for number in range(2):
        world.post(messageId=f"m{number}", topics=["news"])
    assert [call.deliveries for call in world.project.journal if call.message_id] == [["d1", "d2"], ["d3", "d4"]]
    assert [sent.id for sent in world.outbox.all] == ["d2", "d3", "d4"]
