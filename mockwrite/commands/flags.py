"""The flags of `serve` and `exec`, and the settings that they make together with the environment."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ..cli import CommandError
from ..settings import DEFAULT_PROJECT, Settings, SettingsError, from_environment, variable
from ..system.errors import reason_of
from .terminal import complain

# A server that runs for days must not grow for days.
SERVED_KEEP = 10_000
# By the heading they stand under: flag, what it takes, and what it does. The names are those of `Settings`; each is an environment variable
# too.
FLAGS: Mapping[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "where it listens": (
        ("--host", {"metavar": "NAME", "help": "address to listen on (127.0.0.1)"}),
        ("--port", {"metavar": "N", "type": int, "help": "port to listen on (6245; 0 takes a free one)"}),
        (
            "--allow-host",
            {
                "metavar": "NAME",
                "action": "append",
                "help": "let the server be reached under this host name, /_mockwrite from other machines too",
            },
        ),
        ("--tls-cert", {"metavar": "FILE", "help": "serve https with this certificate (PEM)"}),
        ("--tls-key", {"metavar": "FILE", "help": "its private key (PEM)"}),
    ),
    "what is there from the start": (
        ("--project", {"metavar": "ID", "help": "id of the project that is there from the start (mockwrite)"}),
        ("--key", {"metavar": "SECRET", "help": "its API key, with all scopes (mockwrite-key)"}),
        ("--seed", {"metavar": "FILE", "help": "fill the project from a seed file"}),
        ("--config", {"metavar": "FILE", "help": "make what the project's appwrite.config.json deploys"}),
        ("--with-providers", {"help": "one enabled provider for e-mail, SMS and push in every project"}),
        (
            "--without-providers",
            {"dest": "with_providers", "action": "store_false", "help": "no provider but those that are made"},
        ),
        ("--frozen-time", {"metavar": "ISO", "help": "stop the clock at this time"}),
        ("--random-seed", {"metavar": "N", "type": int, "help": "repeat ids and secrets exactly"}),
    ),
    "what it answers as": (
        ("--appwrite-version", {"metavar": "VERSION", "help": "release (1.8.1) or line (1.8) to answer as (1.9)"}),
        ("--exact", {"help": "the server's own behaviour, defects included"}),
        ("--strict-auth", {"help": "refuse unknown projects and keys"}),
        ("--rate-limits", {"help": "apply Appwrite's rate limits"}),
        (
            "--provider-limits",
            {"help": "let providers refuse content by their published rules (so it is without --exact)"},
        ),
        (
            "--no-provider-limits",
            {
                "dest": "provider_limits",
                "action": "store_false",
                "help": "let them take everything that Appwrite takes",
            },
        ),
        ("--maintenance", {"metavar": "HH:MM", "help": "UTC time of the daily maintenance, or off (00:00)"}),
        ("--texts", {"metavar": "FILE", "help": "answer errors with the sentences that `mockwrite texts` has learnt"}),
    ),
    "what becomes of messages": (
        (
            "--delivery",
            {"metavar": "MODE", "help": "instant, manual, or after:SECONDS of the project's clock (instant)"},
        ),
        (
            "--without-account-mails",
            {
                "dest": "account_mails",
                "action": "store_false",
                "help": "leave what accounts send out of the outbox, unless its origin is asked for",
            },
        ),
        ("--relay", {"metavar": "URL", "help": "hand e-mails on to this SMTP server, such as smtp://localhost:1025"}),
        ("--webhook", {"metavar": "URL", "help": "post each delivery there as JSON"}),
        ("--webhook-secret", {"metavar": "SECRET", "help": "sign what is posted with this secret"}),
        (
            "--allow-relay-host",
            {"metavar": "NAME", "action": "append", "help": "let --relay and --webhook be on this other machine"},
        ),
    ),
    "where calls go that it does not emulate": (
        ("--upstream", {"metavar": "URL", "help": "pass on to this Appwrite what is neither emulated nor canned"}),
        ("--upstream-key", {"metavar": "SECRET", "help": "API key that goes there in place of the caller's"}),
        (
            "--allow-upstream-host",
            {"metavar": "NAME", "action": "append", "help": "let --upstream be on this other machine"},
        ),
    ),
    "what it keeps and writes": (
        (
            "--keep",
            {
                "metavar": "N",
                "type": int,
                "help": "keep the newest N deliveries and calls of a project (10000; 0 keeps all)",
            },
        ),
        (
            "--file-limit",
            {"metavar": "BYTES", "type": int, "help": "most bytes of uploaded files that a project keeps (256 MiB)"},
        ),
        ("--record", {"metavar": "FILE", "help": "write calls and deliveries to a recording as they happen"}),
        (
            "--record-links",
            {"help": "leave the links and codes of what was sent whole in it; keys and passwords stay masked"},
        ),
        ("--export-on-exit", {"metavar": "FILE", "help": "write the project's state to a seed file at the end"}),
        ("--quiet", {"help": "no line for each delivery, refused call and message that nobody got"}),
    ),
}

# How the variable of a switch says the same.
_SWITCHED = {"store_true": "=1", "store_false": "=0"}


def add_arguments(parser: argparse.ArgumentParser, **other_helps: str) -> None:
    """Declare the flags; what is not given is left out, so that the environment and the defaults count.

    `other_helps` replaces the help of flags, by the name of their setting.
    """
    # All of them in a row say nothing; they stand below, under their headings.
    parser.usage = parser.usage or f"{parser.prog} [FLAG …]"
    for title, flags in FLAGS.items():
        group = parser.add_argument_group(title)
        for flag, options in flags:
            action = options if "metavar" in options else {"action": "store_true", **options}
            name = action.get("dest", flag.removeprefix("--").replace("-", "_"))
            help = other_helps.get(flag.removeprefix("--").replace("-", "_"), action["help"])
            value = _SWITCHED.get(action.get("action", ""), "")
            action = {**action, "help": f"{help} [{variable(name)}{value}]"}
            group.add_argument(flag, default=argparse.SUPPRESS, **action)


def settings_from(arguments: argparse.Namespace, **defaults: Any) -> Settings:
    """Put together the settings: flag over environment over default. Raises CommandError."""
    given = {name: value for name, value in vars(arguments).items() if name != "command"}
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    _warn_of_typos()
    try:
        chosen = {"keep": SERVED_KEEP, **defaults, **from_environment(), **given}
        if chosen.get("config") and "project" not in chosen:
            chosen["project"] = _project_of(chosen["config"])
        return Settings(**chosen)
    except SettingsError as error:
        raise CommandError(str(error)) from None


def _warn_of_typos() -> None:
    """Name variables of the environment that are close to a setting and are none: nothing else would notice them."""
    known = {name.upper(): name for name in (*Settings.__dataclass_fields__, "url")}
    # A flag that switches something off is the variable of what it switches.
    turned = {
        flag.removeprefix("--").replace("-", "_").upper(): f"{options['dest']}=0"
        for flags in FLAGS.values()
        for flag, options in flags
        if options.get("action") == "store_false"
    }
    prefix = variable("")
    for name in sorted(os.environ):
        rest = name.removeprefix(prefix)
        if not name.startswith(prefix) or rest in known:
            continue
        from difflib import get_close_matches  # only where such a variable is set

        # Close is meant strictly: what a container gets by itself (MOCKWRITE_PORT_6245_TCP) is no typo.
        meant = {**known, **turned}
        if close := get_close_matches(rest, meant, n=1, cutoff=0.75):
            complain(f"mockwrite: the variable {name} has no effect; did you mean {variable(meant[close[0]])}?")


def _project_of(config: str) -> str:
    """Return the project's id that a config names. Raises CommandError."""
    from ..seed.config import read_config

    with in_words("--config"):
        return read_config(config).project_id or DEFAULT_PROJECT


@contextlib.contextmanager
def in_words(flag: str) -> Iterator[None]:
    """Say in one line what is wrong with a seed or config. Raises CommandError."""
    from ..seed import SeedError

    try:
        yield
    except (SeedError, OSError) as error:
        raise CommandError(f"{flag}: {reason_of(error)}") from None
