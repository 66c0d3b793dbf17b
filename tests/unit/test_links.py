"""Links and one-time codes in what was sent."""

from __future__ import annotations

import pytest

from mockwrite.links import Link, find_codes, find_links


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
