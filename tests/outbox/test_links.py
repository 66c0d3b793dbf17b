"""Links and one-time codes in what was sent."""

from __future__ import annotations

import copy
import pickle

import pytest

from mockwrite.outbox.links import Found, Link, find_codes, find_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://a.test/x.", ["https://a.test/x"]),
        ("(see https://a.test/x), or https://b.test/(y)!", ["https://a.test/x", "https://b.test/(y)"]),
        ("myapp://reset?code=1 and https://a.test, https://a.test", ["myapp://reset?code=1", "https://a.test"]),
        ("nothing: here //or here", []),
        ("", []),
    ],
)
def test_links_of_a_text(text: str, links: list[str]) -> None:
    assert find_links([text]) == links


def test_links_of_html_are_what_anchors_lead_to_and_what_is_to_be_read() -> None:
    html = """<head><link href="https://style.test/x.css"></head>
        <img src="https://image.test/i.png"> <a href="https://a.test/?u=1&amp;s=2">Go</a> <a href="#top">up</a>
        <a href="mailto:x@y.test">write</a> or copy https://b.test/z."""
    assert find_links([html], html=True) == ["https://a.test/?u=1&s=2", "https://b.test/z"]


def test_a_link_can_be_taken_apart() -> None:
    link = Link("https://App.Example.com:8000/magic?userId=ada&secret=a%20b&empty=")
    assert (link.host, link.path) == ("app.example.com", "/magic")
    assert link.query == {"userId": "ada", "secret": "a b", "empty": ""}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Your code is 123456.", ["123456"]),
        ("Your code is 123 456, or 12-34", ["123456"]),
        ("G-482913 is your code", []),
        ("AB12CD is your code", ["AB12CD"]),
        ("4711", ["4711"]),
        ("Call +49 151 123 4567 or 555-1234", []),
        ("On 2030-01-31 at 12:30 you owe 1250.00 € or $1500", []),
        ("© 2026 Example", []),
        ("Since 2026.\n\nYour code is\n\n998877", ["998877", "2026"]),
        ("Order 5551\nYour PIN:\n1234", ["1234", "5551"]),
        ("https://a.test/?code=123456", []),
    ],
)
def test_codes_of_a_text(text: str, codes: list[str]) -> None:
    assert find_codes([text]) == codes


def test_codes_of_html_are_those_that_a_reader_sees() -> None:
    assert find_codes(["<p style='width:600px'>Your code</p><b>123&nbsp;456</b><!-- 999999 -->"], html=True) == [
        "123456"
    ]


def test_what_is_found_is_a_list_of_its_own_kind_in_any_slice() -> None:
    found = Found(["1234", "5678"], "code", ["Codes 1234 and 5678"])
    assert isinstance(found, list)
    assert found == ["1234", "5678"]
    assert (found[-1], found[1:], found[5:]) == ("5678", ["5678"], [])
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found
    with pytest.raises(IndexError, match=r"there is no code \[2\]: found 1234, 5678 in 'Codes 1234 and 5678'"):
        found[2]


def test_the_text_that_was_looked_through_is_the_readers_and_not_too_long() -> None:
    found: Found[str] = Found([], "link", ["<p>Hello <b>Ada</b></p>" + "x" * 1000], html=True)
    with pytest.raises(IndexError) as caught:
        found[0]
    assert "'Hello Ada xxx" in str(caught.value)
    assert len(str(caught.value)) < 500
