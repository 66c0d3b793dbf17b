"""How people sign in is changed by the control API as by the fixture."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite


def control(mock: MockAppwrite, method: str, path: str, body: Any = None) -> Any:
    base = mock.endpoint.removesuffix("/v1")
    asked = urllib.request.Request(
        f"{base}/_mockwrite{path}?project={mock.project_id}",
        None if body is None else json.dumps(body).encode(),
        {"content-type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)


def test_rules_are_changed_one_by_one_and_shown(mock_appwrite: MockAppwrite) -> None:
    assert control(mock_appwrite, "GET", "/sign-in") == {}
    numbers = {"mockNumbers": {"+12025550177": "123456"}}
    assert control(mock_appwrite, "PATCH", "/sign-in", numbers) == numbers
    sender = {"sender": {"name": "Shop", "email": "shop@example.net"}, "switchedOff": ["anonymous"]}
    shown = control(mock_appwrite, "PATCH", "/sign-in", sender)
    assert (shown["mockNumbers"], shown["switchedOff"]) == (numbers["mockNumbers"], ["anonymous"])
    assert shown["sender"]["email"] == "shop@example.net"
    assert mock_appwrite.project.sign_in.mock_numbers == numbers["mockNumbers"]


@pytest.mark.parametrize(
    "wrong", [{"mockNumbers": {"+12025550177": "12"}}, {"switchedOff": ["fax"]}, {"colour": "red"}]
)
def test_what_cannot_be_used_is_a_400(mock_appwrite: MockAppwrite, wrong: Any) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        control(mock_appwrite, "PATCH", "/sign-in", wrong)
    assert control(mock_appwrite, "GET", "/sign-in") == {}
