"""What the server reads out of a User-Agent: the client fields of logs and sessions, the name of a push target.

The server asks a library with thousands of patterns. Its Python ports are slow to start (a second for the first phone)
and not pure Python, so this is a table of what tests send: browsers, phones, and the HTTP libraries of SDKs. The first
row that matches counts; patterns are compiled when an agent is read, not when a server starts. An agent that no row
knows has empty fields, as there (models.md §7, users-targets.md §4).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..releases import Rules

FIELDS = (
    "osCode", "osName", "osVersion", "clientType", "clientCode", "clientName", "clientVersion", "clientEngine",
    "clientEngineVersion", "deviceName", "deviceBrand", "deviceModel",
)  # fmt: skip


class _System(NamedTuple):
    """An operating system; the group of its pattern is the version. `device` is the kind of machine it means."""

    pattern: str
    code: str
    name: str
    device: str
    brand: str = ""
    model: str = ""


class _Browser(NamedTuple):
    """A browser; the group of its pattern is the version. `engine` is the row of _ENGINES it is built on."""

    pattern: str
    code: str
    name: str
    engine: str


_SYSTEMS = (
    _System(r"\(iPhone;.*? OS ([\d_]+)", "IOS", "iOS", "smartphone", "Apple", "iPhone"),
    _System(r"\(iPad;.*? OS ([\d_]+)", "IPA", "iPadOS", "tablet", "Apple", "iPad"),
    _System(r"Android ([\d.]+).*Mobile", "AND", "Android", "smartphone"),
    _System(r"Android ([\d.]+)", "AND", "Android", "tablet"),
    _System(r"Windows NT ([\d.]+)", "WIN", "Windows", "desktop"),
    _System(r"Mac OS X ([\d_]+)", "MAC", "Mac", "desktop", "Apple"),
    _System(r"X11; CrOS \S+ ([\d.]+)", "COS", "Chrome OS", "desktop"),
    _System(r"X11;.*Linux()", "LIN", "GNU/Linux", "desktop"),
)
_BROWSERS = (
    _Browser(r"SamsungBrowser/([\d.]+)", "SB", "Samsung Browser", "Blink"),
    _Browser(r"Edg(?:A|iOS)?/([\d.]+)", "PS", "Microsoft Edge", "Blink"),
    _Browser(r"OPR/([\d.]+)", "OP", "Opera", "Blink"),
    _Browser(r"HeadlessChrome/([\d.]+)", "HC", "Headless Chrome", "Blink"),
    _Browser(r"CriOS/([\d.]+)", "CI", "Chrome Mobile iOS", "WebKit"),
    _Browser(r"FxiOS/([\d.]+)", "IO", "Firefox Mobile iOS", "WebKit"),
    _Browser(r"Chrome/([\d.]+) Mobile", "CM", "Chrome Mobile", "Blink"),
    _Browser(r"Chrome/([\d.]+)", "CH", "Chrome", "Blink"),
    _Browser(r"Mobile;.*Firefox/([\d.]+)", "FM", "Firefox Mobile", "Gecko"),
    _Browser(r"Firefox/([\d.]+)", "FF", "Firefox", "Gecko"),
    _Browser(r"Version/([\d.]+) Mobile/\S+ Safari/", "MF", "Mobile Safari", "WebKit"),
    _Browser(r"Version/([\d.]+) Safari/", "SF", "Safari", "WebKit"),
)
_ENGINES = {
    "Blink": r"Chrome/([\d.]+)",
    "WebKit": r"AppleWebKit/([\d.]+)",
    "Gecko": r"rv:([\d.]+)",
}
_LIBRARIES = (
    (r"Python-urllib/?([\d.]*)", "Python urllib"),
    (r"python-requests/([\d.]+)", "Python Requests"),
    (r"python-httpx/([\d.]+)", "HTTPX"),
    (r"aiohttp/([\d.]+)", "aiohttp"),
    (r"curl/([\d.]+)", "curl"),
    (r"Wget/([\d.]+)", "Wget"),
    (r"axios/([\d.]+)", "Axios"),
    (r"node-fetch/?([\d.]*)", "Node Fetch"),
    (r"okhttp/([\d.]+)", "OkHttp"),
    (r"Dart/([\d.]+)", "Dart"),
    (r"Go-http-client/([\d.]+)", "Go-http-client"),
)
# Windows reports the version of its kernel; the first match counts.
_WINDOWS = {"10.0": "10", "6.3": "8.1", "6.2": "8", "6.1": "7"}
_ANDROID_MODEL = r"Android [\d.]+; (?:[a-z]{2}[-_][A-Za-z]{2}; )?([^;)]+?)(?: Build/[^)]*)?\)"
# Phones whose agent carries a number in place of the name people know; the last letter is the region.
_SAMSUNG = {
    "SM-G991": "Galaxy S21", "SM-G996": "Galaxy S21+", "SM-G998": "Galaxy S21 Ultra", "SM-S901": "Galaxy S22",
    "SM-S906": "Galaxy S22+", "SM-S908": "Galaxy S22 Ultra", "SM-S911": "Galaxy S23", "SM-S916": "Galaxy S23+",
    "SM-S918": "Galaxy S23 Ultra", "SM-S921": "Galaxy S24", "SM-S926": "Galaxy S24+", "SM-S928": "Galaxy S24 Ultra",
    "SM-A546": "Galaxy A54", "SM-A556": "Galaxy A55",
}  # fmt: skip


# What lies behind is not read: the patterns take time that grows with the square of the length.
_READ_AT_MOST = 1024


def parse_agent(agent: str, rules: Rules) -> dict[str, str]:
    """Return the client fields of a User-Agent; all empty for one that is no browser, app or library."""
    fields = dict(zip(FIELDS, _parse(agent[:_READ_AT_MOST]), strict=True))
    if fields["clientType"] == "library" and not rules.library_versions_are_read:
        fields["clientVersion"] = ""
    return fields


def device_name(agent: str) -> str:
    """Name the device as push targets do: "Apple iPhone", and a single space where there is none."""
    fields = dict(zip(FIELDS, _parse(agent[:_READ_AT_MOST]), strict=True))
    return f"{fields['deviceBrand']} {fields['deviceModel']}"


@lru_cache(maxsize=256)
def _parse(agent: str) -> tuple[str, ...]:
    values = dict.fromkeys(FIELDS, "")
    for pattern, name in _LIBRARIES:
        if match := re.search(pattern, agent, re.IGNORECASE):
            values |= {"clientType": "library", "clientName": name, "clientVersion": _short(match[1])}
            return tuple(values.values())
    for system in _SYSTEMS:
        if match := re.search(system.pattern, agent):
            version = _short(match[1].replace("_", "."))
            values |= {"osCode": system.code, "osName": system.name, "osVersion": _WINDOWS.get(version, version)}
            values |= {"deviceName": system.device, "deviceBrand": system.brand, "deviceModel": system.model}
            break
    if values["osCode"] == "AND":
        values["deviceBrand"], values["deviceModel"] = _android_device(agent)
    for browser in _BROWSERS:
        if match := re.search(browser.pattern, agent):
            engine = re.search(_ENGINES[browser.engine], agent)
            values |= {"clientType": "browser", "clientCode": browser.code, "clientName": browser.name}
            values |= {"clientVersion": _short(match[1]), "clientEngine": browser.engine}
            values["clientEngineVersion"] = engine[1] if engine else ""
            break
    return tuple(values.values())


def _short(version: str) -> str:
    """Keep two numbers of a version, as the server's library does (engines keep all of theirs)."""
    return ".".join(version.split(".")[:2])


def _android_device(agent: str) -> tuple[str, str]:
    found = re.search(_ANDROID_MODEL, agent)
    model = found[1] if found else ""
    if model.startswith("SM-"):
        return "Samsung", _SAMSUNG.get(model[:7], model)
    if model.startswith("Pixel"):
        return "Google", model
    # Chrome's shortened agent calls every phone K.
    return "", "" if model == "K" else model
