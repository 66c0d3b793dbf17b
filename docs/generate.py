"""Writes what comes from tables of the code: tables of the docs, and what editors cannot read out of a table (a type of the
kinds of provider, the JSON Schema of seeds).

`python docs/generate.py`, or `--check` to see whether all is current. A table stands between `<!-- begin: NAME -->` and
`<!-- end: NAME -->`, in code between comments of these words.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path

from mockwrite.api import endpoints
from mockwrite.api.endpoints import NOT_EMULATED, every_endpoint
from mockwrite.control.routes import ROUTES
from mockwrite.control.schemas import SCHEMAS
from mockwrite.deviations import DEVIATIONS
from mockwrite.outbox.fields import FIELDS
from mockwrite.providers import KINDS
from mockwrite.records import CHANNELS
from mockwrite.releases import LATEST, format_version, ladders, rules_for
from mockwrite.seed.schema import build

ROOT = Path(__file__).parent.parent
# What the tables after it are made of comes first.
PAGES = (
    "mockwrite/records.py", "README.md", "docs/architecture.md", "docs/control-api.md", "docs/fidelity.md",
    "mockwrite/seed.schema.json",
)  # fmt: skip
SERVICES = ("messaging", "users", "account", "teams", "storage", "databases", "tablesdb", "health", "ping")


def coverage() -> str:
    """The routes by service, as the latest emulated release has them."""
    rules = rules_for(LATEST)
    lines = ["| Service | Routes | What is there |", "|---|---|---|"]
    for service in SERVICES:
        rows = [
            row
            for row in every_endpoint()
            if row.path.split("/")[1] == service and rules.is_in(row.since, row.until) and not row.newest_only
        ]
        if rows:
            parts = sorted({_part(row.path, service) for row in rows} - {""})
            lines.append(f"| {service} | {len(rows)} | {', '.join(parts) or '–'} |")
    lines.append(
        "| of databases, tablesdb | – | transactions, relationships, usage and queries of shapes are not emulated |"
    )
    lines.append(f"| not emulated | – | {', '.join(sorted(NOT_EMULATED - {'health'}))}: 404 with a hint |")
    return "\n".join(lines)


def _part(path: str, service: str) -> str:
    words = [word for word in path.split("/")[2:] if not word.startswith("{")]
    if service in endpoints.TABLES:
        return words[1] if len(words) > 1 and words[1] != "logs" else words[0] if words else ""
    if service == "messaging" and words[:1] == ["topics"] and "subscribers" in words:
        return "subscribers"
    return words[0] if words else ""


def deviations() -> str:
    """Where mockwrite is friendlier than the server."""
    lines = ["| Name | The server | mockwrite by default | Why |", "|---|---|---|---|"]
    lines += [f"| {row.name} | {row.server} | {row.mockwrite} | {row.reason} |" for row in DEVIATIONS]
    return "\n".join(lines)


def versions() -> str:
    """What differs between releases."""
    lines = ["| Rule | From release: value |", "|---|---|"]
    for name, steps in ladders().items():
        shown = ", ".join(f"{since}: {'none' if value == '' else f'`{value}`'}" for since, value in steps)
        lines.append(f"| {name.replace('_', ' ')} | {shown} |")
    spans: dict[tuple[str, str], list[str]] = {}
    for row in every_endpoint():
        if row.since not in (None, "1.5.0") or row.until:
            service = row.path.split("/")[1]
            spans.setdefault((service, _span(row.since, row.until)), []).append(f"`{row.method} {row.path}`")
    for (service, span), found in spans.items():
        many = len(found) > _MOST_ROUTES
        lines += (
            [f"| {len(found)} routes of {service} | {span} |"] if many else [f"| {route} | {span} |" for route in found]
        )
    routes: dict[tuple[str, str], list[str]] = {}
    for row in every_endpoint():
        for param in row.params:
            if param.since or param.until:
                kind = "required parameter" if param.required else "parameter"
                key = f"{kind} `{param.name}`", _span(param.since, param.until)
                routes.setdefault(key, []).append(f"`{row.method} {row.path}`")
    for (what, span), found in routes.items():
        where = ", ".join(dict.fromkeys(found)) if len(found) <= _MOST_ROUTES else f"{len(found)} routes"
        lines.append(f"| {what} of {where} | {span} |")
    for row in every_endpoint():
        if row.scope_until is not None:
            last, scopes = row.scope_until
            now, before = " or ".join(row.scope), " or ".join(scopes)
            lines.append(f"| scope of `{row.method} {row.path}` | `{now}`; up to {last} `{before}` |")
    return "\n".join(dict.fromkeys(lines))


# What more routes than that have in common is not shown route by route.
_MOST_ROUTES = 6


def _span(since: str | None, until: str | None) -> str:
    return f"{since or '1.5'} – {until or format_version(LATEST)}"


def layers() -> str:
    """The layers that import-linter holds, from the top down."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    [rows] = [row["layers"] for row in tools["importlinter"]["contracts"] if row["type"] == "layers"]
    return "\n".join(["```", *(row.replace("mockwrite.", "") for row in rows), "```"])


