"""Every Python example of docs/kit.md runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "kit.md"
EXAMPLES = re.findall(
    r"^## (.+?)\n.*?^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("title", "example"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_runs(title: str, example: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(example)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q")
    counts = result.parseoutcomes()
    assert counts.get("passed", 0) == len(re.findall(r"^def test_|^Test\w+ =", example, re.MULTILINE)), (
        result.stdout.str()
    )
    assert "failed" not in counts and "error" not in counts
