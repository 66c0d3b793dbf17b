"""What is read out of a User-Agent."""

from __future__ import annotations

import pytest

from mockwrite.access.agents import device_name, parse_agent
from mockwrite.releases import parse_version, rules_for

_WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.71"
AGENTS = {
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) {_WEBKIT} Version/17.0 Mobile/15E148 Safari/604.1": (
        "iOS", "17.0", "browser", "Mobile Safari", "17.0", "WebKit", "605.1.15", "smartphone", "Apple", "iPhone",
    ),
    f"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) {_WEBKIT} Version/16.6 Mobile/15E148 Safari/604.1": (
        "iPadOS", "16.6", "browser", "Mobile Safari", "16.6", "WebKit", "605.1.15", "tablet", "Apple", "iPad",
    ),
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT} Version/17.1 Safari/605.1.15": (
        "Mac", "10.15", "browser", "Safari", "17.1", "WebKit", "605.1.15", "desktop", "Apple", "",
    ),
    f"Mozilla/5.0 (Linux; Android 13; SM-S918B) {_CHROME} Mobile Safari/537.36": (
        "Android", "13", "browser", "Chrome Mobile", "120.0", "Blink", "120.0.6099.71", "smartphone", "Samsung", "Galaxy S23 Ultra",
    ),
    f"Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro Build/UD1A) {_CHROME} Mobile Safari/537.36": (
        "Android", "14", "browser", "Chrome Mobile", "120.0", "Blink", "120.0.6099.71", "smartphone", "Google", "Pixel 8 Pro",
    ),
    f"Mozilla/5.0 (Linux; Android 10; K) {_CHROME} Mobile Safari/537.36": (
        "Android", "10", "browser", "Chrome Mobile", "120.0", "Blink", "120.0.6099.71", "smartphone", "", "",
    ),
    f"Mozilla/5.0 (X11; Linux x86_64) {_CHROME} Safari/537.36": (
        "GNU/Linux", "", "browser", "Chrome", "120.0", "Blink", "120.0.6099.71", "desktop", "", "",
    ),
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36 Edg/120.0.2210.61": (
        "Windows", "10", "browser", "Microsoft Edge", "120.0", "Blink", "120.0.6099.71", "desktop", "", "",
    ),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0": (
        "Windows", "10", "browser", "Firefox", "120.0", "Gecko", "120.0", "desktop", "", "",
    ),
    "Python-urllib/2.8": ("", "", "library", "Python urllib", "2.8", "", "", "", "", ""),
    "python-requests/2.32.3": ("", "", "library", "Python Requests", "2.32", "", "", "", "", ""),
    "node": ("",) * 10,
    "": ("",) * 10,
}  # fmt: skip
SHOWN = (
    "osName", "osVersion", "clientType", "clientName", "clientVersion", "clientEngine", "clientEngineVersion", "deviceName",
    "deviceBrand", "deviceModel",
)  # fmt: skip


@pytest.mark.parametrize(("agent", "fields"), AGENTS.items(), ids=[agent[:60] or "none" for agent in AGENTS])
def test_what_a_user_agent_tells(agent: str, fields: tuple[str, ...]) -> None:
    parsed = parse_agent(agent, rules_for(parse_version("1.9.6")))
    assert tuple(parsed[name] for name in SHOWN) == fields
    assert device_name(agent) == f"{fields[-2]} {fields[-1]}"


def test_an_older_server_reads_no_version_of_a_library() -> None:
    assert parse_agent("Python-urllib/2.8", rules_for(parse_version("1.6.2")))["clientVersion"] == ""
