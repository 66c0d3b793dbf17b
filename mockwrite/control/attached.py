"""Routes for `mockwrite.connect`: a project's Python surface for a test in another process, and its records unmasked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import AppwriteError
from ..recording.writing import call_line, delivery_line
from ..testing.mock_appwrite import MockAppwrite
from ..testing.values import decode, encode
from .call import ControlCall
from .problems import Problem

# The parts of a project that can be called, by name; what begins with an underscore cannot.
_PARTS: Mapping[str, Callable[[MockAppwrite], object]] = {
    "project": lambda mock: mock,
    "given": lambda mock: mock.given,
    "clock": lambda mock: mock.clock,
    "faults": lambda mock: mock.faults,
    "outbox": lambda mock: mock.outbox,
    "journal": lambda mock: mock.journal,
    "oauth": lambda mock: mock.oauth,
}


async def get_lines(call: ControlCall) -> Mapping[str, Any]:
    """Show everything that a test reads: deliveries and calls as lines of a recording but unmasked, and how things stand."""
    project = call.project
    with project.lock:
        situation = project.describe(project)
        return {
            "deliveries": [
                {
                    **delivery_line(record, links=True),
                    "handover": {
                        name: getattr(record.handover, name) for name in ("recipients", "tries", "note", "named")
                    },
                }
                for record in project.outbox.records()
            ],
            "calls": [call_line(item, masked=False) for item in project.journal],
            "total": project.journal.total,
            "situation": {
                "waiting": list(situation.waiting),
                "refused": list(situation.refused),
                "hints": list(situation.hints),
            },
            "strays": list(call.instance.strays),
            "bugs": list(call.instance.bugs),
        }


async def carry_out(call: ControlCall) -> Mapping[str, Any]:
    """Call a method of the project's Python surface, or read an attribute of it."""
    part, name = call.path["part"], call.path["method"]
    if part not in _PARTS or name.startswith("_"):
        raise Problem(404, f"There is no {part}.{name}; parts are {', '.join(_PARTS)}.")
    try:
        mock = _surface(call)
        found = getattr(_PARTS[part](mock), name)
        if not callable(found):
            return {"value": encode(found)}
        values = {name: decode(value) for name, value in call.body.get("values", {}).items()}
        # A move of the clock may send thousands; the loop goes on meanwhile.
        return {"value": encode(await asyncio.to_thread(found, *map(decode, call.body.get("args", ())), **values))}
    except AppwriteError as error:
        raise Problem(400, error.message, error="AppwriteError", of=[error.type, error.message]) from None
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        kind = next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in _RAISED)
        raise Problem(400, str(error.args[0] if error.args else error), error=kind) from None


def _surface(call: ControlCall) -> MockAppwrite:
    project = call.project
    known = call.snapshots.attached.get(project.id)
    if known is None or known.project is not project:
        # The caller knows the server by this name; links to files lead there.
        endpoint = f"http://{call.headers.get('host', 'localhost')}/v1"
        known = call.snapshots.attached[project.id] = MockAppwrite(call.instance, project, endpoint)
    return known


_RAISED = ("FaultError", "OverflowError", "ValueError", "TypeError", "LookupError", "AttributeError")
