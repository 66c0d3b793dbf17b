"""`mockwrite texts --from URL`: learns the sentences of errors from a server of the user's own."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from ..api.texts import learnt
from ..cli import CommandError
from ..verify.comparing import Answer, Send
from ..verify.comparing import run as run_scenarios
from ..verify.wording import Heard, sentences
from .verify import check_host, complain, emulation, in_process, over_http, prefix_of, show_progress

_FILE = "mockwrite-texts.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--from", dest="url", metavar="URL", required=True, help="endpoint of the server, such as http://localhost/v1"
    )
    parser.add_argument("--project", metavar="ID", required=True, help="a project there")
    parser.add_argument(
        "--key",
        metavar="SECRET",
        required=True,
        help="an API key of it, with all scopes of users, sessions, targets, messaging, buckets, files and teams",
    )
    parser.add_argument("--out", metavar="FILE", default=_FILE, help=f"where the texts go ({_FILE})")
    parser.add_argument("--appwrite-version", metavar="VERSION", help="release of the server (the one it names)")
    parser.add_argument("--prefix", metavar="TEXT", help="beginning of every id that is made there (mw-verify-…)")
    parser.add_argument("--yes", action="store_true", help="also on a server that is not this machine")


def run(arguments: argparse.Namespace) -> int:
    """Provoke errors on the server and here, and write down its sentences."""
    check_host(arguments.url, "texts", yes=arguments.yes)
    prefix = prefix_of(arguments)
    live = over_http(arguments.url.rstrip("/").removesuffix("/v1"))
    instance = emulation(live, arguments)
    _check_key(live, arguments)
    there, here = Heard(live), Heard(in_process(instance))
    run_scenarios(there.send, arguments.project, arguments.key, prefix, there.follow(show_progress), complain)
    run_scenarios(here.send, arguments.project, arguments.key, prefix, here.follow())
    document = learnt(sentences(there, here, instance.settings, arguments.project, prefix))
    text = json.dumps({"appwrite": instance.settings.appwrite_version, **document}, indent=2, ensure_ascii=False)
    try:
        Path(arguments.out).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"the file cannot be written: {error}") from None
    sys.stdout.write(
        f"{arguments.out}: {len(document['texts'])} error types of Appwrite {instance.settings.appwrite_version};"
        f" use it with --texts {arguments.out}, or mockwrite_texts in the configuration of pytest\n"
    )
    return 0


def _check_key(live: Send, arguments: argparse.Namespace) -> None:
    headers = {"x-appwrite-project": arguments.project, "x-appwrite-key": arguments.key}
    reply: Answer = live("GET", "/v1/messaging/topics", headers, b"")
    if reply.status >= 400:
        said = reply.body if isinstance(reply.body, dict) else {}
        raise CommandError(
            f"{arguments.url} refuses the key for the project {arguments.project!r}: {reply.status} {said.get('type', '')};"
            " it needs a key with all scopes of users, sessions, targets, messaging, buckets, files and teams"
        )
