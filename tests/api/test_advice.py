"""A refused call hears what was wrong with it beside what the server would say; in exact mode it does not."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from mockwrite import MockAppwrite
from mockwrite.testing.control_client import ControlClient, Refused

CALLS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "a body without a type": (
        "POST",
        "/users",
        {"data": '{"userId": "ada"}'},
        "it has no Content-Type; send application/json",
    ),
    "a body of another type": (
        "POST",
        "/users",
        {"data": "userId: ada", "headers": {"content-type": "application/yaml"}},
        "its Content-Type is 'application/yaml'; send application/json",
    ),
    "a body that is no JSON": (
        "POST",
        "/users",
        {"data": "{userId", "headers": {"content-type": "application/json"}},
        "it is no JSON, whatever its Content-Type says",
    ),
    "a list": ("POST", "/users", {"json": [1]}, "a JSON object is expected, not a list"),
    "a method that a path does not have": ("PUT", "/users", {}, "PUT is no method of this path; it has GET and POST."),
    "a path that is misspelt": ("GET", "/user", {}, "There is no such route. Did you mean /users?"),
    "a call without a project": (
        "GET",
        "/users",
        {"headers": {"x-appwrite-project": "", "x-appwrite-key": ""}},
        "named no project: send X-Appwrite-Project",
    ),
    "a call without a key": (
        "GET",
        "/users",
        {"headers": {"x-appwrite-key": ""}},
        "no API key (X-Appwrite-Key) and no session",
    ),
}


def message(mock: MockAppwrite, method: str, path: str, options: dict[str, Any]) -> str:
    headers = {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key, **options.get("headers", {})}
    answer = requests.request(method, mock.endpoint + path, timeout=60, **{**options, "headers": headers})
    assert answer.status_code in (400, 401, 404)
    return str(answer.json()["message"])


@pytest.mark.parametrize("name", CALLS)
def test_a_refused_call_hears_what_was_wrong_with_it(mock_appwrite: MockAppwrite, name: str) -> None:
    method, path, options, text = CALLS[name]
    assert text in message(mock_appwrite, method, path, options)


@pytest.mark.mockwrite(exact=True)
@pytest.mark.parametrize("name", [name for name in CALLS if "path" not in name and "project" not in name])
def test_in_exact_mode_it_hears_what_the_server_says(mock_appwrite: MockAppwrite, name: str) -> None:
    method, path, options, text = CALLS[name]
    assert text not in message(mock_appwrite, method, path, options)


def test_an_empty_body_is_no_body_that_was_not_read(mock_appwrite: MockAppwrite) -> None:
    assert message(mock_appwrite, "POST", "/users", {"json": {}}) == 'Param "userId" is not optional.'


@pytest.mark.mockwrite(version="1.6")
@pytest.mark.parametrize("path", ["/tablesdb", "/tablesdb/main/tables"])
def test_a_route_of_another_release_is_told_as_such(mock_appwrite: MockAppwrite, path: str) -> None:
    assert "It is there from release 1.8.0; this is Appwrite 1.6.2." in message(mock_appwrite, "GET", path, {})


def test_who_expects_in_a_project_that_no_call_reached_hears_which_others_have_deliveries(
    mock_appwrite: MockAppwrite, mock_appwrite_factory: Any
) -> None:
    other = mock_appwrite_factory()
    other.given.message("email")
    control = ControlClient(mock_appwrite.endpoint, mock_appwrite.project_id)
    with pytest.raises(
        Refused, match=f"No API call has reached this project .* others have deliveries: .*{other.project_id} .1."
    ):
        control.call("GET", "/expect", {"count": 1})
