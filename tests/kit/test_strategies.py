"""Generated requests against the server: valid ones succeed, flawed ones give exactly the predicted error."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from itertools import cycle, islice
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from hypothesis import HealthCheck, given, settings

from mockwrite.api.endpoints import every_endpoint
from mockwrite.api.http import Request, Response
from mockwrite.api.pipeline import answer
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.providers import KINDS
from mockwrite.releases import parse_version, rules_for
from mockwrite.settings import Settings
from mockwrite.state.snapshot import Snapshot
from mockwrite_fixtures import Factories, assert_matches, model_for
from mockwrite_fixtures.known import Known, KnownLogin, KnownPushImage
from mockwrite_fixtures.strategies import ApiCall, endpoints, invalid_request, valid_request
from mockwrite_fixtures.strategies.places import NEEDS_A_SECRET

# Of each endpoint, valid and flawed ones together; more in CI. What costs is to draw them, not to answer.
IN_CI = bool(os.environ.get("CI"))
LEAST = 20 if IN_CI else 4
EXAMPLES = 40 if IN_CI else 2
# Valid and flawed ones each; of rows and documents 2,000 and more in CI, all routes together.
EXAMPLES_OF_ROWS = 50 if IN_CI else 2
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# What cannot succeed here, and what cannot be refused.
NEVER_VALID = {
    *NEEDS_A_SECRET,
    "DELETE /users/identities/{identityId}",
    "DELETE /users/{userId}/mfa/authenticators/{type}",
}
OF_ROWS = {endpoint for endpoint in endpoints() if "/rows" in endpoint or "/documents" in endpoint}
NEVER_REFUSED = {"GET /ping", "GET /locale"}
# What is refused only to who is signed in.
REFUSED_TO_SOMEBODY = {"POST /account/sessions/anonymous"}


class FullProject:
    """A project in which everything exists, the same each time; `reset` brings it back to how it was."""

    def __init__(self) -> None:
        self._instance = Instance(Settings(strict_auth=True))
        self.project = self._instance.create_project("shop", random_seed=1, frozen_time="2030-01-01T00:00:00Z")
        self._key = self.project.add_key(secret="standard_key").secret
        Factories(1).populate(self.project, users=6)
        # What only flawed requests refer to: providers without credentials, and messages that are through.
        for kind in KINDS:
            bare = {"providerId": f"bare-{kind}", "name": kind, "host": "smtp.example.com"}
            assert self.send(ApiCall("POST", f"/messaging/providers/{kind}", body=bare)).status == 201
        given_in = Given(self.project)
        for channel in ("email", "sms", "push"):
            given_in.message(channel, id=f"through-{channel}")
        first, second, third, *_ = (user.id for user in self.project.users)
        for path, body in (
            ("/teams", {"teamId": "team", "name": "Team"}),
            ("/teams/team/memberships", {"userId": first, "roles": ["owner"]}),
            ("/teams/team/memberships", {"userId": second, "roles": []}),
            (f"/users/{first}/sessions", {}),
            (f"/users/{second}/sessions", {}),
            (f"/users/{second}/sessions", {}),
            (f"/users/{third}/tokens", {}),
            ("/users", {"userId": "ada", "email": "ada@example.com", "password": "correct horse"}),
            ("/storage/buckets", {"bucketId": "pictures", "name": "Pictures", "allowedFileExtensions": ["png"]}),
        ):
            assert self.send(ApiCall("POST", path, body=body)).status == 201
        assert self.send(ApiCall("PATCH", f"/users/{first}/mfa/recovery-codes", body={})).status == 201
        picture = next(file for file in self.project.files if file.name == "image.png")
        given_in.message("push", id="illustrated", image=picture.reference)
        url = urlsplit(self.project.outbox.one(message_id="illustrated").image or "")
        self.known = replace(
            Known.of(self.project),
            logins=(KnownLogin("ada@example.com", "correct horse"),),
            push_images=(KnownPushImage(picture.id, picture.bucket_id, dict(parse_qsl(url.query))["jwt"]),),
        )
        self._before = Snapshot(self.project)

    def reset(self) -> None:
        """Forget what the last request changed."""
        self._before.restore()

    def send(self, call: ApiCall) -> Response:
        headers = {name.lower(): value for name, value in call.headers("shop", self._key).items()}
        body = b""
        if call.body is not None:
            headers["content-type"], body = "application/json", json.dumps(call.body).encode()
        elif call.form or call.upload:
            headers["content-type"], body = multipart(call)
        request = Request(call.method, f"/v1{call.path}", urlencode(call.query), headers, body)
        response = answer(self._instance, request)
        model = model_for(call.method, request.path, response.status)
        if model is not None:
            assert_matches(model, json.loads(response.body), ordered=True)
        return response


def multipart(call: ApiCall) -> tuple[str, bytes]:
    """Write a form as a client would; return its type and the body."""
    files = {"file": call.upload} if call.upload else {"": ("", b"")}
    prepared = requests.Request("POST", "http://localhost", data=call.form, files=files).prepare()
    assert isinstance(prepared.body, bytes)
    return str(prepared.headers["content-type"]), prepared.body


KNOWN = FullProject().known


def test_the_project_is_the_same_each_time() -> None:
    assert FullProject().known == KNOWN


@pytest.fixture(scope="module")
def mock() -> FullProject:
    """One for all endpoints: it is brought back before each request."""
    return FullProject()


@pytest.mark.parametrize("endpoint", endpoints())
def test_each_request_is_answered_as_predicted(mock: FullProject, endpoint: str) -> None:
    sent: list[ApiCall] = []

    def judge(call: ApiCall) -> None:
        sent.append(call)
        mock.reset()
        response = mock.send(call)
        if call.error is None:
            assert response.status in (200, 201, 202, 204), response.body.decode()
        else:
            assert (json.loads(response.body or b"{}").get("type"), call.flaw) == (call.error, call.flaw)
            assert 400 <= response.status < 500
            assert everything_in(mock) == KNOWN

    often = settings(thorough, max_examples=EXAMPLES_OF_ROWS if endpoint in OF_ROWS else EXAMPLES)
    if endpoint not in NEVER_VALID:
        often(given(valid_request(endpoint, KNOWN))(judge))()
    if endpoint not in NEVER_REFUSED:
        often(given(invalid_request(endpoint, KNOWN))(judge))()
    # Some endpoints take so few different requests that they have to come again.
    for call in islice(cycle(tuple(sent)), max(LEAST - len(sent), 0)):
        judge(call)
    assert len(sent) >= LEAST


def everything_in(mock: FullProject) -> Known:
    return replace(Known.of(mock.project), logins=KNOWN.logins, push_images=KNOWN.push_images)


def test_every_endpoint_has_strategies_and_there_are_two_thousand_examples_in_ci() -> None:
    rules = rules_for(parse_version("1.9.6"))
    assert set(endpoints()) == {
        f"{row.method} {row.path}" for row in every_endpoint() if rules.is_in(row.since, row.until)
    }
    if IN_CI:
        assert len(endpoints()) * LEAST >= 2000
        assert len(OF_ROWS) * 2 * EXAMPLES_OF_ROWS >= 2000


@pytest.mark.parametrize("endpoint", sorted(set(endpoints()) - NEVER_REFUSED - REFUSED_TO_SOMEBODY))
def test_something_can_be_wrong_even_when_nothing_exists(endpoint: str) -> None:
    instance = Instance(Settings(strict_auth=True))
    empty = instance.create_project("shop")
    mock = FullProject.__new__(FullProject)
    mock._instance, mock.project, mock._key = instance, empty, empty.add_key().secret

    @settings(thorough, max_examples=5 if IN_CI else 1)
    @given(invalid_request(endpoint))
    def check(call: ApiCall) -> None:
        response = mock.send(call)
        assert (json.loads(response.body or b"{}").get("type"), call.flaw) == (call.error, call.flaw)

    check()


def test_nothing_can_be_wrong_with_a_ping() -> None:
    @settings(max_examples=1, database=None)
    @given(invalid_request("GET /ping"))
    def check(call: ApiCall) -> None:
        raise AssertionError(call)

    with pytest.raises(ValueError, match="nothing can be wrong with GET /ping"):
        check()


def test_an_unknown_endpoint_says_which_there_are() -> None:
    with pytest.raises(
        ValueError, match="no strategies for 'POST /messages'; the endpoints are: .*POST /messaging/topics"
    ):
        valid_request("POST /messages")


def test_a_request_to_something_that_does_not_exist_says_what_is_needed() -> None:
    @settings(max_examples=1, database=None)
    @given(valid_request("GET /messaging/topics/{topicId}"))
    def check(call: ApiCall) -> None:
        raise AssertionError(call)

    with pytest.raises(
        ValueError, match=r"GET /messaging/topics/\{topicId\} needs a topic that exists; give one in known="
    ):
        check()


def test_creating_needs_nothing_that_exists() -> None:
    @thorough
    @given(valid_request("POST /messaging/messages/email"))
    def check(call: ApiCall) -> None:
        assert call.method == "POST" and call.path == "/messaging/messages/email"
        assert call.body is not None and {"messageId", "subject", "content"} <= set(call.body)

    check()
