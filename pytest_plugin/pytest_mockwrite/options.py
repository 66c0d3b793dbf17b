"""The plugin's options, as one table: marker keyword, ini option and command line flag of the same name."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from mockwrite.outbox.golden import GoldenFiles
    from mockwrite.settings import Settings
    from mockwrite.transports.cloud import HostNames

TRANSPORTS = ("socket", "in-process")
# What `appwrite_env` sets: VARIABLE=what.
DEFAULT_ENVIRONMENT = ("APPWRITE_ENDPOINT=endpoint", "APPWRITE_PROJECT_ID=project", "APPWRITE_API_KEY=key")


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name, the type of its values, and what it does. `in_marker` tells whether a test can set it."""

    name: str
    kind: type[str | bool | int]
    help: str
    metavar: str = ""
    in_marker: bool = True

    @property
    def ini(self) -> str:
        """Its name in a configuration file."""
        return f"mockwrite_{self.name}"

    @property
    def flag(self) -> str:
        """Its name on the command line."""
        return f"--{self.ini.replace('_', '-')}"


OPTIONS = (
    Option("version", str, "Appwrite release (1.8.1) or line (1.8) to answer as; 1.9 by default", "VERSION"),
    Option("exact", bool, "the server's own behaviour, defects included"),
    Option(
        "delivery",
        str,
        "when messages are sent: instant (default), manual, or after:SECONDS of the project's clock",
        "MODE",
    ),
    Option(
        "transport",
        str,
        "how calls arrive: by a socket (default), or in-process, faster, for requests and httpx",
        "WAY",
    ),
    Option(
        "fail_on_refused", bool, "fail a test for refused calls it does not expect and deliveries it does not look at"
    ),
    Option("random_seed", int, "repeat ids and secrets exactly", "N"),
    Option("time", str, "time at which each project's clock stands, in ISO form", "ISO"),
    Option("strict_auth", bool, "refuse keys that the test did not make (default)"),
    Option("maintenance", str, "UTC time of the daily maintenance, such as 00:00 (default), or off", "HH:MM"),
    Option("providers", bool, "begin with one enabled provider for e-mail, SMS and push"),
    Option("provider_limits", bool, "let providers refuse content by their published rules (default, not if exact)"),
    Option(
        "account_mails",
        bool,
        "let the outbox count what accounts send (default); else only where a match names an origin",
    ),
    Option("block_cloud", bool, "refuse calls of the test's process to Appwrite's cloud and mockwrite_hosts (default)"),
    Option("texts", str, "answer errors with the sentences that `mockwrite texts` has learnt", "FILE", in_marker=False),
    Option("config", str, "make in each project what this appwrite.config.json deploys", "FILE", in_marker=False),
    Option("upstream", str, "pass on to this Appwrite what is neither emulated nor canned", "URL", in_marker=False),
    Option("upstream_key", str, "API key that goes there in place of the caller's", "SECRET", in_marker=False),
    Option("allow_upstream_host", str, "let the upstream be on this other machine", "NAME", in_marker=False),
    Option("url", str, "make the projects on a server that runs already, in another process", "URL", in_marker=False),
    Option("host", str, "address that the server of the tests listens on (127.0.0.1)", "NAME", in_marker=False),
    Option("port", int, "port that the server of the tests listens on (a free one)", "N", in_marker=False),
    Option("project", str, "one project id and key for all tests, emptied between them", "ID", in_marker=False),
)
_INI_TYPES: dict[type, Literal["string", "bool", "int"]] = {str: "string", bool: "bool", int: "int"}
_BY_NAME = {option.name: option for option in OPTIONS}


class OptionError(ValueError):
    """An option that cannot be used; the text says which, what was given and what is expected."""


class ProjectSetup(NamedTuple):
    """How a project is made: by which transport, with which settings, and the other arguments of `open_project`."""

    transport: str
    settings: Settings | None
    arguments: dict[str, Any]


