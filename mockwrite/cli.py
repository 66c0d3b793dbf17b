"""The command `mockwrite`: finds the command asked for and runs it."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Collection, Sequence
from importlib import import_module
from typing import NoReturn

from .errors import hint
from .system.errors import reason_of
from .system.loading import loaded_for_good
from .system.visible import printable
from .version import __version__

# Each command with its one-line help; the module of the same name has `add_arguments(parser)` and `run(arguments)`.
COMMANDS = {
    "serve": "run the server",
    "exec": "run a command against a server of its own",
    "outbox": "look at what was sent",
    "explain": "say why somebody did or did not get a message",
    "clock": "look at a project's time and move it",
    "faults": "order failures",
    "answer": "prepare the answer to a call that is not emulated",
    "journal": "look at the API calls",
    "deliver": "send what waits while delivery is manual",
    "projects": "list, make, empty and delete projects",
    "state": "export a project as a seed document, or load one",
    "snapshot": "keep what a project holds",
    "restore": "bring a snapshot back",
    "ready": "tell whether a server answers",
    "verify": "compare a live server with mockwrite",
    "mcp": "offer a running server to a coding agent",
    "texts": "learn the sentences of errors from a server of your own",
    "view": "show a recording in the outbox page",
    "completion": "print what a shell needs to complete commands and flags",
}


class CommandError(Exception):
    """Something a person can put right; the text is shown without a traceback. `status` is the exit code."""

    def __init__(self, text: str, status: int = 2) -> None:
        super().__init__(text)
        self.status = status


# What argparse says of a wrong word, and what is expected there.
_WRONG_WORDS = (
    (r"argument (\S+): invalid int value: (.*)", r"\1 is a whole number, got \2"),
    (r"argument (\S+): invalid float value: (.*)", r"\1 is a number, got \2"),
    (r"argument (\S+): invalid choice: (.*?) \(choose from (.*)\)", r"\1 is one of \3; got \2"),
    (r"argument (\S+): expected one argument", r"\1 needs a value"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 takes no value, got \2"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 and \2 do not go together"),
    (r"the following arguments are required: (.*)", r"what is missing: \1"),
)


class _Parser(argparse.ArgumentParser):
    """Says what there is to choose from where something is missing or misspelt."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and what there is, and end with 2."""
        choices = next((item for item in self._actions if isinstance(item, argparse._SubParsersAction)), None)
        wrong = re.search(r"invalid choice: '(.*?)'", message)
        if choices is not None and (wrong or message.endswith(f"required: {choices.metavar}")):
            kind = str(choices.metavar).lower()
            said = f"there is no {kind} {wrong[1]!r}{hint(wrong[1], choices.choices)}" if wrong else f"name the {kind}"
            rows = [f"  {item.dest:<11} {item.help}" for item in choices._choices_actions]
            sys.stderr.write(printable("\n".join([f"{self.prog}: {said}", f"{kind}s are", *rows])) + "\n")
            self.exit(2)
        for pattern, text in _WRONG_WORDS:
            message = re.sub(pattern, text, message)
        self.exit(2, f"{self.prog}: {message}\n`{self.prog} --help` shows how it is used\n")

    def refuse(self, parsed: argparse.Namespace, words: Sequence[str]) -> NoReturn:
        """End with 2 for words that the command or action which was asked for does not take."""
        for item in self._actions:
            if isinstance(item, argparse._SubParsersAction):
                item.choices[getattr(parsed, item.dest)].refuse(parsed, words)
        word = words[0].partition("=")[0]
        if word in self._option_string_actions:
            self.error(f"{word} stands behind --, where nothing is a flag")
        if word.startswith("-"):
            self.error(f"there is no flag {word}{self._instead_of(word)}")
        self.error(f"{word!r} is one word too many")

    def _instead_of(self, flag: str) -> str:
        """Say what may have been meant by a flag that is none."""
        # The dashes, which all have, would make any two flags alike.
        bare = flag.lstrip("-")
        close = [each for each in self._option_string_actions if hint(bare, [each.lstrip("-")], "")]
        if close:
            return f"; did you mean {' or '.join(close)}?"
        if any(item.dest == "search" for item in self._actions):
            return f"; what to look for is written as field:value, such as {bare}:…"
        return ""


def build_parser(wanted: Collection[str] = COMMANDS) -> _Parser:
    """Make the parser, with the arguments of these commands: each loads its module, so a run takes its own only."""
    parser = _Parser(prog="mockwrite", description="Appwrite Messaging for tests, with an outbox instead of providers.")
    parser.add_argument("--version", action="version", version=f"mockwrite {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        if name in wanted:
            import_module(f".commands.{name}", __package__).add_arguments(sub)
    return parser


def program() -> int:
    """Be the program `mockwrite`: run the command of `sys.argv` in a process that does nothing else; see `main`."""
    return main(has_own_process=True)


def main(arguments: Sequence[str] | None = None, *, has_own_process: bool = False) -> int:
    """Run a command; return its exit code: 0 done, 1 not so (a check failed), 2 wrong use, 130 interrupted."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    wanted = next((word for word in words if not word.startswith("-")), "")
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
        wanted = words[0]
    if wanted == "outbox":
        words = [_term(word) for word in words]
    _speak_anyhow()
    with loaded_for_good() if has_own_process else contextlib.nullcontext():
        parser = build_parser({wanted})
    parsed, left_over = parser.parse_known_args(words)
    if left_over:
        parser.refuse(parsed, left_over)
    try:
        status: int = import_module(f".commands.{parsed.command}", __package__).run(parsed)
        sys.stdout.flush()
    except CommandError as error:
        sys.stderr.write(f"mockwrite: {printable(str(error))}\n")
        return error.status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output (`| head`) has enough.
        _write_no_more()
        return 0
    except OSError as error:
        # A command says itself what it could not read or write; here it is the output, for instance on a disk that is full.
        _write_no_more()
        sys.stderr.write(f"mockwrite: {printable(reason_of(error, 'the output'))}\n")
        return 1
    return status


def _write_no_more() -> None:
    """Let what is left of the output go nowhere, also at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _term(word: str) -> str:
    """Keep a search term that is turned round (-to:ada) from being taken for a flag: all flags but -h have two dashes."""
    return f" {word}" if re.match(r"-[^-]", word) and word != "-h" else word


def _speak_anyhow() -> None:
    """Write what the terminal's encoding does not have (an emoji in a subject) as an escape instead of breaking.

    A stream that was closed before the start (`>&-`) is None; what is written to it goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
