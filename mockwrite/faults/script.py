"""What a fault rule makes a provider do: answers by host and path, and the manners of an SMTP server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

ACTIONS = {
    "close": "the connection is closed before an answer",
    "hang": "no answer comes within the 30 seconds that the server waits",
    "reset": "the connection is reset",
    "refuse": "the connection is refused",
    "unreachable": "no connection comes about within 30 seconds",
}
# What an SMTP server can be told, and what stands there.
SMTP_STEPS = {
    "connect": "refuse, unreachable, hang (no greeting) or certificate (one of another name)",
    "greeting": "what it says first",
    "ehlo": "the answer to EHLO and HELO",
    "starttls": "the answer to STARTTLS, where the provider encrypts (encryption tls, or autoTLS)",
    "auth": "the answer to a login, where the provider has a user name and a password",
    "mail": "the answer to MAIL FROM",
    "rcpt": "the answers to RCPT TO, by address",
    "rcpt_all": "the answer to RCPT TO for every address",
    "data": "the answer to the mail itself",
}
CONNECT = ("refuse", "unreachable", "hang", "certificate")
_REPLY = re.compile(r"[2-5][0-9]{2}(?:[ -].*)?|close|hang", re.DOTALL)
_ANSWER_FIELDS = frozenset({"status", "headers", "body", "action", "seconds"})


def read_answers(value: Any) -> dict[str, list[Any]] | None:
    """Read `{"api.mailgun.net/v3/*": [{"status": 429, "body": {…}}, "success"]}`; None when it is none."""
    if not isinstance(value, Mapping) or not value:
        return None
    found: dict[str, list[Any]] = {}
    for place, given in value.items():
        answers = list(given) if isinstance(given, (list, tuple)) else [given]
        if not (isinstance(place, str) and place and answers and all(map(_is_answer, answers))):
            return None
        found[place] = [_plain(item) for item in answers]
    return found


def _is_answer(value: Any) -> bool:
    if value == "success":
        return True
    if not isinstance(value, Mapping) or not value.keys() <= _ANSWER_FIELDS:
        return False
    if "action" in value:
        return value["action"] in ACTIONS
    status = value.get("status")
    return isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599


def _plain(answer: Any) -> Any:
    if answer == "success" or "action" in answer:
        return answer
    body = answer.get("body", "")
    # JSON may be written as such.
    return {**answer, "body": body if isinstance(body, str) else json.dumps(body)}


def read_replies(value: Any) -> dict[str, Any] | None:
    """Read `{"rcpt": {"ada@example.com": "550 5.1.1 No such mailbox"}, "data": ["451 later", "250 OK"]}`; None when it is none."""
    if not isinstance(value, Mapping) or not value or not value.keys() <= SMTP_STEPS.keys():
        return None
    return {**value} if all(_STEPS.get(name, _is_replies)(given) for name, given in value.items()) else None


def _is_replies(value: Any) -> bool:
    replies = value if isinstance(value, (list, tuple)) else [value]
    return bool(replies) and all(isinstance(reply, str) and _REPLY.fullmatch(reply) is not None for reply in replies)


_STEPS: Mapping[str, Callable[[Any], bool]] = {
    "connect": lambda given: given in CONNECT,
    "rcpt": lambda given: isinstance(given, Mapping) and all(map(_is_replies, given.values())),
}
