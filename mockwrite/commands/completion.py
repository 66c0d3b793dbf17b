"""`mockwrite completion`: what a shell needs to complete commands, actions and flags."""

from __future__ import annotations

import argparse
import sys

from ..cli import CommandError, build_parser

SHELLS = ("bash", "zsh", "tcsh")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("shell", choices=SHELLS, help="the shell; put the output where it looks for completions")


def run(arguments: argparse.Namespace) -> int:
    """Print the completion."""
    try:
        import shtab
    except ModuleNotFoundError:
        raise CommandError("completion needs shtab: pip install 'mockwrite[completion]'") from None
    sys.stdout.write(shtab.complete(build_parser(), arguments.shell) + "\n")
    return 0
