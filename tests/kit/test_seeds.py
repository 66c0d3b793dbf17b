"""The ready worlds: each loads, and what waits in it reaches the right people."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
import requests

from mockwrite.testing.mock_appwrite import MockAppwrite
from mockwrite_fixtures import seeds


def send_draft(mock_appwrite: MockAppwrite, channel: str, message: str) -> Any:
    """Send a draft of the world, as an application would."""
    answered = requests.patch(
        f"{mock_appwrite.endpoint}/messaging/messages/{channel}/{message}",
        json={"draft": False},
        headers={"X-Appwrite-Project": mock_appwrite.project_id, "X-Appwrite-Key": mock_appwrite.api_key},
        timeout=60,
    )
    assert answered.status_code == 200, answered.text
    return mock_appwrite.outbox


def test_a_world_has_a_file_for_serve() -> None:
    for world in seeds.WORLDS:
        assert json.loads(seeds.path(world).read_text(encoding="utf-8"))["version"] == 1
    with pytest.raises(ValueError, match="no world 'zoo'; the worlds are shop, school, newsletter"):
        seeds.path("zoo")


def test_the_command_prints_where_a_world_is() -> None:
    command = [sys.executable, "-m", "mockwrite_fixtures.seeds", "school"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{seeds.path('school')}\n"


def test_the_shop_writes_to_its_customers(mock_appwrite: MockAppwrite) -> None:
    seeds.load("shop", mock_appwrite.project)
    send_draft(mock_appwrite, "email", "invoice")
    invoice = mock_appwrite.outbox.one(to="ada@example.com")
    assert invoice.from_ == "Fern & Fig <orders@fernandfig.example.com>"
    assert [attachment.name for attachment in invoice.attachments] == ["invoice-1041.txt"]
    send_draft(mock_appwrite, "push", "monstera-is-back")
    pushed = mock_appwrite.outbox.where(channel="push")
    assert {sent.user_id: sent.provider for sent in pushed} == {"ada": "fcm", "ben": "apns"}
    send_draft(mock_appwrite, "sms", "on-its-way")
    assert mock_appwrite.outbox.one(channel="sms").user_id == "dmitri"


def test_the_school_writes_when_it_is_time(mock_appwrite: MockAppwrite) -> None:
    seeds.load("school", mock_appwrite.project)
    assert not mock_appwrite.outbox
    mock_appwrite.clock.advance(hours=1)
    # Who is in both classes gets it twice, as on the server.
    assert Counter(sent.user_id for sent in mock_appwrite.outbox) == {
        "ms-rivera": 1,
        "mr-tanaka": 1,
        "parent-abebe": 1,
        "parent-brandt": 1,
        "parent-costa": 2,
        "parent-eriksen": 1,
    }
    mock_appwrite.clock.advance(hours=8)
    assert mock_appwrite.outbox.one(channel="push").user_id == "student-noah"
    mock_appwrite.clock.travel_to("2030-09-09T07:00:00Z")
    assert len(mock_appwrite.outbox.where(message_id="parents-evening")) == 4


def test_the_newsletter_reaches_every_reader_with_an_address(mock_appwrite: MockAppwrite) -> None:
    seeds.load("newsletter", mock_appwrite.project)
    assert len(mock_appwrite.project.users) == 1000
    send_draft(mock_appwrite, "email", "issue-1")
    assert len(mock_appwrite.outbox) == 980


def test_the_file_of_the_newsletter_is_what_the_function_makes() -> None:
    assert json.loads(seeds.path("newsletter").read_text(encoding="utf-8")) == seeds.newsletter()


def test_a_newsletter_can_be_of_any_size() -> None:
    document = seeds.newsletter(60)
    assert len(document["users"]) == len(document["topics"][0]["subscribers"]) == 60
    assert len(document["topics"][1]["subscribers"]) == 6
