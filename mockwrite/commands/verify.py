"""`mockwrite verify --against URL`: the same calls on a live server and here, and what differs."""

from __future__ import annotations

import argparse
import json
import re
import secrets
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from ..api.cors import LOCAL_HOSTS
from ..api.http import Request
from ..api.pipeline import answer
from ..cli import CommandError
from ..instance import Instance
from ..settings import Settings, SettingsError
from ..verify.comparing import Answer, Send, compare
from ..verify.comparing import run as run_scenarios

# The longest id that is made has 15 characters after the prefix, and ids have 36 at most.
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--against", metavar="URL", required=True, help="endpoint of the live server, such as http://localhost/v1"
    )
    parser.add_argument("--project", metavar="ID", required=True, help="a project there")
    parser.add_argument(
        "--key",
        metavar="SECRET",
        required=True,
        help="an API key of it, with all scopes of users, sessions, targets, messaging, buckets, files and teams",
    )
    parser.add_argument(
        "--appwrite-version", metavar="VERSION", help="release to compare with (the one the server names)"
    )
    parser.add_argument(
        "--exact", action="store_true", help="compare with --exact, where no deviation explains anything"
    )
    parser.add_argument("--prefix", metavar="TEXT", help="beginning of every id that is made there (mw-verify-…)")
    parser.add_argument("--yes", action="store_true", help="also on a server that is not this machine")
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(arguments: argparse.Namespace) -> int:
    """Compare; return 0 when nothing differs but what the list of deviations names, else 1."""
    check_host(arguments.against, "verify", yes=arguments.yes)
    prefix = prefix_of(arguments)
    live = over_http(arguments.against.rstrip("/").removesuffix("/v1"))
    instance = emulation(live, arguments, exact=arguments.exact)
    there = run_scenarios(live, arguments.project, arguments.key, prefix, show_progress, complain)
    here = run_scenarios(in_process(instance), arguments.project, arguments.key, prefix)
    found = list(compare(there, here))
    unknown = [difference for difference in found if difference.known is None or arguments.exact]
    if arguments.json:
        rows = [{"step": item.step.name, "what": item.what, "known": item.known} for item in found]
        sys.stdout.write(
            json.dumps(
                {"compared": len(there), "version": instance.settings.appwrite_version, "differences": rows}, indent=2
            )
            + "\n"
        )
    else:
        for difference in found:
            sys.stdout.write(f"{difference}\n")
        sys.stdout.write(
            f"{len(there)} calls compared with Appwrite {instance.settings.appwrite_version}: {len(unknown)} differ,"
            f" {len(found) - len(unknown)} more differ as the list of deviations says\n"
        )
    return 1 if unknown else 0


def check_host(address: str, command: str, *, yes: bool) -> None:
    """Let a command write to a server that is not this machine only if the person says so. Raises CommandError."""
    host = urlsplit(address).hostname or ""
    if host not in LOCAL_HOSTS and not yes:
        raise CommandError(
            f"{host or address} is not this machine. {command} creates users, topics, providers, messages, files and teams"
            " there, under ids with a prefix of their own, and removes them again; add --yes if that is what you want"
        )


def prefix_of(arguments: argparse.Namespace) -> str:
    """Return the beginning of every id that is made on a live server. Raises CommandError."""
    prefix: str = arguments.prefix or f"mw-verify-{secrets.token_hex(3)}-"
    if not _PREFIX.fullmatch(prefix):
        raise CommandError(
            f"ids cannot begin with {prefix!r}: a prefix is a letter or digit and up to 20 more, periods, hyphens and underscores too"
        )
    return prefix


def emulation(live: Send, arguments: argparse.Namespace, *, exact: bool = False) -> Instance:
    """Make the emulation of the release that a live server has, with the same project and key. Raises CommandError."""
    version = arguments.appwrite_version or _version_of(live, arguments.project)
    try:
        settings = Settings(appwrite_version=version, exact=exact, strict_auth=True)
    except SettingsError as error:
        raise CommandError(
            f"the server names version {version!r}: {error}; choose one with --appwrite-version"
        ) from None
    instance = Instance(settings)
    instance.create_project(arguments.project).add_key(secret=arguments.key)
    return instance


def show_progress(number: int, total: int, name: str) -> None:
    """Show on a terminal how far it is."""
    if sys.stderr.isatty():
        end = "\n" if number == total else ""
        sys.stderr.write(f"\r\033[K{number} of {total}: {name}{end}")


def complain(text: str) -> None:
    """Say what stays behind on a live server."""
    sys.stderr.write(f"verify: {text}\n")


def over_http(base: str) -> Send:
    """Make the function that sends a call to a live server. It raises CommandError when nobody answers."""

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        request = urllib.request.Request(base + path, method=method, data=body or None, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return _answer(reply.status, reply.headers.get("content-type", ""), reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error.headers.get("content-type", ""), error.read())
        except (urllib.error.URLError, OSError) as error:
            raise CommandError(f"{base} does not answer: {getattr(error, 'reason', error)}") from None

    return send


def in_process(instance: Instance) -> Send:
    """Make the function that sends a call to the emulation."""

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        route, _, query = path.partition("?")
        reply = answer(instance, Request(method, route, query, {**headers, "host": "localhost"}, body))
        return _answer(reply.status, reply.header("content-type") or "", reply.body)

    return send


def _answer(status: int, content_type: str, body: bytes) -> Answer:
    kind = content_type.replace("; ", ";").lower()
    try:
        value = json.loads(body) if body else None
    except ValueError:
        value = "(no JSON)"
    return Answer(status, kind, value)


def _version_of(send: Send, project: str) -> str:
    # Keys are refused on this route, so it is asked without one.
    reply = send("GET", "/v1/health/version", {"x-appwrite-project": project}, b"")
    if reply.status != 200 or not isinstance(reply.body, dict) or "version" not in reply.body:
        raise CommandError("the server does not tell its version; name it with --appwrite-version")
    return str(reply.body["version"])