def add_options(parser: pytest.Parser) -> None:
    """Declare the ini options and flags."""
    group = parser.getgroup("mockwrite", "mockwrite, a double of Appwrite Messaging")
    for option in OPTIONS:
        if option.kind is bool:
            group.addoption(option.flag, action=argparse.BooleanOptionalAction, default=None, help=option.help)
        else:
            group.addoption(option.flag, metavar=option.metavar, type=option.kind, default=None, help=option.help)
        parser.addini(option.ini, option.help, type=_INI_TYPES[option.kind], default=None)
    group.addoption(
        "--mockwrite-record", metavar="DIR", help="record each failed test into a file, named by its node id"
    )
    group.addoption("--mockwrite-open", action="store_true", help="open the page at the first failed test, and wait")
    group.addoption("--mockwrite-update-golden", action="store_true", help="write golden files of outboxes anew")
    parser.addini(
        "mockwrite_hosts",
        "further hosts of real Appwrites, such as appwrite.example.com: answered in process, refused over a socket",
        type="linelist",
        default=[],
    )
    parser.addini(
        "mockwrite_env",
        "variables that appwrite_env sets, as VARIABLE=endpoint, VARIABLE=project or VARIABLE=key",
        type="linelist",
        default=list(DEFAULT_ENVIRONMENT),
    )


def marker_line() -> str:
    """Describe the marker for `pytest --markers`."""
    keywords = ", ".join(f"{option.name}=" for option in OPTIONS if option.in_marker)
    return f"mockwrite({keywords}): how the Appwrite project of this test behaves"


class Choices:
    """What was chosen for the session, and what becomes of it with a test's markers."""

    def __init__(
        self,
        values: Mapping[str, Any],
        environment: list[tuple[str, str]],
        hosts: Sequence[str] = (),
        *,
        update_golden: bool,
    ) -> None:
        self.values = dict(values)
        self.more_hosts = hosts
        # What is not emulated in the config.
        self.left_out: list[str] = []
        self.environment = environment
        self.update_golden = update_golden
        self.project: str | None = self.values.pop("project", None)
        self.url: str | None = self.values.pop("url", None)
        # Where the session's server listens.
        self.listening = {name: self.values.pop(name) for name in ("host", "port") if name in self.values}
        self._setups: dict[tuple[tuple[str, Any], ...], ProjectSetup] = {}
        self._golden_files: dict[Path, GoldenFiles] = {}

    def host_settings(self) -> Settings:
        """Return the settings of the session's servers."""
        from mockwrite.settings import Settings

        chosen = self.setup({}).settings
        return (chosen if chosen is not None else Settings(port=0, strict_auth=True)).with_values(**self.listening)

    @cached_property
    def hosts(self) -> HostNames:
        """The hosts of real Appwrites. Raises OptionError."""
        from mockwrite.transports.cloud import CLOUD, HostNames

        try:
            return HostNames((*CLOUD, *self.more_hosts), but=self.host_settings().allow_upstream_host)
        except ValueError as error:
            raise OptionError(f"mockwrite_hosts: {error}") from None

    def golden_files(self, path: Path) -> GoldenFiles:
        """Return the golden files of the tests in a file."""
        known = self._golden_files.get(path)
        if known is None:
            from mockwrite.outbox.golden import GoldenFiles

            known = self._golden_files[path] = GoldenFiles(path.parent / "golden", update=self.update_golden)
        return known

    def setup(self, changes: Mapping[str, Any]) -> ProjectSetup:
        """Return how a project is made with these changes. Raises OptionError."""
        values = {**self.values, **changes}
        key = tuple(sorted(values.items()))
        known = self._setups.get(key)
        if known is None:
            known = _setup(values)
            if self.url is not None:
                known = known._replace(transport="attached")
            self._setups[key] = known
        return known


def read_choices(config: pytest.Config) -> Choices:
    """Read flags and ini options. Raises OptionError."""
    values = {}
    for option in OPTIONS:
        flag = config.getoption(option.ini)
        value = config.getini(option.ini) if flag is None else flag
        if value is not None:
            values[option.name] = _checked(option, value, option.ini if flag is None else option.flag)
    environment = [_variable(line) for line in config.getini("mockwrite_env")]
    choices = Choices(
        values, environment, config.getini("mockwrite_hosts"), update_golden=config.getoption("mockwrite_update_golden")
    )
    if values:
        choices.setup({})
    if "texts" in values:
        _check_texts(values["texts"])
    if "config" in values:
        choices.left_out = _left_out(values["config"])
    if choices.more_hosts:
        _ = choices.hosts
    return choices