def control() -> str:
    """The routes of the control API."""
    lines = ["| Route | What it does | Body |", "|---|---|---|"]
    for row in ROUTES:
        members = SCHEMAS[row.body].get("properties", {}) if row.body else {}
        body = " ".join(f"`{name}`" for name in members)
        lines.append(f"| `{row.method} /_mockwrite{row.path}` | {row.summary} | {body} |")
    return "\n".join(lines)


def delivery() -> str:
    """The fields of a delivery by channel."""
    lines = ["| Field | Channels | What it is |", "|---|---|---|"]
    for field in FIELDS:
        channels = "all" if len(field.channels) == len(CHANNELS) else ", ".join(field.channels)
        lines.append(f"| `{field.wire}` | {channels} | {_IN_MORE_WORDS.get(field.wire, field.description)} |")
    return "\n".join(lines)


_IN_MORE_WORDS = {
    "number": "Place in the outbox, growing; the cursor of lists and of `wait`",
    "time": "When it was sent, on the project's clock",
    "attempts": "Times of the tries, if there was more than one",
    "links": "URLs that a reader can follow",
    "codes": "What looks like a one-time code, most likely first",
    "text": "The content as plain text",
    "headers": "Pairs of name and value, decoded",
    "attachments": "Each with `index`, `name`, `type` and `size`",
    "segments": "`count`, `encoding` (GSM-7 or UCS-2), `characters`, `units`, `capacity`, `reason`, `texts`",
}


def kinds() -> str:
    """The kinds of provider as a type."""
    names = textwrap.wrap(", ".join(f'"{kind}"' for kind in KINDS) + ",", 116)
    return "\n".join(["ProviderKind = Literal[", *(f"    {line}" for line in names), "]  # fmt: skip"])


TABLES: dict[str, Callable[[], str]] = {
    "control": control,
    "coverage": coverage,
    "delivery": delivery,
    "deviations": deviations,
    "kinds": kinds,
    "layers": layers,
    "versions": versions,
}


def fill(text: str) -> str:
    """Put the tables of this moment between their markers."""
    for name, make in TABLES.items():
        pattern = re.compile(rf"((?:<!--|#) begin: {name}[^\n]*\n).*?((?:<!--|#) end: {name}\b)", re.DOTALL)
        if pattern.search(text):
            table = make()
            text = pattern.sub(lambda match, table=table: f"{match[1]}{table}\n{match[2]}", text)
    return text


def seed_schema() -> str:
    """The JSON Schema of seeds, for editors."""
    return json.dumps(build(), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the pages, or with --check say which are not current."""
    stale = []
    for page in PAGES:
        path = ROOT / page
        before = path.read_text(encoding="utf-8")
        after = seed_schema() if path.suffix == ".json" else fill(before)
        if after != before:
            stale.append(page)
            if "--check" not in sys.argv:
                path.write_text(after, encoding="utf-8")
                if path.suffix == ".py":
                    # The code that the others come from has changed under this process.
                    return subprocess.run([sys.executable, __file__], check=False).returncode
    if stale and "--check" in sys.argv:
        sys.stderr.write(f"not current: {', '.join(stale)}; run python docs/generate.py\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
