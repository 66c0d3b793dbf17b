"""The state machine: it agrees with the server, finds planted bugs, and can be extended for an application."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

import mockwrite_fixtures
from mockwrite.delivery import engine, sending
from mockwrite.delivery.recipients import pages
from mockwrite.operations import targets, topics, users
from mockwrite.records import Message, Provider, Subscriber
from mockwrite.state.collection import Collection
from mockwrite.state.project import Project
from mockwrite.state.run import Recipient
from mockwrite_fixtures.machine import MessagingMachine

thorough = settings(
    max_examples=200 if os.environ.get("CI") else 25,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Enough to find a bug; making the example small is not the point here.
searching = settings(thorough, max_examples=200, phases=[Phase.generate])


def test_the_server_agrees_with_the_model_in_any_order_of_events() -> None:
    run_state_machine_as_test(MessagingMachine, settings=thorough)


UNDER_O = """
from collections import Counter
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from mockwrite.operations import topics
from mockwrite_fixtures.machine import MessagingMachine

assert False, "not under -O"
topics.remove_subscriber = lambda project, subscriber: project.subscribers.remove(subscriber)
run_state_machine_as_test(MessagingMachine, settings=settings(
    max_examples=200, stateful_step_count=50, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
))
"""


def test_the_machine_finds_a_bug_under_python_o_too() -> None:
    done = subprocess.run(
        [sys.executable, "-O", "-c", UNDER_O], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1
    assert "AssertionError: the subscribers of topic" in done.stderr


def test_the_kit_checks_nothing_with_assert() -> None:
    for path in Path(mockwrite_fixtures.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)], path


def forget_to_count_down(plant: pytest.MonkeyPatch) -> None:
    def remove_subscriber(project: Project, subscriber: Subscriber) -> None:
        project.subscribers.remove(subscriber)

    plant.setattr(topics, "remove_subscriber", remove_subscriber)


def overlook(index: str) -> Callable[[pytest.MonkeyPatch], None]:
    def plant_it(plant: pytest.MonkeyPatch) -> None:
        count = Collection.count

        def blind(self: Collection[Any], name: str, value: Any) -> int:
            return 0 if name == index else count(self, name, value)

        plant.setattr(Collection, "count", blind)

    return plant_it


def overlook_who_has_an_identifier(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(targets, "holder_of", lambda project, identifier: None)


def leave_targets_behind(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(users, "remove_target", lambda project, target: None)


def use_disabled_providers(plant: pytest.MonkeyPatch) -> None:
    def default_provider(project: Project, type: str) -> Provider | None:
        return project.providers.first("type", type)

    plant.setattr(sending, "default_provider", default_provider)


def send_to_each_only_once(plant: pytest.MonkeyPatch) -> None:
    def one_page(project: Project, message: Message) -> Iterator[list[Recipient]]:
        everybody = [recipient for page in pages(project, message) for recipient in page]
        yield list({recipient.identifier: recipient for recipient in everybody}.values())

    plant.setattr(sending, "pages", one_page)


def forget_what_is_due(plant: pytest.MonkeyPatch) -> None:
    plant.setitem(engine._TASKS, "fire", lambda project, job: None)


BUGS = {
    "a counter is not decremented": forget_to_count_down,
    "a target is subscribed twice": overlook("topic_sequence,target_sequence"),
    "two targets have the same identifier": overlook_who_has_an_identifier,
    "a deleted user leaves targets": leave_targets_behind,
    "a disabled provider sends": use_disabled_providers,
    "who is in two lists gets one message": send_to_each_only_once,
    "a scheduled message never goes out": forget_what_is_due,
}


# Takes the longest search of them.
RARE = "a deleted user leaves targets"


@pytest.mark.parametrize("bug", [pytest.param(bug, marks=pytest.mark.full) if bug == RARE else bug for bug in BUGS])
def test_a_planted_bug_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(MessagingMachine, settings=searching)


class GreetingApp:
    """An application with a bug: its nightly clean-up forgets whom it has greeted."""

    def __init__(self) -> None:
        self.greeted: set[str] = set()

    def greet_newcomers(self, machine: MessagingMachine) -> None:
        for user in sorted(set(machine.model.users) - self.greeted):
            body = {"messageId": machine.new_id("greeting"), "subject": "Hello", "content": user, "users": [user]}
            machine.call("POST", "/messaging/messages/email", body)
            self.greeted.add(user)

    def clean_up(self) -> None:
        self.greeted.clear()


class Greeting(MessagingMachine):
    """The machine with rules that call the application, and what must hold whatever happens."""

    def __init__(self) -> None:
        super().__init__()
        self.app = GreetingApp()

    @rule()
    def day_comes(self) -> None:
        """Let the application greet who is new."""
        self.app.greet_newcomers(self)

    @rule()
    def night_comes(self) -> None:
        """Let the application clean up."""
        self.app.clean_up()

    @invariant()
    def nobody_is_greeted_twice(self) -> None:
        """A user gets one greeting at most."""
        greetings = [sent.content for sent in self.world.outbox if sent.message_id.startswith("greeting")]
        assert len(set(greetings)) == len(greetings), "somebody was greeted twice"


def test_an_extended_machine_finds_a_bug_of_the_application() -> None:
    with pytest.raises(AssertionError, match="somebody was greeted twice"):
        run_state_machine_as_test(Greeting, settings=searching)
