"""`mockwrite verify --against URL`: the same calls on a live server and here, and what differs."""

from __future__ import annotations

import argparse
import json
import re
import secrets
import sys
import urllib.error
import urllib.request
from typing import NamedTuple
from urllib.parse import urlsplit

from ..api.cors import LOCAL_HOSTS
from ..api.http import Request
from ..api.pipeline import answer
from ..cli import CommandError
from ..instance import Instance
from ..settings import Settings, SettingsError
from ..system.errors import reason_of
from ..verify.comparing import LiveAnswer, Send, compare
from ..verify.comparing import run as run_scenarios
from .terminal import progress, write

# The longest id that is made has 15 characters after the prefix, and ids have 36 at most.
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}")


# What a key has to have for all the calls.
SCOPES = "all scopes of users, sessions, targets, messaging, buckets, files and teams"


class Live(NamedTuple):
    """A live server that calls can be sent to, the beginning of every id that is made there, and its emulation."""

    send: Send
    prefix: str
    instance: Instance


def add_server_arguments(parser: argparse.ArgumentParser, flag: str) -> None:
    """Declare which live server a command calls, named with a flag, and what may be made there."""
    parser.add_argument(
        flag, dest="url", metavar="URL", required=True, help="endpoint of the live server, such as http://localhost/v1"
    )
    parser.add_argument("--project", metavar="ID", required=True, help="a project there")
    parser.add_argument("--key", metavar="SECRET", required=True, help=f"an API key of it, with {SCOPES}")
    parser.add_argument("--appwrite-version", metavar="VERSION", help="release of the server (the one it names)")
    parser.add_argument("--prefix", metavar="TEXT", help="beginning of every id that is made there (mw-verify-…)")
    parser.add_argument("--yes", action="store_true", help="also on a server that is not this machine")


def reach(arguments: argparse.Namespace, command: str, *, exact: bool = False) -> Live:
    """Return the live server that the arguments name, with its emulation. Raises CommandError."""
    check_host(arguments.url, command, yes=arguments.yes)
    prefix = prefix_of(arguments)
    send = over_http(arguments.url.rstrip("/").removesuffix("/v1"))
    return Live(send, prefix, emulation(send, arguments, exact=exact))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_server_arguments(parser, "--against")
    parser.add_argument(
        "--exact", action="store_true", help="compare with --exact, where no deviation explains anything"
    )
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(arguments: argparse.Namespace) -> int:
    """Compare; return 0 when nothing differs but what the list of deviations names, else 1."""
    live, prefix, instance = reach(arguments, "verify", exact=arguments.exact)
    there = run_scenarios(live, arguments.project, arguments.key, prefix, show_progress, complain)
    here = run_scenarios(in_process(instance), arguments.project, arguments.key, prefix)
    found = list(compare(there, here))
    unknown = [difference for difference in found if difference.known is None or arguments.exact]
    if arguments.json:
        rows = [{"step": item.step.name, "what": item.what, "known": item.known} for item in found]
        result = {"compared": len(there), "version": instance.settings.appwrite_version, "differences": rows}
        write(json.dumps(result, indent=2))
    else:
        write(*map(str, found))
        write(
            f"{len(there)} calls compared with Appwrite {instance.settings.appwrite_version}: {len(unknown)} differ,"
            f" {len(found) - len(unknown)} more differ as the list of deviations says"
        )
    return 1 if unknown else 0


def check_host(address: str, command: str, *, yes: bool) -> None:
    """Let a command write to a server that is not this machine only if the person says so. Raises CommandError."""
    host = urlsplit(address).hostname or ""
    if not host or urlsplit(address).scheme not in ("http", "https"):
        raise CommandError(f"the endpoint of an Appwrite is expected, such as http://localhost/v1; got {address!r}")
    if host not in LOCAL_HOSTS and not yes:
        raise CommandError(
            f"{host} is not this machine. {command} creates users, topics, providers, messages, files and teams"
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
    progress(f"{number} of {total}: {name}", last=number == total)


def complain(text: str) -> None:
    """Say what stays behind on a live server."""
    write(f"verify: {text}", stream=sys.stderr)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the key was given for one server."""

    def redirect_request(self, *_: object) -> None:
        """Stay."""


_REDIRECTS = (301, 302, 303, 307, 308)


def over_http(base: str) -> Send:
    """Make the function that sends a call to a live server.

    It raises CommandError when nobody answers, or when the server sends it elsewhere.
    """
    opener = urllib.request.build_opener(_Stay)

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> LiveAnswer:
        request = urllib.request.Request(base + path, method=method, data=body or None, headers=headers)
        try:
            with opener.open(request, timeout=60) as reply:
                return _answer(reply.status, reply.headers.get("content-type", ""), reply.read())
        except urllib.error.HTTPError as error:
            with error:
                if error.code in _REDIRECTS:
                    raise CommandError(
                        f"{base} redirects to {error.headers.get('location')!r}, and no API key is sent where nobody asked for"
                        " it; name the address that answers itself"
                    ) from None
                return _answer(error.code, error.headers.get("content-type", ""), error.read())
        except (urllib.error.URLError, OSError) as error:
            raise CommandError(f"{base} does not answer: {reason_of(error)}") from None

    return send


def in_process(instance: Instance) -> Send:
    """Make the function that sends a call to the emulation."""

    def send(method: str, path: str, headers: dict[str, str], body: bytes) -> LiveAnswer:
        route, _, query = path.partition("?")
        reply = answer(instance, Request(method, route, query, {**headers, "host": "localhost"}, body))
        return _answer(reply.status, reply.header("content-type") or "", reply.body)

    return send


def _answer(status: int, content_type: str, body: bytes) -> LiveAnswer:
    kind = content_type.replace("; ", ";").lower()
    try:
        value = json.loads(body) if body else None
    except ValueError:
        value = "(no JSON)"
    return LiveAnswer(status, kind, value)


def _version_of(send: Send, project: str) -> str:
    # Keys are refused on this route, so it is asked without one.
    reply = send("GET", "/v1/health/version", {"x-appwrite-project": project}, b"")
    if reply.status != 200 or not isinstance(reply.body, dict) or "version" not in reply.body:
        raise CommandError(
            f"the server does not tell its version, it answers {reply.status}: look whether an Appwrite is there; if it is, name "
            "its release with --appwrite-version"
        )
    return str(reply.body["version"])
