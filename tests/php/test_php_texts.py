"""Texts as PHP makes them. `php_strip_tags.jsonl` holds texts and what `strip_tags` of PHP 8.2 leaves of them."""

from __future__ import annotations

import json
from pathlib import Path

from mockwrite.php.texts import strip_tags

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "php_strip_tags.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_tags_go_as_php_takes_them_away() -> None:
    assert [text for text, left in PAIRS if strip_tags(text) != left] == []
    assert len(PAIRS) > 400
