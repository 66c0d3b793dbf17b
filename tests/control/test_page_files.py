"""The files of the outbox page, as they are kept and served."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

import mockwrite.control

FOLDER = Path(mockwrite.control.__file__).parent / "page"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_served_under_a_strict_policy(control: httpx.Client, name: str) -> None:
    answer = control.get(f"/{name}")
    policy = answer.headers["content-security-policy"]
    assert answer.content == (FOLDER / name).read_bytes()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_page_is_at_the_root_with_and_without_the_slash(control: httpx.Client) -> None:
    assert "<!doctype html>" in control.get("/").text
    bare = httpx.get(str(control.base_url).rstrip("/"))
    assert (bare.status_code, bare.headers["location"]) == (308, "/_mockwrite/")


@pytest.mark.parametrize(
    "name", ["../page.py", "..%2fpage.py", "scripts/../../page.py", "scripts", "page.py", "nothing.js"]
)
def test_no_other_file_can_be_had(control: httpx.Client, name: str) -> None:
    assert control.get(f"/{name}").status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_long_and_none_asks_for_anything_elsewhere(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", text)) - {"http://www.w3.org/2000/svg"}
    assert len(text.splitlines()) < 400
    assert not addresses
    assert "innerHTML" not in text
