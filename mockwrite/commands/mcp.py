"""`mockwrite mcp`: offers a running server to a coding agent, by the Model Context Protocol over standard input and output."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from typing import Any

from ..cli import CommandError
from ..testing.control_client import DEFAULT_URL
from ..version import __version__
from .client import Client

_WHAT = (
    "mockwrite answers as Appwrite does and keeps every e-mail, SMS and push in an outbox instead of sending it. These tools read "
    "the outbox of a running server, say why somebody did or did not get a message, order failures, can answers, and move the clock."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the server is."""
    parser.add_argument("--url", metavar="URL", help=f"the server (MOCKWRITE_URL, else {DEFAULT_URL})")
    parser.add_argument(
        "--project", metavar="ID", help="the project (MOCKWRITE_PROJECT, else the server's default one)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until standard input ends."""
    if find_spec("mcp") is None:
        raise CommandError("mcp needs the official SDK: pip install 'mockwrite[mcp]'")
    from mcp.server.mcpserver import MCPServer

    url = arguments.url or os.environ.get("MOCKWRITE_URL") or DEFAULT_URL
    tools = Tools(Client(url, arguments.project or os.environ.get("MOCKWRITE_PROJECT")))
    server: Any = MCPServer("mockwrite", instructions=_WHAT, version=__version__, log_level="WARNING")
    for name in TOOLS:
        server.add_tool(getattr(tools, name))
    server.run("stdio")
    return 0


class Tools:
    """The tools. Their names, parameters and first lines are what an agent sees; each is one call of the control API."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list_outbox(self, search: str = "", limit: int = 20) -> dict[str, Any]:
        """List what was sent, the latest first, and messages that nobody got.

        `search` has words and field:value pairs, such as `to:ada channel:sms subject:"reset" failed`.
        """
        query = {"search": search or None, "limit": limit, "order": "newest", "view": "row"}
        return self._get("/outbox", query)

    def show_delivery(self, id: str) -> dict[str, Any]:
        """Show one delivery whole: content, plain text, links, codes, attachments, and what its reader sees of it."""
        return self._get(f"/outbox/{id}")

    def show_wire(self, id: str) -> dict[str, Any]:
        """Show the requests that the provider would have received for a delivery."""
        return self._get(f"/outbox/{id}/wire")

    def explain(self, message_id: str, person: str = "") -> dict[str, Any]:
        """Say why a message reached whom it reached, or why one person (an id, address or number) did or did not get it."""
        return self._get(f"/explain/{message_id}", {"person": person or None})

    def list_calls(self, search: str = "", limit: int = 20) -> dict[str, Any]:
        """List the API calls of the application, such as those refused: search `failed`, `path:topics`, `error:user_not_found`."""
        return self._get("/journal", {"search": search or None, "limit": limit})

    def show_call(self, id: str) -> dict[str, Any]:
        """Show one API call with what was sent and answered."""
        return self._get(f"/journal/{id}")

    def list_scheduled(self) -> dict[str, Any]:
        """List what is still to come: scheduled messages and those that wait."""
        return self._get("/scheduled")

    def show_clock(self) -> dict[str, Any]:
        """Show the project's time."""
        return self._get("/clock")

    def advance_clock(
        self, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> dict[str, Any]:
        """Move the project's time forward; what falls due on the way is delivered, and returned."""
        return self._post("/clock/advance", {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds})

    def freeze_clock(self, at: str = "") -> dict[str, Any]:
        """Stop the project's time, now or at an ISO time."""
        return self._post("/clock/freeze", {"at": at} if at else {})

    def list_faults(self) -> dict[str, Any]:
        """List the fault rules, and the failures of providers that can be ordered."""
        return self._get("/faults")

    def add_fault(self, rule: dict[str, Any]) -> dict[str, Any]:
        """Order a failure: {"failure": "bounced", "to": "ada@*"} for deliveries, {"path": "/messaging/**", "status": 503} for calls."""
        return self._post("/faults", rule)

    def add_answer(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Prepare the answer to a call: {"method": "POST", "path": "/functions/*/executions", "status": 201, "json": {}}."""
        return self._post("/answers", answer)

    def remove_faults(self) -> dict[str, Any]:
        """Remove all fault rules."""
        return self._call("DELETE", "/faults", None, None)

    def list_projects(self) -> dict[str, Any]:
        """List the projects of the server with what they hold."""
        return self._get("/projects")

    def _get(self, path: str, query: dict[str, Any] | None = None) -> dict[str, Any]:
        return self._call("GET", path, query, None)

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._call("POST", path, None, body)

    def _call(
        self, method: str, path: str, query: dict[str, Any] | None, body: dict[str, Any] | None
    ) -> dict[str, Any]:
        from mcp.server.mcpserver.exceptions import ToolError

        try:
            found: dict[str, Any] = self._client.call(method, path, query, body=body)
        except CommandError as error:
            # The text of any other exception would be kept from the agent.
            raise ToolError(str(error)) from None
        return found


TOOLS = tuple(name for name in vars(Tools) if not name.startswith("_"))
