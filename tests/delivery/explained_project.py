"""One project in which a dozen people did not get what they waited for, each for a reason of their own."""

from __future__ import annotations

from datetime import UTC, datetime

from mockwrite.access.caller import Caller
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.operations.topics import delete_subscriber
from mockwrite.records import User
from mockwrite.settings import Settings
from mockwrite.state.project import KEY_SCOPES, Project

START = "2030-01-31T08:00:00Z"

# The name of each reason, with the message and the person that show it.
SHOWN: dict[str, tuple[str, str]] = {
    "sent_by_fallback": ("news-1", "bea"),
    "wrong_channel": ("news-1", "carl"),
    "unsubscribed": ("news-1", "dora@example.com"),
    "subscribed_later": ("news-1", "eve@example.com"),
    "no_target": ("news-1", "fay"),
    "fault": ("news-1", "hal@example.com"),
    "not_addressed": ("news-1", "ivy"),
    "duplicate": ("twice", "guest@example.com"),
    "dead_token": ("alarm", "token-of-gus"),
    "no_provider": ("code", "+15550100010"),
    "draft": ("draft-1", "ada"),
    "scheduled": ("later", "ada"),
    "waits_for_deliver": ("held", "ada"),
    "waits_for_time": ("slow", "ada"),
}


def build(without: str | None = None) -> Project:
    """Make the project, without the cause of one reason."""

    def there(reason: str) -> bool:
        return reason != without

    instance = Instance(Settings())
    project = instance.create_project("shop", frozen_time=START, random_seed=1)
    given = Given(project)
    given.provider("resend", id="mail", name="Mail")
    given.provider("smtp", id="old", name="Old server", enabled=not there("sent_by_fallback"))
    given.provider("fcm", id="push", name="Phones")
    given.provider("twilio", id="sms", name="Texts", enabled=not there("no_provider"))
    people = {name: _person(given, name, number) for number, name in enumerate(PEOPLE)}
    fay = given.user(id="fay", name="Fay", phone="+15550200000")
    gus = given.user(id="gus", name="Gus", email="gus@example.com", push="token-of-gus")
    more = given.target(people["bea"], type="email", identifier="bea@example.org", id="bea-2", provider="old")
    topic = given.topic(id="news", name="News")
    given.subscriber(topic, _target(project, people["ada"], "email"))
    given.subscriber(topic, more)
    given.subscriber(topic, _target(project, people["carl"], "sms" if there("wrong_channel") else "email"))
    given.subscriber(topic, _target(project, people["hal"], "email"))
    dora = given.subscriber(topic, _target(project, people["dora"], "email"))
    if there("unsubscribed"):
        project.clock.advance(minutes=5)
        caller = Caller("key", KEY_SCOPES)
        delete_subscriber(project, caller, topic_id="news", subscriber_id=dora.id)
    if not there("subscribed_later"):
        given.subscriber(topic, _target(project, people["eve"], "email"))
    if not there("not_addressed"):
        given.subscriber(topic, _target(project, people["ivy"], "email"))
    if not there("no_target"):
        given.target(fay, type="email", identifier="fay@example.com")
    if there("fault"):
        project.faults.fail_delivery("bounced", to="hal@example.com", name="Hal's mailbox is gone")
    if there("dead_token"):
        project.faults.fail_delivery("expired_token", user="gus")
    project.clock.advance(minutes=5)
    given.message(id="news-1", topics=["news"], users=[fay])
    project.clock.advance(minutes=5)
    if there("subscribed_later"):
        given.subscriber(topic, _target(project, people["eve"], "email"))
    twice = ["guest@example.com"] * (2 if there("duplicate") else 1)
    given.message(id="twice", users=["ada"], emails=twice)
    given.message("push", id="alarm", users=[gus])
    given.message("sms", id="code", users=["kim"])
    given.message(id="draft-1", users=["ada"], draft=there("draft"))
    at = datetime(2030, 2, 1, 9, tzinfo=UTC) if there("scheduled") else None
    given.message(id="later", users=["ada"], scheduled_at=at)
    project.delivery = "manual" if there("waits_for_deliver") else "instant"
    given.message(id="held", users=["ada"])
    project.delivery, project.delivery_wait = "after", 90_000 if there("waits_for_time") else 0
    given.message(id="slow", users=["ada"])
    return project


PEOPLE = ("ada", "bea", "carl", "dora", "eve", "hal", "ivy", "lee", "mia", "joe", "kim")


def _person(given: Given, name: str, number: int) -> User:
    return given.user(id=name, name=name.capitalize(), email=f"{name}@example.com", phone=f"+155501000{number:02d}")


def _target(project: Project, user: User, channel: str) -> str:
    return next(row.id for row in project.targets.where("user_id", user.id) if row.provider_type == channel)
