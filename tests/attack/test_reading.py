"""No captured text, header, pattern or number makes reading slow or break."""

from __future__ import annotations

import httpx
import pytest

from mockwrite.access.agents import device_name
from mockwrite.delivery.keys import is_private_key
from mockwrite.faults.faults import Faults, Handed
from mockwrite.faults.patterns import start_pattern
from mockwrite.outbox.eml import eml
from mockwrite.outbox.links import find_codes, find_links
from mockwrite.outbox.plain_text import plain_text
from mockwrite.queries.words import containing, word_matcher
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.attack.clocked import bounded

LONG = 64_000
PIECES = (
    "<a href=", "<a href='", "<a ", "<a href=http://x>", "<![CDATA[", "<![", "<!", "<!--", "<?", "</a ", "</", "<", "<title>",
    "<script>", "</script", "&", "&#", "&#0", "&#x", "http://", "http://a( ", "://", ")", ".", "a.", "a-", "=", "1 ", "A1", "confirm",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_that_repeats_itself_is_read_in_time(piece: str) -> None:
    text = piece * (LONG // len(piece))
    with bounded(3):
        plain_text(text)
        find_links([text, "http://x/" + text])
        find_links([text], html=True)
        find_codes([text])
        find_codes([text], html=True)


@pytest.mark.parametrize(
    "content",
    [
        "&#" + "1" * 4301 + ";", "&#x" + "f" * 4301 + ";", "&#0000000065;", "<![", "<!DOCTYPE", "\x00", "<a href=&#99999999999;>",
        "http://[::1", "<a href='http://[x'>y</a>", "\ud83d",
    ],
)  # fmt: skip
def test_a_mail_with_any_content_can_be_listed_waited_for_and_shown(
    mock: MockAppwrite, control: httpx.Client, content: str
) -> None:
    mock.given.message("email", subject="s", content=content, html=True)
    assert control.get("/outbox").json()["total"] == 1
    assert control.get("/outbox", params={"view": "row"}).status_code == 200
    assert control.get("/wait", params={"timeout": 0}).status_code == 200
    for part in ("", "/html", "/eml", "/wire"):
        assert control.get(f"/outbox/d1{part}").status_code == 200


def test_references_that_are_a_character_are_read_as_it() -> None:
    assert plain_text("&#0000000065;&#x0000041;&amp;&#99999999;&eacute;") == "AA&\ufffdé"


def test_a_link_ends_where_the_next_begins() -> None:
    assert plain_text("<a href=http://a.test>one<a href=http://b.test>two</a>") == (
        "one (http://a.test)two (http://b.test)"
    )


def test_what_a_script_or_comment_holds_is_no_tag() -> None:
    html = "<script>'<a href=http://no.test>'</script><!-- <a href=http://no.test> --><a href='http://yes.test'>x</a>"
    assert find_links([html], html=True) == ["http://yes.test"]


# As long as the head of a request may be.
AGENTS = ("(iPad;" * 10_000, "(iPhone;" * 7_500, "Android 1" * 6_500, "X11;" * 15_000)


@pytest.mark.parametrize("agent", AGENTS, ids=lambda agent: agent[:6])
def test_a_long_user_agent_is_read_in_time(mock: MockAppwrite, agent: str) -> None:
    with bounded():
        device_name(agent + "x")
    with httpx.Client(base_url=mock.endpoint, headers={"X-Appwrite-Project": mock.project_id}, timeout=120) as client:
        with bounded():
            made = client.post("/account/sessions/anonymous", headers={"User-Agent": agent}, json={})
        assert made.status_code == 201, made.text
        with bounded():
            target = {"targetId": "unique()", "identifier": "token"}
            made = client.post("/account/targets/push", headers={"User-Agent": agent}, json=target)
        assert made.status_code == 201, made.text


@pytest.mark.parametrize("pattern", ["*a" * 40 + "*b", "*" * 500 + "b", "a*" * 200 + "b"])
def test_no_pattern_of_a_rule_is_slow(pattern: str) -> None:
    faults = Faults()
    faults.add(on="delivery", to=pattern, error="x")
    handed = Handed("sms", "p", "twilio", "a" * 2000, None, None, None)
    with bounded():
        assert faults.on_delivery(handed, 0) is None


@pytest.mark.parametrize("pattern", ["/" + "*a" * 40 + "*b", "/" + "**a" * 40 + "**b", "/" + "{x}a" * 40 + "**b"])
def test_no_path_of_a_rule_is_slow(pattern: str) -> None:
    faults = Faults()
    faults.add(on="call", path=pattern, status=500)
    with bounded():
        assert faults.on_call("GET", "/v1/" + "a/" * 20_000, 0) is None


def test_no_address_of_a_script_is_slow() -> None:
    with bounded():
        assert start_pattern("*a" * 40 + "*b").match("a" * 2000) is None
    assert start_pattern("api.*.net/V3/*").match("api.mailgun.net/v3/acme/messages")


@pytest.mark.parametrize(
    ("pattern", "path", "means"),
    [
        ("/messaging/**", "/v1/messaging/messages/email", True),
        ("/messaging/*", "/v1/messaging/messages/email", False),
        ("/messaging/*/email", "/v1/messaging/messages/email", True),
        ("/messaging/{x}/e*l", "/v1/messaging/messages/email", True),
        ("/**/e*i*l", "/v1/messaging/messages/email", True),
        ("/m*g/**/*l", "/v1/messaging/messages/email", True),
        ("/**/x*", "/v1/messaging/messages/email", False),
        ("/users/{id}", "/v1/users/", False),
    ],
)
def test_a_path_means_what_its_stars_say(pattern: str, path: str, *, means: bool) -> None:
    faults = Faults()
    faults.add(on="call", path=pattern, status=500)
    assert (faults.on_call("GET", path, 0) is not None) is means


def test_gaps_between_the_numbers_of_a_seed_are_not_walked(
    mock: MockAppwrite, control: httpx.Client, api: httpx.Client
) -> None:
    topics = [{"id": "a", "name": "a"}, {"id": "b", "name": "b", "sequence": 10**30, "subscribe": ["users"]}]
    assert control.put("/state", json={"version": 1, "topics": topics}).status_code == 200
    api.headers["X-Appwrite-Key"] = control.get("/projects").json()["projects"][-1]["key"]
    for id, method, others in (("a", "cursorAfter", ["b"]), ("b", "cursorBefore", ["a"])):
        query = f'{{"method":"{method}","values":["{id}"]}}'
        with bounded():
            page = api.get("/messaging/topics", params={"queries[0]": query}).json()
        assert [topic["$id"] for topic in page["topics"]] == others


@pytest.mark.parametrize("wanted", ["\\%a" * 2 + "b", "\\%" * 2 + "b"])
def test_no_part_that_is_looked_for_is_slow(wanted: str) -> None:
    with bounded():
        assert not containing(wanted)("\\a" * 1000)


@pytest.mark.parametrize("phrase", ["aaa " * 1000 + "bbb", "aaa.bbb-" * 250 + "ccc"])
def test_no_phrase_is_slow(phrase: str) -> None:
    find = word_matcher(f'"{phrase}"', "queries")
    assert find is not None
    with bounded():
        assert not find("aaa " * 30_000)
        assert find(f"x {phrase.replace(' ', '  ')}, y")
        assert not find(f"x{phrase}")


@pytest.mark.parametrize("filling", [" " * 1500, "-----BEGIN PRIVATE KEY-----\n" * 2000, "A \n" * 1000])
def test_no_key_of_a_provider_is_slow(filling: str) -> None:
    with bounded():
        assert not is_private_key(f"-----BEGIN PRIVATE KEY-----\n{filling}!")


@pytest.mark.parametrize("piece", ["<style>", "<style ", "<STYLE>x<style ", "<style>a<x>"])
def test_no_style_sheet_of_a_mail_is_slow(mock: MockAppwrite, piece: str) -> None:
    mock.given.message("email", subject="s", content=piece * (LONG // len(piece)), html=True)
    with bounded():
        assert mock.outbox[0].wire()


@pytest.mark.parametrize(
    ("path", "name"), [("../x", "x"), ("a/b.txt/./", "b.txt"), ("." * 2000 + "/!x", "!x"), ("/" * 999, "")]
)
def test_no_name_of_an_attachment_is_slow(mock: MockAppwrite, path: str, name: str) -> None:
    mock.given.provider("ses", reply_to_email="desk@example.com")
    mock.given.message("email", subject="s", content="c", attachments=[mock.given.file("text", name=path).reference])
    with bounded():
        mail = eml(mock.outbox[0])
    assert f"Content-Disposition: attachment{name and f'; filename={name}'}\r\n".encode() in mail
