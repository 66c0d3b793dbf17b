"""`mockwrite texts --from URL`: learns the sentences of errors from a server of the user's own."""

from __future__ import annotations

import argparse

from ..api.texts import learnt
from ..cli import CommandError
from ..recording.files import replace_file
from ..system.errors import reason_of
from ..system.json_texts import json_lines
from ..verify.comparing import LiveAnswer, Send
from ..verify.comparing import run as run_scenarios
from ..verify.wording import Heard, sentences
from .terminal import write
from .verify import SCOPES, add_server_arguments, complain, in_process, reach, show_progress

_FILE = "mockwrite-texts.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_server_arguments(parser, "--from")
    parser.add_argument("--out", metavar="FILE", default=_FILE, help=f"where the texts go ({_FILE})")


def run(arguments: argparse.Namespace) -> int:
    """Provoke errors on the server and here, and write down its sentences."""
    live, prefix, instance = reach(arguments, "texts")
    _check_key(live, arguments)
    there, here = Heard(live), Heard(in_process(instance))
    run_scenarios(there.send, arguments.project, arguments.key, prefix, there.follow(show_progress), complain)
    run_scenarios(here.send, arguments.project, arguments.key, prefix, here.follow())
    document = learnt(sentences(there, here, instance.settings, arguments.project, prefix))
    text = json_lines({"appwrite": instance.settings.appwrite_version, **document})
    try:
        replace_file(arguments.out, text + "\n")
    except OSError as error:
        raise CommandError(f"the file cannot be written: {reason_of(error, arguments.out)}") from None
    write(
        f"{arguments.out}: {len(document['texts'])} error types of Appwrite {instance.settings.appwrite_version};"
        f" use it with --texts {arguments.out}, or mockwrite_texts in the configuration of pytest"
    )
    return 0


def _check_key(live: Send, arguments: argparse.Namespace) -> None:
    headers = {"x-appwrite-project": arguments.project, "x-appwrite-key": arguments.key}
    reply: LiveAnswer = live("GET", "/v1/messaging/topics", headers, b"")
    if reply.status >= 400:
        said = reply.body if isinstance(reply.body, dict) else {}
        raise CommandError(
            f"{arguments.url} refuses the key for the project {arguments.project!r}: {reply.status} {said.get('type', '')};"
            f" it needs a key with {SCOPES}"
        )
