"""`mockwrite verify`: what differs between a server and mockwrite, judged by lists written from the contract."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

import pytest

from mockwrite.api.pipeline import router_for
from mockwrite.cli import main
from mockwrite.commands.verify import in_process
from mockwrite.instance import Instance
from mockwrite.releases import LATEST
from mockwrite.server.mock_server import MockServer
from mockwrite.settings import Settings
from mockwrite.verify.comparing import LiveAnswer, run
from mockwrite.verify.scenarios import steps
from tests.other_server import NotedPage, running_server

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
    assert report["compared"] > 450


def test_friendly_places_are_explained_by_the_published_list(capsys: pytest.CaptureFixture[str]) -> None:
    with live("1.9.6", exact=True) as server:
        status, report = verify(capsys, server)
    assert status == 0
    assert {item["known"] for item in report["differences"]} == {
        "json-404", "scalar-body", "topic-cursor", "no-500", "empty-maps", "sha-options", "app-origins"
    }  # fmt: skip


# What 1.8.1 does otherwise than 1.9.6, by hand from the contract's version tables.
USER_FIELDS = "$: nothing only there, emailCanonical, emailIsFree, emailIsDisposable, emailIsCorporate, emailIsCanonical, impersonator, impersonatorUserId only here"  # fmt: skip
USERS = (
    "a user", "a bare user", "the user", "a new name", "labels", "a new address", "verification", "blocking", "a number",
    "a verified number", "a password", "a second factor wanted", "no second factor wanted", "the account",
    "the account by JWT", "the account named", "the account's preferences", "the account's address",
    "the account's number", "the account's password", "signing up", "blocking oneself", "unblocking",
    "a second factor wanted of a session", "the account by JWT with one factor", "one factor is enough again",
    "a password of four letters and eight bytes", "user c1 with an address", "user c2 with an address", "an address cleared",
    "a SHA hash of no version",
    *(f"a user with a hash by {kind}" for kind in ("argon2", "bcrypt", "md5", "phpass", "sha", "scrypt", "scrypt-modified")),
)  # fmt: skip
FILE_FIELDS = "nothing only there, sizeActual, encryption, compression only here"
MEMBER_FIELDS = "nothing only there, userPhone, userAccessedAt only here"
NO_ROUTE = ["status: 404 there, 200 here", "type: general_route_not_found there, None here"]
NO_SES = ["status: 404 there, 201 here", "type: general_route_not_found there, None here"]
TAKEN = ["status: 500 there, 409 here", "type: general_unknown there, message_already_exists here"]
NULL = ["status: 400 there, 500 here", "type: general_argument_invalid there, general_unknown here"]
EXPECTED: dict[str, list[str]] = {
    # http.md §1: the 404 of an unknown route is JSON up to 1.9.0.
    "an unknown route": ["content type: 'application/json;charset=utf-8' there, 'text/html;charset=utf-8' here", "type: general_route_not_found there, None here"],
    "a wrong method": ["content type: 'application/json;charset=utf-8' there, 'text/html;charset=utf-8' here", "type: general_route_not_found there, None here"],
    # models.md §8: fields of 1.9.0 and 1.9.5.
    **{step: [USER_FIELDS] for step in USERS},
    "/users: not starting": [USER_FIELDS.replace("$", "$.users[0]")],
    # users-targets.md §5: totalSize since 1.9.0, what the storage did to a file since 1.9.5; §6: memberships.
    **{step: ["$: nothing only there, totalSize only here"] for step in ("a bucket", "the bucket", "the bucket replaced")},
    "the buckets": ["$.buckets[0]: nothing only there, totalSize only here"],
    **{step: [f"$: {FILE_FIELDS}"] for step in ("a file", "an image", "the file", "a file renamed")},
    "the files": [f"$.files[0]: {FILE_FIELDS}"],
    **{step: [f"$: {MEMBER_FIELDS}"] for step in ("a member", "a member read", "a member's roles")},
    "the members": [f"$.memberships[0]: {MEMBER_FIELDS}"],
    "a member with a long role": ["status: 400 there, 201 here", "type: general_argument_invalid there, None here"],
    # events.md: who acted is told since 1.9.5.
    "what the account did": ["$.logs[0]: nothing only there, userType only here"],
    **{f"what was done to {what}": ["$.logs[0]: nothing only there, userType only here"] for what in ("a message", "a provider", "a topic", "a subscriber")},
    # auth.md §1 and §2, http.md §7: credentials and origins.
    "a key without a project": ["status: 401 there, 403 here", "type: user_unauthorized there, project_id_missing here"],
    "an unknown origin": ["status: 401 there, 403 here", "type: general_unauthorized_scope there, general_unknown_origin here"],
    "a session and a JWT": ["status: 200 there, 403 here", "type: None there, user_jwt_and_cookie_set here"],
    "a key and a session": ["status: 403 there, 200 here", "type: user_key_and_session_set there, None here"],
    "a blocked user": ["status: 401 there, 403 here"],
    # models.md §11: impersonation since 1.9.0.
    "a user who may act as others": NO_ROUTE,
    "… and no longer": NO_ROUTE,
    # queries.md §2: methods since 1.9.
    "all of two texts": ["status: 400 there, 200 here", "type: general_argument_invalid there, None here"],
    "a method that breaks the server": NULL,
    "a page on 127.0.0.1": ["status: 401 there, 403 here", "type: general_unauthorized_scope there, general_unknown_origin here"],
    "a stranger at an unknown route": ["status: 404 there, 403 here", "type: general_route_not_found there, None here"],
    # http.md §4: null.
    "a user whose name is null": ["status: 400 there, 201 here", "type: general_argument_invalid there, None here"],
    "null for a name": NULL,
    "a bucket with null": NULL,
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


@pytest.mark.parametrize("calls", [9, 60, 110, 150, 260, 330, 420])
def test_also_a_broken_off_run_leaves_nothing_behind(calls: int) -> None:
    instance = Instance(Settings(strict_auth=True))
    project = instance.create_project("p")
    project.add_key(secret=KEY)
    send, sent = in_process(instance), count()

    def broken_off(method: str, path: str, headers: dict[str, str], body: bytes) -> LiveAnswer:
        answer = send(method, path, headers, body)
        if next(sent) == calls:
            # The call got through, its answer did not.
            raise KeyboardInterrupt
        return answer

    with pytest.raises(KeyboardInterrupt):
        run(broken_off, "p", KEY, "mw-verify-x-")
    assert {name: [row.id for row in rows] for name, rows in project.collections().items() if len(rows)} == {}


def test_what_a_server_does_not_let_go_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with live("1.9.6", exact=True) as server:
        server.instance.projects["p"].faults.fail_call("DELETE", "/messaging/topics/mine-top", status=500)
        main(["verify", "--against", server.endpoint, "--project", "p", "--key", KEY, "--prefix", "mine-"])
    assert "/messaging/topics/mine-top is still there: 500" in capsys.readouterr().err


def test_another_program_that_answers_is_not_taken_for_an_appwrite(capsys: pytest.CaptureFixture[str]) -> None:
    with running_server(NotedPage, hits=[]) as (url, page):
        assert main(["verify", "--against", f"{url}/v1", "--project", "p", "--key", "k"]) == 2
    assert len(page.hits) == 1
    assert "it answers 200: look whether an Appwrite is there" in capsys.readouterr().err


@pytest.mark.parametrize("prefix", ["_x", "a b", "x" * 22])
def test_a_prefix_that_makes_no_ids_is_refused_before_anything_is_sent(
    prefix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["verify", "--against", "http://127.0.0.1:9/v1", "--project", "p", "--key", "k", "--prefix", prefix]
    assert main(words) == 2
    assert f"ids cannot begin with '{prefix}'" in capsys.readouterr().err


def test_every_id_that_is_made_has_room_for_the_longest_prefix() -> None:
    made = [step.leaves() for step in steps()]
    assert max(len(path.rpartition("/")[2].replace("{p}", "x" * 21)) for path in made if path) <= 36


def test_every_route_is_called() -> None:
    routers = [router_for(LATEST, exact=True, service=service) for service in ("", "users", "storage")]
    matches = [router.match(step.method, step.path.strip("/").split("/")) for step in steps() for router in routers]
    called = {(match.route.endpoint.method, match.route.endpoint.path) for match in matches if match}
    assert {
        (route.endpoint.method, route.endpoint.path) for router in routers for route in router.routes
    } - called == set()


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("the account with one factor", (401, "user_more_factors_required")),
        ("the account by JWT with one factor", (200, None)),
        ("an image by its address", (200, None)),
        ("another file by that address", (401, "user_unauthorized")),
    ],
)
def test_what_needs_an_earlier_answer_is_reached(name: str, outcome: tuple[int, str | None]) -> None:
    instance = Instance(Settings(strict_auth=True))
    instance.create_project("p").add_key(secret=KEY)
    answers = run(in_process(instance), "p", KEY, "mw-verify-x-")
    (answer,) = (answers[number] for number, step in enumerate(steps()) if step.name == name)
    assert (answer.status, answer.body["type"] if answer.status >= 400 else None) == outcome


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
