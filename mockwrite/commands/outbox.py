"""`mockwrite outbox`: what was sent, in a running server or a recording."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..cli import CommandError
from ..names import counted
from ..outbox.search import DELIVERIES
from ..recording.files import replace_file
from ..system.errors import reason_of
from ..system.json_texts import json_lines
from ..system.visible import one_line
from .client import Client, ServerProblem, add_actions, connected, show, table
from .terminal import TERMINAL, Line, Painted, complain, progress, write

_ACTIONS = {
    "list": "list what was sent, the latest last",
    "show": "show one delivery with everything in it",
    "wait": "wait until a delivery matches; exit code 1 when none does in time",
    "clear": "forget what matches, or everything",
    "relay": "hand an e-mail on to an SMTP server, such as Mailpit",
    "export": "write e-mails as .eml files, or everything as JSON",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    for name, action in add_actions(parser, _ACTIONS, of_recordings=("list", "show", "export")):
        if name == "relay":
            action.add_argument("id", help="id of the delivery")
            action.add_argument("--to", metavar="URL", help="such as smtp://localhost:1025 (what the server relays to)")
        elif name == "show":
            action.add_argument("id", help="id of the delivery, as the list shows it")
        else:
            action.add_argument(
                "search",
                nargs="*",
                help='words and field:value pairs, such as to:ada channel:sms subject:"reset" failed',
            )
        if name not in ("show", "relay"):
            action.add_argument(
                "--origin", metavar="NAME", help="only what came from there: messaging, recovery, verification, mfa …"
            )
        if name == "list":
            action.add_argument("--limit", type=int, default=50, metavar="N", help="at most N, the latest (50)")
        if name == "wait":
            action.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help="how long (10)")
            action.add_argument("--count", type=int, default=1, metavar="N", help="how many deliveries (1)")
        if name == "export":
            action.add_argument(
                "--to",
                default="outbox",
                metavar="PATH",
                help="a folder for .eml files, a file that ends in .json, or - for JSON to the terminal (outbox)",
            )


def run(arguments: argparse.Namespace) -> int:
    """Carry out an action."""
    with connected(arguments) as client:
        status: int = _RUN[arguments.action](client, arguments)
        return status


def _query(arguments: argparse.Namespace, **more: Any) -> dict[str, Any]:
    search = " ".join(_quoted(word) for word in arguments.search) or None
    return {"search": search, "origin": arguments.origin, **more}


_FIELD = rf"-?(?:{'|'.join(map(re.escape, DELIVERIES.names()))}):"


def _quoted(word: str) -> str:
    """Put back the quotes that the shell has taken off: subject:"reset now" arrives as one word.

    What has quotes of its own, or more than one field, was written as a search and is left as it is.
    """
    word = word.strip()
    if " " not in word or '"' in word or re.search(rf"\s{_FIELD}", word, re.IGNORECASE):
        return word
    field = re.match(f"{_FIELD}|-?", word, re.IGNORECASE)
    start = field.end() if field else 0
    return f'{word[:start]}"{word[start:]}"'


def _row(delivery: dict[str, Any]) -> list[str]:
    what = next(
        (delivery[name] for name in ("subject", "title", "content", "body", "preview", "text") if delivery.get(name)),
        "",
    )
    line = " ".join(str(what).split())
    return [
        str(delivery["id"]),
        str(delivery["time"])[11:19],
        delivery["channel"],
        delivery["to"] if delivery["role"] == "to" else f"{delivery['to']} ({delivery['role']})",
        delivery["provider"],
        "sent" if delivery["status"] == "sent" else _cut(f"failed: {delivery['error']}", 48),
        _cut(line, 60),
    ]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


_HEAD = ["id", "time", "channel", "to", "via", "outcome", "what"]


def _list(client: Client, arguments: argparse.Namespace) -> int:
    page = client.call("GET", "/outbox", _query(arguments, status="any", limit=arguments.limit, order="newest"))
    rows = list(reversed(page["deliveries"]))
    nothing = f"nothing {'matches' if arguments.search else 'was captured'} in project {page['project']}"
    lines: list[Line] = _coloured(table([_row(item) for item in rows], _HEAD), rows) if rows else [nothing]
    if len(rows) < page["total"]:
        lines.append(f"the latest {len(rows)} of {page['total']}; --limit shows more")
    if not (rows and arguments.search):
        lines += _around(page)
    if client.project is None and page["others"]:
        others = ", ".join(f"{item['id']} ({item['deliveries']})" for item in page["others"])
        lines.append(f"this is project {page['project']}; others have deliveries: {others}; --project ID shows them")
    show(arguments, {**page, "deliveries": rows}, lines)
    return 0


def _coloured(laid_out: str, rows: list[dict[str, Any]]) -> list[Line]:
    head, *lines = laid_out.splitlines()
    meanings = {"failed": "bad"}
    return [
        Painted(head, "soft"),
        *(
            Painted(line, meanings[row["status"]]) if row["status"] in meanings else line
            for line, row in zip(lines, rows, strict=True)
        ),
    ]


def _around(page: dict[str, Any]) -> list[Line]:
    """Say which messages nobody has got: one line each, the newest first."""
    rows = page["messages"]
    if not rows:
        return []
    lines = [one_line(f"  message {item['messageId']} ({item['channel']}) {item['reason']}") for item in rows]
    shown = (
        Painted(line, "bad" if item["state"] == "failed" else "wait") for line, item in zip(lines, rows, strict=True)
    )
    failed = next((item["messageId"] for item in rows if item["state"] == "failed"), None)
    why = [f"why: mockwrite explain {one_line(failed)} --project {page['project']}"] if failed is not None else []
    return ["messages without a delivery:", *shown, *why]


def _show(client: Client, arguments: argparse.Namespace) -> int:
    delivery = client.call("GET", f"/outbox/{arguments.id}")
    lines = []
    for name, value in delivery.items():
        first, *rest = _LINES.get(name, _lines)(value) or [""]
        if first or rest:
            lines += [f"{name:<17} {first}", *(" " * 18 + line for line in rest)]
    show(arguments, delivery, lines)
    return 0


def _relay(client: Client, arguments: argparse.Namespace) -> int:
    body = {"to": arguments.to} if arguments.to else {}
    done = client.call("POST", f"/outbox/{arguments.id}/relay", body=body)
    show(arguments, done, f"{done['delivery']} went to {done['to']}")
    return 0


def _lines(value: Any) -> list[str]:
    """Write a value as lines for a person; nothing for a value that is not there."""
    if value is None or value in ("", {}):
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return [one_line(str(item)) for item in value]
    text = str(value) if isinstance(value, (str, int)) else json_lines(value)
    return text.splitlines()


# Fields that hold more than a text or a list of texts.
_LINES: dict[str, Callable[[Any], list[str]]] = {
    "headers": lambda rows: [one_line(f"{name}: {value}") for name, value in rows],
    "attachments": lambda files: [one_line(f"{file['name']} ({file['type']}, {file['size']} bytes)") for file in files],
    "segments": lambda found: [
        f"{found['count']} ({found['encoding']}, {found['characters']} characters)",
        *([f"{found['encoding']} because of {found['reason']}"] if found["reason"] else []),
    ],
}


def _wait(client: Client, arguments: argparse.Namespace) -> int:
    query = _query(arguments, timeout=arguments.timeout, count=arguments.count)
    if not arguments.json and sys.stderr.isatty():
        complain(f"waiting up to {arguments.timeout:g} s …")
    try:
        found = client.call("GET", "/wait", query, timeout=arguments.timeout + 10)
    except ServerProblem as problem:
        if problem.code != 408:
            raise
        show(arguments, problem.details, str(problem))
        return 1
    gained = [text for item in found["deliveries"] if (text := _gained(item)) and arguments.origin]
    show(arguments, found, "\n".join(gained) or table([_row(item) for item in found["deliveries"]], _HEAD))
    return 0


def _gained(delivery: dict[str, Any]) -> str:
    """Return what an account mail was sent for: its code, else its link; an empty text for a message."""
    secret = delivery.get("secret")
    if not secret:
        return ""
    return one_line(str(next((link for link in delivery["links"] if secret in link), secret)))


def _clear(client: Client, arguments: argparse.Namespace) -> int:
    answer = client.call("DELETE", "/outbox", _query(arguments, status=None if arguments.search else "any"))
    show(arguments, answer, f"{answer['deleted']} forgotten")
    return 0


def _export(client: Client, arguments: argparse.Namespace) -> int:
    try:
        return _write(client, arguments, Path(arguments.to))
    except OSError as error:
        raise CommandError(f"the export cannot be written: {reason_of(error, arguments.to)}") from None


def _write(client: Client, arguments: argparse.Namespace, target: Path) -> int:
    deliveries = _all(client, arguments)
    if arguments.to == TERMINAL:
        write(json_lines(deliveries))
        return 0
    if target.suffix == ".json":
        replace_file(target, json_lines(deliveries) + "\n")
        show(
            arguments,
            {"file": str(target), "deliveries": len(deliveries)},
            f"{counted(len(deliveries), 'delivery', 'deliveries')} in {target}",
        )
        return 0
    emails = [item for item in deliveries if item["channel"] == "email"]
    if not emails:
        which = f"e-mail that matches {' '.join(arguments.search)}" if arguments.search else "e-mail to export"
        raise CommandError(
            f"there is no {which}; --to PATH says where to: a file that ends in .json takes SMS and push too", 1
        )
    target.mkdir(parents=True, exist_ok=True)
    for number, item in enumerate(emails, 1):
        # A recording may come from anybody, and an id is no path.
        name = re.sub(r"[^\w.-]|^\.", "_", str(item["id"]))
        replace_file(target / f"{name}.eml", client.fetch("GET", f"/outbox/{item['id']}/eml"))
        progress(f"{number} of {len(emails)}", last=number == len(emails))
    show(arguments, {"folder": str(target), "emails": len(emails)}, f"{counted(len(emails), 'e-mail')} in {target}")
    return 0


def _all(client: Client, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """Fetch every delivery that matches, page by page."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = client.call("GET", "/outbox", _query(arguments, status="any", limit=500, cursor=cursor))
        found += page["deliveries"]
        cursor = page["next"]
        if cursor is None:
            return found


_RUN = {"list": _list, "show": _show, "wait": _wait, "clear": _clear, "relay": _relay, "export": _export}
