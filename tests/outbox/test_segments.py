"""How a text is split into SMS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwrite.outbox.segments import segments


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        pytest.param("", "GSM-7", 0, 1, id="nothing is one empty segment"),
        pytest.param("a" * 160, "GSM-7", 160, 1, id="160 letters fit into one"),
        pytest.param("a" * 161, "GSM-7", 161, 2, id="the 161st starts a second"),
        pytest.param("a" * 306, "GSM-7", 306, 2, id="two hold 153 each"),
        pytest.param("a" * 307, "GSM-7", 307, 3, id="the 307th starts a third"),
        pytest.param("€" * 80, "GSM-7", 160, 1, id="the euro sign takes two septets"),
        pytest.param("Grüße, Å Ω", "GSM-7", 10, 1, id="umlauts and some Greek are in GSM-7"),
        pytest.param("é è ñ ç", "UCS-2", 7, 1, id="small c with cedilla is not, only the capital is"),
        pytest.param("я" * 70, "UCS-2", 70, 1, id="70 Cyrillic letters fit into one"),
        pytest.param("я" * 71, "UCS-2", 71, 2, id="two hold 67 each"),
        pytest.param("😀" * 35, "UCS-2", 70, 1, id="an emoji takes two code units"),
        pytest.param("😀" * 36, "UCS-2", 72, 2, id="an emoji is not torn apart"),
    ],
)
def test_a_text_is_counted_as_the_carrier_counts_it(text: str, encoding: str, units: int, parts: int) -> None:
    found = segments(text)
    assert (found.encoding, found.units, len(found)) == (encoding, units, parts)


def test_a_character_of_two_septets_moves_to_the_next_segment_whole() -> None:
    found = segments("a" * 152 + "€" + "b" * 20)
    assert [part.units for part in found.parts] == [152, 22]
    assert found.parts[1].text.startswith("€")


def test_the_reason_for_ucs_2_names_the_characters() -> None:
    assert segments("a – b").reason == "– (U+2013)"
    assert segments("абвгдеж").reason == "а (U+0430), б (U+0431), в (U+0432), г (U+0433), д (U+0434) and 2 more"
    assert segments("plain").reason is None


@given(st.text(max_size=500))
def test_the_segments_together_are_the_text_and_none_is_too_long(text: str) -> None:
    found = segments(text)
    assert "".join(part.text for part in found.parts) == text
    assert sum(part.units for part in found.parts) == found.units
    assert all(part.units <= found.capacity for part in found.parts)