def _check_texts(path: str) -> None:
    """Raise OptionError when a file of texts cannot be used."""
    from mockwrite.api.texts import TextsError, read_texts

    try:
        read_texts(path)
    except (TextsError, OSError) as error:
        raise OptionError(f"mockwrite_texts: {error}") from None


def _left_out(path: str) -> list[str]:
    """Return what is not emulated in a project's config. Raises OptionError."""
    from mockwrite.seed import SeedError
    from mockwrite.seed.config import read_config

    try:
        return read_config(path).skipped
    except (SeedError, OSError) as error:
        raise OptionError(f"mockwrite_config: {error}") from None


def read_marker(item: pytest.Item) -> dict[str, Any]:
    """Return what the markers of a test change; the closest one wins. Raises OptionError."""
    changes: dict[str, Any] = {}
    for mark in item.iter_markers("mockwrite"):
        if mark.args:
            raise OptionError(
                f"the marker mockwrite takes keywords only, got {mark.args[0]!r}; for example delivery='manual'"
            )
        changes = {**mark.kwargs, **changes}
    return check_changes(changes, "the marker mockwrite")


def check_changes(changes: dict[str, Any], where: str) -> dict[str, Any]:
    """Check what a marker or call changes, and return it. Raises OptionError."""
    for name, value in changes.items():
        option = _BY_NAME.get(name)
        if option is None or not option.in_marker:
            raise OptionError(f"{where} has no option {name!r}{_alternatives(name)}")
        _checked(option, value, f"{name} of {where}")
    return changes


def _alternatives(name: str) -> str:
    from mockwrite.errors import hint

    possible = [option.name for option in OPTIONS if option.in_marker]
    return hint(name, possible, f"; options are {', '.join(possible)}")


def _checked(option: Option, value: Any, where: str) -> Any:
    """Return a value of the right type. Raises OptionError."""
    if option.name == "time" and not isinstance(value, str):
        from datetime import datetime

        if isinstance(value, datetime):
            return value
    if type(value) is not option.kind:
        expected = {str: "a text", bool: "True or False", int: "a whole number"}[option.kind]
        raise OptionError(f"{where} is {expected}, got {value!r}")
    if option.name == "transport" and value not in TRANSPORTS:
        raise OptionError(f"{where} is {' or '.join(TRANSPORTS)}, got {value!r}")
    return value


# The options that are settings of a project, by their names there.
_SETTINGS = {
    "config": "config",
    "texts": "texts",
    "upstream": "upstream",
    "upstream_key": "upstream_key",
    "version": "appwrite_version",
    "exact": "exact",
    "delivery": "delivery",
    "strict_auth": "strict_auth",
    "providers": "with_providers",
    "maintenance": "maintenance",
    "provider_limits": "provider_limits",
    "account_mails": "account_mails",
}


def _setup(values: Mapping[str, Any]) -> ProjectSetup:
    """Turn options into what makes a project. Raises OptionError."""
    chosen = {_SETTINGS[name]: value for name, value in values.items() if name in _SETTINGS}
    arguments = {name: values[name] for name in ("random_seed", "fail_on_refused") if name in values}
    try:
        if "time" in values:
            from mockwrite.state.clock import Clock

            Clock().travel_to(values["time"])
            arguments["frozen_time"] = values["time"]
        settings = None
        if "allow_upstream_host" in values:
            chosen["allow_upstream_host"] = tuple(values["allow_upstream_host"].split(","))
        if chosen:
            from mockwrite.settings import Settings

            settings = Settings(**{"port": 0, "strict_auth": True, **chosen})
    except ValueError as error:
        raise OptionError(str(error)) from None
    return ProjectSetup(values.get("transport", TRANSPORTS[0]), settings, arguments)


def _variable(line: str) -> tuple[str, str]:
    """Read `VARIABLE=what`. Raises OptionError."""
    name, equals, what = (part.strip() for part in line.partition("="))
    if not name or not equals or what not in ("endpoint", "project", "key"):
        raise OptionError(f"mockwrite_env takes VARIABLE=endpoint, VARIABLE=project or VARIABLE=key, got {line!r}")
    return name, what
