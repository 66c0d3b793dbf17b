"""HTML read without a browser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockwrite.outbox.plain_text import plain_text

LETTER = """
<html><head><title>unseen</title><style>p { color: red }</style></head><body>
<h1>Welcome</h1><p>Dear <b>Ada</b>,<br>confirm <a href="https://acme.example/c?t=1">your
address</a>.</p><ul><li>one</li><li>two</li></ul>
<table><tr><td>1</td><td>2</td></tr></table><img src="x.png" alt="Logo"><a href="#top">up</a>
<script>unseen()</script></body></html>
"""


def test_blocks_become_lines_and_what_is_not_shown_is_left_out() -> None:
    assert plain_text(LETTER) == (
        "Welcome\n\nDear Ada,\nconfirm your address (https://acme.example/c?t=1).\n\n- one\n\n- two\n\n1 2\n\nLogoup"
    )


def test_the_targets_of_links_can_be_left_out() -> None:
    assert "https" not in plain_text(LETTER, targets=False)


@given(st.text())
def test_anything_can_be_read(html: str) -> None:
    assert isinstance(plain_text(html), str)


def test_markup_that_is_never_closed_is_read_all_the_same() -> None:
    assert plain_text("<p>Hi <b>there <a href=x>you") == "Hi there you"
