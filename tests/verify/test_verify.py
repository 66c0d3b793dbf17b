"""`mockwrite verify`: what differs between a server and mockwrite, judged by lists written from the contract."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from mockwrite.cli import main
from mockwrite.server import MockServer

KEY = "standard_verify"


def verify(capsys: pytest.CaptureFixture[str], server: MockServer, *flags: str) -> tuple[int, dict[str, Any]]:
    """Run the command against a server, with its answer as JSON."""
    words = ["verify", "--against", server.endpoint, "--project", "p", "--key", KEY, "--json", *flags]
    status = main(words)
    return status, json.loads(capsys.readouterr().out)


def live(version: str, *, exact: bool) -> MockServer:
    """A server that stands for a live one."""
    server = MockServer(appwrite_version=version, exact=exact)
    server.instance.create_project("p").add_key(secret=KEY)
    return server


def test_a_server_that_answers_alike_has_no_differences(capsys: pytest.CaptureFixture[str]) -> None:
    with live("1.9.6", exact=True) as server:
        status, report = verify(capsys, server, "--exact")
    assert (status, report["differences"]) == (0, [])
    assert report["compared"] > 250


def test_friendly_places_are_explained_by_the_published_list(capsys: pytest.CaptureFixture[str]) -> None:
    with live("1.9.6", exact=True) as server:
        status, report = verify(capsys, server)
    assert status == 0
    assert {item["known"] for item in report["differences"]} == {
        "json-404", "scalar-body", "topic-cursor", "no-500", "empty-maps"
    }  # fmt: skip


# What 1.8.1 does otherwise than 1.9.6, by hand from the contract's version tables.
USER_FIELDS = "$: nothing only there, emailCanonical, emailIsFree, emailIsDisposable, emailIsCorporate, emailIsCanonical, impersonator, impersonatorUserId only here"  # fmt: skip
NO_SES = ["status: 404 there, 201 here", "type: general_route_not_found there, None here"]
TAKEN = ["status: 500 there, 409 here", "type: general_unknown there, message_already_exists here"]
NULL = ["status: 400 there, 500 here", "type: general_argument_invalid there, general_unknown here"]
EXPECTED: dict[str, list[str]] = {
    # http.md §1: the 404 of an unknown route is JSON up to 1.9.0.
    "an unknown route": ["content type: 'application/json;charset=utf-8' there, 'text/html;charset=utf-8' here", "type: general_route_not_found there, None here"],
    "a wrong method": ["content type: 'application/json;charset=utf-8' there, 'text/html;charset=utf-8' here", "type: general_route_not_found there, None here"],
    # models.md §8: fields of 1.9.0 and 1.9.5.
    **{step: [USER_FIELDS] for step in ("a user", "a bare user", "the user", "a new name", "labels", "a new address", "verification", "blocking")},
    # http.md §4: null.
    "a user whose name is null": ["status: 400 there, 201 here", "type: general_argument_invalid there, None here"],
    "null for a name": NULL,
    **{f"{type}: null for draft": NULL for type in ("email", "sms", "push")},
    # endpoints.md: ses since 1.9.5.
    "ses: with nothing": NO_SES,
    "ses: again": ["status: 404 there, 409 here", "type: general_route_not_found there, provider_already_exists here"],
    "ses: enabled too early": ["status: 404 there, 400 here", "type: general_route_not_found there, provider_missing_credentials here"],
    "ses: completed": ["status: 404 there, 200 here", "type: general_route_not_found there, None here"],
    "ses: complete": NO_SES,
    "ses: without an id": ["status: 404 there, 400 here", "type: general_route_not_found there, general_argument_invalid here"],
    "ses: read": ["status: 404 there, 200 here", "type: provider_not_found there, None here"],
    "ses: disabled": ["status: 404 there, 200 here", "type: general_route_not_found there, None here"],
    "ses: unknown": ["type: general_route_not_found there, provider_not_found here"],
    "ses: as msg91": ["status: 404 there, 400 here", "type: provider_not_found there, provider_incorrect_type here"],
    "ses deleted": ["status: 404 there, 204 here", "type: provider_not_found there, None here"],
    "ses deleted too": ["status: 404 there, 204 here", "type: provider_not_found there, None here"],
    # providers.md: creating msg91 never enables it up to 1.9.0.
    "msg91: complete": ["$.enabled: False there, True here"],
    # errors.md: a taken message id.
    **{f"{type}: a taken id": TAKEN for type in ("email", "sms", "push")},
    # A consequence: the user with the null name is there in one of them only.
    "user u3 deleted": ["status: 404 there, 204 here", "type: user_not_found there, None here"],
}  # fmt: skip


def test_two_versions_differ_in_exactly_what_the_contract_says(capsys: pytest.CaptureFixture[str]) -> None:
    with live("1.8.1", exact=True) as server:
        status, report = verify(capsys, server, "--appwrite-version", "1.9.6", "--exact")
    assert status == 1
    found = {item["step"]: item["what"] for item in report["differences"]}
    assert found == EXPECTED


def test_everything_it_made_is_removed_again(capsys: pytest.CaptureFixture[str]) -> None:
    with live("1.9.6", exact=False) as server:
        verify(capsys, server)
        project = server.instance.projects["p"]
        left = {name: [row.id for row in rows] for name, rows in project.collections().items() if len(rows)}
    assert left == {}


def test_a_server_elsewhere_is_not_touched_without_yes(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["verify", "--against", "https://cloud.example.com/v1", "--project", "p", "--key", "k"])
    complaint = capsys.readouterr().err
    assert status == 2
    assert re.search(r"cloud\.example\.com is not this machine.*add --yes", complaint)


def test_a_server_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["verify", "--against", "http://127.0.0.1:9/v1", "--project", "p", "--key", "k"])
    complaint = capsys.readouterr().err
    assert status == 2
    assert "http://127.0.0.1:9 does not answer" in complaint
    assert complaint.count("\n") == 1
