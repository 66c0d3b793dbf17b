"""`mockwrite mcp`: a coding agent lists the tools, finds out why a message failed, and moves the clock."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import httpx
import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from mockwrite import MockServer
from mockwrite.commands.client import Client
from mockwrite.commands.mcp import TOOLS


async def ask(url: str, project: str, *calls: tuple[str, dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """Start the command, and return the names of its tools and the answers to some calls."""
    command = ["-m", "mockwrite", "mcp", "--url", url, "--project", project]
    async with (
        stdio_client(StdioServerParameters(command=sys.executable, args=command)) as (reader, writer),
        ClientSession(reader, writer) as session,
    ):
        await session.initialize()
        tools = [tool.name for tool in (await session.list_tools()).tools]
        return tools, [await session.call_tool(name, values) for name, values in calls]


def said(answer: Any) -> Any:
    """Return the JSON that a tool answered with."""
    return json.loads(answer.content[0].text)


def test_an_agent_finds_the_failed_message_and_moves_the_clock() -> None:
    with MockServer() as server, server.project("shop") as mock:
        ada = mock.given.user(id="ada", email="ada@example.com", phone="+12025550101")
        headers = {"X-Appwrite-Project": "shop", "X-Appwrite-Key": mock.api_key}
        mail = {"messageId": "lost", "subject": "Welcome", "content": "C", "users": ["ada"]}
        httpx.post(f"{mock.endpoint}/messaging/messages/email", headers=headers, json=mail)
        mock.given.provider("twilio")
        mock.given.message("sms", id="later", users=[ada], scheduled_at=mock.clock.now().replace(year=2090))
        calls: list[tuple[str, dict[str, Any]]] = [
            ("list_outbox", {}),
            ("explain", {"message_id": "lost", "person": "ada"}),
            ("advance_clock", {"days": 365 * 80}),
            ("show_delivery", {"id": "nothing"}),
        ]
        tools, answers = asyncio.run(ask(server.url, "shop", *calls))
    assert tools == list(TOOLS)
    assert {message["messageId"] for message in said(answers[0])["messages"]} == {"lost", "later"}
    assert "no enabled" in answers[1].content[0].text
    assert [row["messageId"] for row in said(answers[2])["delivered"]] == ["later"]
    assert "nothing" in answers[3].content[0].text


def test_each_tool_does_what_it_says() -> None:
    from mockwrite.commands.mcp import Tools

    with MockServer() as server, server.project("shop") as mock:
        tools, used = Tools(Client(server.url, "shop")), set()

        def use(name: str, **values: Any) -> dict[str, Any]:
            used.add(name)
            answer: dict[str, Any] = getattr(tools, name)(**values)
            return answer

        mock.given.provider("smtp")
        ada = mock.given.user(id="ada", email="ada@example.com")
        assert use("freeze_clock", at="2030-01-01T08:00:00Z")["frozen"] is True
        assert mock.clock.frozen and mock.clock.now().year == 2030
        mock.given.message("email", id="later", users=[ada], subject="Later", scheduled_at="2030-01-01T09:00:00Z")
        assert [row["messageId"] for row in use("list_scheduled")["scheduled"]] == ["later"]
        assert [row["subject"] for row in use("advance_clock", hours=2)["delivered"]] == ["Later"]
        assert use("show_clock")["now"].startswith("2030-01-01T10:00:00")
        [row] = use("list_outbox", search="subject:Later")["deliveries"]
        assert use("show_delivery", id=row["id"])["to"] == "ada@example.com"
        assert "ada@example.com" in json.dumps(use("show_wire", id=row["id"]))
        assert use("explain", message_id="later", person="ada")["counts"]["sent"] == 1
        assert use("add_fault", rule={"failure": "bounced"})["id"] == use("list_faults")["faults"][0]["id"]
        use("add_answer", answer={"method": "GET", "path": "/avatars/initials", "json": {}})
        assert [rule.is_answer for rule in mock.faults] == [False, True]
        httpx.get(f"{mock.endpoint}/avatars/initials", headers={"X-Appwrite-Project": "shop"})
        [call] = use("list_calls", search="path:avatars")["calls"]
        assert use("show_call", id=call["id"])["status"] == 200
        use("remove_faults")
        assert [rule.is_answer for rule in mock.faults] == [True]
        assert [project["id"] for project in use("list_projects")["projects"]] == ["shop"]
    assert used == set(TOOLS)


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_says_what_it_does(name: str) -> None:
    from mockwrite.commands.mcp import Tools

    assert getattr(Tools, name).__doc__
