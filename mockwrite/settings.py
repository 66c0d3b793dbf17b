"""How a server behaves: one frozen dataclass, and the only place that reads environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any

from .errors import hint
from .releases import format_version, parse_version

PORT = 6245
DEFAULT_PROJECT = "mockwrite"
DEFAULT_KEY = "mockwrite-key"
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


# What a value of each type may be, and what it is to a person. A path is as good as its text.
_TYPES: dict[str, tuple[Any, str]] = {
    "str": ((str, os.PathLike), "a text"),
    "int": (int, "a whole number"),
    "bool": (bool, "True or False"),
    "tuple[str, ...]": (tuple, "a tuple of texts"),
    "datetime | str": ((datetime, str), "a datetime, or a time as text"),
}


class SettingsError(ValueError):
    """A setting that cannot be used; the text says which, what was given and what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings with their defaults. Each can be given as a flag of `serve` or as `MOCKWRITE_<NAME>`."""

    host: str = "127.0.0.1"
    port: int = PORT
    project: str = DEFAULT_PROJECT
    key: str = DEFAULT_KEY
    seed: str | None = None
    config: str | None = None
    texts: str | None = None
    record: str | None = None
    record_links: bool = False
    delivery: str = "instant"
    with_providers: bool = False
    account_mails: bool = True
    appwrite_version: str = "1.9"
    exact: bool = False
    strict_auth: bool = False
    rate_limits: bool = False
    # None: outside exact mode.
    provider_limits: bool | None = None
    frozen_time: datetime | str | None = None
    random_seed: int | None = None
    export_on_exit: str | None = None
    allow_host: tuple[str, ...] = ()
    upstream: str | None = None
    upstream_key: str | None = None
    allow_upstream_host: tuple[str, ...] = ()
    relay: str | None = None
    webhook: str | None = None
    webhook_secret: str | None = None
    allow_relay_host: tuple[str, ...] = ()
    tls_cert: str | None = None
    tls_key: str | None = None
    # None: all deliveries, and the latest thousand calls; what is served keeps as much as it says.
    keep: int | None = None
    file_limit: int = 256 * 1024 * 1024
    # When the server tidies up each day; None for never.
    maintenance: str | None = "00:00"
    quiet: bool = False

    def __post_init__(self) -> None:
        self._check_types()
        try:
            object.__setattr__(self, "appwrite_version", format_version(parse_version(self.appwrite_version)))
        except ValueError as error:
            raise SettingsError(str(error)) from None
        parse_delivery(self.delivery)
        parse_maintenance(self.maintenance)
        if not self.host:
            # An empty host would mean all addresses of the machine.
            raise SettingsError("host is a name or address to listen on, such as 127.0.0.1; it is empty")
        if not 0 <= self.port <= 65_535:
            raise SettingsError(f"port is a number from 0 (a free one) to 65535, got {self.port}")
        if not self.key:
            raise SettingsError("key is the secret of the API key; it is empty")
        if (self.tls_cert is None) != (self.tls_key is None):
            raise SettingsError("tls_cert and tls_key go together: a certificate and its private key, as PEM files")
        if self.keep is not None and self.keep < 0:
            raise SettingsError(f"keep is a number of deliveries and calls from 1 on, or 0 for all; got {self.keep}")
        if self.file_limit < 0:
            raise SettingsError(f"file_limit is a number of bytes from 0 on, got {self.file_limit}")

    def _check_types(self) -> None:
        """Raise SettingsError for a value of another type than a setting has."""
        for item in fields(self):
            value = getattr(self, item.name)
            kind = str(item.type)
            if value is None and kind.endswith("| None"):
                continue
            types, expected = _TYPES[kind.removesuffix(" | None")]
            if not isinstance(value, types) or (types is int and isinstance(value, bool)):
                raise SettingsError(f"{item.name} is {expected}, got {value!r}")

    @property
    def limits_content(self) -> bool:
        """Whether providers refuse what they refuse by their published rules."""
        return not self.exact if self.provider_limits is None else self.provider_limits

    def with_values(self, **values: Any) -> Settings:
        """Return a copy with other values. Raises TypeError for a name that is no setting."""
        strange = next((name for name in values if name not in Settings.__dataclass_fields__), None)
        if strange is not None:
            known = list(Settings.__dataclass_fields__)
            raise TypeError(f"there is no setting {strange!r}{hint(strange, known)} Settings are {', '.join(known)}")
        return replace(self, **values)


def parse_delivery(text: str) -> tuple[str, int]:
    """Split a delivery mode into its name and, for `after:SECONDS`, the wait in milliseconds.

    Raises SettingsError when it is none of `instant`, `manual`, `after:SECONDS`.
    """
    name, colon, rest = text.partition(":")
    if text in ("instant", "manual"):
        return text, 0
    if name == "after" and colon:
        try:
            wait = float(rest)
        except ValueError:
            wait = -1.0
        if 0 <= wait < 10**9:
            return "after", int(wait * 1000)
    raise SettingsError(f"delivery is instant, manual or after:SECONDS (for example after:2.5), got {text!r}")


@cache
def parse_maintenance(text: str | None) -> int | None:
    """Return the hour of the daily maintenance in milliseconds after midnight UTC; None for `off`, an empty text or None.

    Raises SettingsError when it is no time of the day.
    """
    if text is None or text in ("", "off"):
        return None
    hours, colon, minutes = text.partition(":")
    if colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60:
        return (int(hours) * 60 + int(minutes)) * 60_000
    raise SettingsError(f"maintenance is a time of the day in UTC such as 00:00, or off, got {text!r}")


def variable(setting: str) -> str:
    """Return the environment variable of a setting."""
    return "MOCKWRITE_" + setting.upper()


def from_environment(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read `MOCKWRITE_…` variables into values for `Settings`.

    Raises SettingsError naming the variable when its text cannot be used.
    """
    variables = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for item in fields(Settings):
        name = variable(item.name)
        if name in variables:
            values[item.name] = _convert(name, variables[name], item.default)
    return values


def _convert(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool) or name == variable("provider_limits"):
        if text.lower() in TRUE | FALSE:
            return text.lower() in TRUE
        raise SettingsError(f"{name} is 1 or 0 (true, false, yes, no, on and off work too), got {text!r}")
    if isinstance(default, int) or name in ("MOCKWRITE_RANDOM_SEED", "MOCKWRITE_KEEP"):
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{name} is a whole number, got {text!r}") from None
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
