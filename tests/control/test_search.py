"""The search language, without a server."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwrite.moments import to_ms
from mockwrite.outbox.search import DELIVERIES, SearchError, parse
from mockwrite.testing.mock_appwrite import MockAppwrite


@pytest.fixture
def mixed(mock: MockAppwrite) -> MockAppwrite:
    """A project that sent one of each, and failed once."""
    given_ = mock.given
    given_.provider("smtp", from_name="Acme", from_email="hello@acme.example")
    given_.provider("twilio")
    given_.provider("fcm")
    ada = given_.user(id="ada", email="ada@example.com", phone="+4915112345678", push="token-ada")
    bob = given_.user(id="bob", email="bob@example.com", phone="+15551234567")
    file = given_.file(b"%PDF", name="invoice.pdf")
    given_.message("email", users=[ada], subject="Reset your password", content="<p>Click</p>", html=True)
    given_.message("email", users=[bob], subject="Invoice", attachments=[f"{file.bucket_id}:{file.id}"])
    given_.message("sms", users=[bob], content="Your code is 1234")
    given_.message("push", users=[ada], title="Ride", body="It is here", data={"rideId": "r-1"}, badge=3)
    return mock


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("origin:messaging", ["messaging"]),
        ("origin:recovery", ["recovery"]),
        ("-origin:messaging", ["recovery"]),
        ("origin:recovery to:bob", []),
    ],
)
def test_a_search_tells_what_accounts_sent_from_messaging(
    text: str, origins: list[str], mock: MockAppwrite, control: httpx.Client
) -> None:
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    mock.given.message("email", users=[ada], subject="Welcome")
    with httpx.Client(base_url=mock.endpoint, headers={"x-appwrite-project": mock.project_id}) as browser:
        browser.post("/account/recovery", json={"email": "ada@example.com", "url": "http://localhost/reset"})
    found = control.get("/outbox", params={"search": text}).json()["deliveries"]
    assert [row["origin"] for row in found] == origins


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["ada@example.com", "bob@example.com", "+15551234567", "token-ada"]),
        ("to:ada", ["ada@example.com", "token-ada"]),
        ("to:ADA channel:email", ["ada@example.com"]),
        ("channel:sms", ["+15551234567"]),
        ('subject:"your password"', ["ada@example.com"]),
        ("code", ["+15551234567"]),
        ('"code is 1234"', ["+15551234567"]),
        ("has:attachment", ["bob@example.com"]),
        ("attachment:invoice.pdf", ["bob@example.com"]),
        ("has:html", ["ada@example.com"]),
        ("has:badge data:r-1", ["token-ada"]),
        ("from:acme", ["ada@example.com", "bob@example.com"]),
        ("provider:twilio", ["+15551234567"]),
        ("user:bob -has:attachment", ["+15551234567"]),
        ("-channel:email -channel:sms", ["token-ada"]),
        ("role:cc", []),
        ("failed", []),
        ("sent", ["ada@example.com", "bob@example.com", "+15551234567", "token-ada"]),
        ('"sent"', []),
        ("after:10m", ["ada@example.com", "bob@example.com", "+15551234567", "token-ada"]),
        ("before:10m", []),
        ("after:2020-01-01 before:2020-01-02T10:00", []),
        ("https://example.com", []),
        ("12:30", []),
    ],
)
def test_a_search_finds(mixed: MockAppwrite, text: str, expected: list[str]) -> None:
    search = parse(text, mixed.clock.ms)
    assert [record.to for record in mixed.outbox if search.matches(record)] == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("colour:red", "there is no field 'colour'. Fields are id, message"),
        ("chanel:sms", "there is no field 'chanel'; did you mean channel? Fields are id, message"),
        ("channel:fax", "channel is one of email, sms, push, got 'fax'"),
        ("has:fun", "has: takes one of error"),
        ("after:soon", "'soon' is no time: write how long ago"),
        ("to: ada", "to: needs a value right after the colon"),
    ],
)
def test_a_search_that_cannot_be_read_says_what_is_possible(text: str, complaint: str) -> None:
    with pytest.raises(SearchError) as caught:
        parse(text, 0)
    assert complaint in str(caught.value)


def test_times_count_back_from_the_projects_clock(mock: MockAppwrite) -> None:
    mock.clock.freeze("2030-01-01T12:00:00+00:00")
    mock.given.message("sms", content="early")
    mock.clock.advance(minutes=30)
    mock.given.message("sms", content="late")
    recent = parse("after:10m", mock.clock.ms)
    assert [record.content for record in mock.outbox if recent.matches(record)] == ["late"]
    old = parse("before:2030-01-01T12:10:00Z", to_ms(mock.clock.now()))
    assert [record.content for record in mock.outbox if old.matches(record)] == ["early"]


def test_after_takes_the_moment_itself_and_before_does_not(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.clock.freeze("2030-01-01T12:00:00+00:00")
    mock.given.message("sms", content="now")
    [record] = mock.outbox

    def found(words: str) -> bool:
        return parse(words, mock.clock.ms).matches(record)

    for moment in ("2030-01-01T12:00:00Z", "0s"):
        assert (found(f"after:{moment}"), found(f"before:{moment}")) == (True, False)
    assert not found("after:2030-01-01T12:00:00.001Z")
    assert found("before:2030-01-01T12:00:00.001Z")
    assert found("after:2030-01-01T11:59:59.999Z")
    for name, total in (("after", 1), ("before", 0)):
        assert control.get("/outbox", params={name: "2030-01-01T12:00:00Z"}).json()["total"] == total
    assert control.get("/outbox", params={"before": "2030-01-01T12:00:00.001Z"}).json()["total"] == 1


def test_only_a_search_that_says_a_status_names_one() -> None:
    assert parse("failed", 0).names_status
    assert parse("status:sent to:ada", 0).names_status
    assert not parse('"failed" to:ada', 0).names_status


@given(st.text())
def test_any_text_is_either_read_or_refused_in_words(text: str) -> None:
    try:
        parse(text, 0)
    except SearchError as error:
        assert str(error)


@given(st.text(st.characters(exclude_characters='"\\', exclude_categories=["Cs"]), min_size=1))
def test_a_quoted_text_is_found_word_for_word(text: str) -> None:
    class Message:
        """As much of a delivery as a word is looked for in."""

        content = f"before {text} after"

        def __getattr__(self, name: str) -> None:
            return None

    assert parse(f'"{text}"', 0, DELIVERIES).matches(Message())


def test_a_time_longer_ago_than_the_calendar_goes_is_its_beginning(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms", content="Hi")
    assert control.get("/outbox?after=99999999999w").json()["total"] == 1
    assert control.get("/outbox", params={"search": "after:99999999999w"}).json()["total"] == 1


def test_the_data_of_a_push_is_found_by_any_letters(mock: MockAppwrite, control: httpx.Client) -> None:
    for id, data in (("greeting", {"text": "Grüße aus Köln"}), ("half", {"text": "half \ud83d"})):
        mock.given.message("push", id=id, title="t", data=data)
    found = control.get("/outbox", params={"search": "data:grüße"}).json()["deliveries"]
    assert [delivery["messageId"] for delivery in found] == ["greeting"]
    assert control.get("/outbox", params={"search": 'data:"u00fc"'}).json()["total"] == 0
