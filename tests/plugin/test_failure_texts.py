"""The texts of failed assertions, kept as golden files: they read like advice.

`pytest --mockwrite-update-golden tests/plugin` writes them anew; look at the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
import requests
from dirty_equals import IsStr

from mockwrite import MockAppwrite, OutboxError, UnexpectedCalls

GOLDEN = Path(__file__).parent / "golden"
REPEATABLE = pytest.mark.mockwrite(transport="in-process", random_seed=1, time="2030-01-01T08:00:00Z")
pytestmark = REPEATABLE

Act = Callable[[MockAppwrite], object]


def _call(mock: MockAppwrite, method: str, path: str, body: Any = None) -> None:
    headers = {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key}
    requests.request(method, mock.endpoint + path, json=body, headers=headers, timeout=60)


@pytest.fixture
def shop(mock_appwrite: MockAppwrite) -> MockAppwrite:
    """Return a project that has sent three messages, and holds back others for the most usual reasons."""
    given = mock_appwrite.given
    given.provider("sendgrid")
    given.provider("twilio")
    ada = given.user(id="ada", email="ada@example.com", phone="+4915112345678")
    bob = given.user(id="bob", email="bob@example.com")
    text = "Hello Ada,\nyour order 17 is on its way.\nYours, the shop"
    given.message(id="order", users=[ada], subject="Your order", content=text)
    given.message(id="both", users=[ada, bob], subject="News", content="Long news " * 20)
    given.message("sms", id="code", users=[ada], content="Your code is 123 456")
    given.message(id="later", users=[ada], scheduled_at=datetime(2030, 1, 2, 8, tzinfo=UTC))
    given.message(id="draft", users=[ada], draft=True)
    given.message("push", id="nobody", users=[bob])
    _call(mock_appwrite, "POST", "/messaging/messages/email", {"messageId": "m", "subject": "S", "topics": ["news"]})
    return mock_appwrite


# What is asserted, and so the name of the golden file.
FAILURES: dict[str, Act] = {
    "one-nothing-is-close": lambda mock: mock.outbox.one(to="carol@example.com", channel="push"),
    "one-a-field-differs": lambda mock: mock.outbox.one(to="ada@example.com", subject="Your Order"),
    "one-too-many": lambda mock: mock.outbox.one(to="ada@example.com"),
    "one-lines-differ": lambda mock: mock.outbox.one(
        subject="Your order", content="Hello Ada,\nyour order 18 is on its way.\nYours, the shop"
    ),
    "one-has-it-as-a-part": lambda mock: mock.outbox.one(channel="sms", content="Your code"),
    "one-has-a-special-character": lambda mock: mock.outbox.one(content="your order 17 is on its way."),
    "one-a-long-text-differs": lambda mock: mock.outbox.one(
        to="bob@example.com", content="Long news " * 15 + "Short news " + "Long news " * 4
    ),
    "one-of-a-pattern": lambda mock: mock.outbox.one(channel="sms", content=re.compile(r"\d{8}")),
    "one-of-a-callable": lambda mock: mock.outbox.one(channel="sms", content=lambda text: text.endswith("!")),
    "one-of-dirty-equals": lambda mock: mock.outbox.one(channel="sms", content=IsStr(regex=r"\d+")),
    "assert-sent-count": lambda mock: mock.outbox.assert_sent(count=3, subject="News"),
    "assert-sent": lambda mock: mock.outbox.assert_sent(channel="push", to=ANY),
    "assert-none": lambda mock: mock.outbox.assert_none(to="bob@example.com"),
    "assert-delivered-to": lambda mock: mock.outbox.assert_delivered_to(
        "bob@example.com", "carol@example.com", subject="News"
    ),
    "wait-for": lambda mock: mock.outbox.wait_for(to="ada@example.com", subject="Reminder", timeout=0.01),
}


def _compare(name: str, text: str, config: pytest.Config) -> None:
    path = GOLDEN / f"{name}.txt"
    actual = text.replace(f"{Path(__file__).parent}/", "") + "\n"
    if config.getoption("mockwrite_update_golden"):
        path.write_text(actual, encoding="utf-8")
    assert actual == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FAILURES)
def test_a_failed_assertion_reads_like_advice(shop: MockAppwrite, name: str, pytestconfig: pytest.Config) -> None:
    with pytest.raises(OutboxError) as caught:
        FAILURES[name](shop)
    _compare(name, str(caught.value), pytestconfig)


def test_an_empty_outbox_asks_whether_the_application_is_connected(
    mock_appwrite: MockAppwrite, pytestconfig: pytest.Config
) -> None:
    with pytest.raises(OutboxError) as caught:
        mock_appwrite.outbox.one()
    _compare("one-of-an-unused-project", str(caught.value), pytestconfig)


@pytest.mark.mockwrite(delivery="manual")
def test_held_messages_say_how_to_send_them(mock_appwrite: MockAppwrite, pytestconfig: pytest.Config) -> None:
    mock_appwrite.given.message(id="held")
    with pytest.raises(OutboxError) as caught:
        mock_appwrite.outbox.one(channel="email")
    _compare("one-while-delivery-is-manual", str(caught.value), pytestconfig)


def test_a_forgotten_provider_is_named(mock_appwrite: MockAppwrite, pytestconfig: pytest.Config) -> None:
    mock_appwrite.given.user(id="ada")
    letter = {"messageId": "letter", "subject": "Hello", "content": "Hello", "users": ["ada"]}
    _call(mock_appwrite, "POST", "/messaging/messages/email", letter)
    with pytest.raises(OutboxError) as caught:
        mock_appwrite.outbox.one()
    _compare("one-without-a-provider", str(caught.value), pytestconfig)


def test_a_failed_delivery_that_matches_is_named(mock_appwrite: MockAppwrite, pytestconfig: pytest.Config) -> None:
    mock_appwrite.faults.fail_delivery("bounced", to="ada@example.com")
    ada = mock_appwrite.given.user(id="ada", email="ada@example.com")
    mock_appwrite.given.message(id="letter", users=[ada])
    with pytest.raises(OutboxError) as caught:
        mock_appwrite.outbox.one(to="ada@example.com")
    _compare("one-failed", str(caught.value), pytestconfig)


def test_a_changed_outbox_shows_what_is_different_from_the_golden_file(
    shop: MockAppwrite, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    from mockwrite.outbox.golden import GoldenFiles

    shop.outbox.golden_files = GoldenFiles(tmp_path, update=True)
    shop.outbox.assert_matches_golden("shop.json")
    shop.given.message("sms", id="more", users=["ada"], content="One more")
    shop.outbox.golden_files = GoldenFiles(tmp_path)
    with pytest.raises(OutboxError) as caught:
        shop.outbox.assert_matches_golden("shop.json")
    _compare("golden-changed", str(caught.value).replace(str(tmp_path), "golden"), pytestconfig)


def test_a_missing_golden_file_is_shown_as_it_would_be(
    shop: MockAppwrite, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    from mockwrite.outbox.golden import GoldenFiles

    shop.outbox.clear(channel="email")
    shop.outbox.golden_files = GoldenFiles(tmp_path)
    with pytest.raises(OutboxError) as caught:
        shop.outbox.assert_matches_golden("shop.json")
    _compare("golden-missing", str(caught.value).replace(str(tmp_path), "golden"), pytestconfig)


@pytest.mark.mockwrite(fail_on_refused=True)
def test_unexpected_refusals_fail_the_next_assertion(mock_appwrite: MockAppwrite, pytestconfig: pytest.Config) -> None:
    _call(mock_appwrite, "GET", "/messaging/topics/nowhere")
    _call(mock_appwrite, "POST", "/messaging/topics", {"topicId": "t", "name": "T", "nick": "x"})
    _call(mock_appwrite, "GET", "/messaging/pigeons")
    with pytest.raises(UnexpectedCalls) as caught:
        mock_appwrite.outbox.assert_none()
    _compare("fail-on-refused", str(caught.value), pytestconfig)
    # Each is complained of once.
    mock_appwrite.outbox.assert_none()


@pytest.mark.mockwrite(fail_on_refused=True)
def test_deliveries_nobody_looked_at_are_listed_at_the_end(
    mock_appwrite: MockAppwrite, pytestconfig: pytest.Config
) -> None:
    mock_appwrite.given.message("sms", id="a", content="Looked at")
    mock_appwrite.given.message("sms", id="b", content="Not looked at")
    mock_appwrite.outbox.one(content="Looked at")
    with pytest.raises(UnexpectedCalls) as caught:
        mock_appwrite.check()
    _compare("not-looked-at", str(caught.value), pytestconfig)
    assert len(mock_appwrite.outbox) == 2


def test_an_expected_refusal_that_does_not_come_shows_the_calls(
    mock_appwrite: MockAppwrite, pytestconfig: pytest.Config
) -> None:
    with pytest.raises(OutboxError) as caught, mock_appwrite.expect_error("topic_not_found"):
        _call(mock_appwrite, "GET", "/messaging/topics")
    _compare("expect-error", str(caught.value), pytestconfig)
