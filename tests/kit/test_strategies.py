"""Generated requests against the server: valid ones succeed, flawed ones give exactly the predicted error."""

from __future__ import annotations

import json
import os
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings

from mockwrite.api.http import Request, Response
from mockwrite.api.pipeline import answer
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.providers import KINDS
from mockwrite.settings import Settings
from mockwrite.snapshot import Snapshot
from mockwrite_fixtures import Factories, assert_matches, model_for
from mockwrite_fixtures.known import Known
from mockwrite_fixtures.strategies import ApiCall, endpoints, invalid_request, valid_request

# Twice this for each endpoint: valid and flawed requests.
EXAMPLES = 40 if os.environ.get("CI") else 20
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class World:
    """A project in which everything exists, the same each time; `reset` brings it back to how it was."""

    def __init__(self) -> None:
        self._instance = Instance(Settings(strict_auth=True))
        self.project = self._instance.create_project("world", random_seed=1, frozen_time="2030-01-01T00:00:00Z")
        self._key = self.project.add_key(secret="standard_key").secret
        Factories(1).populate(self.project, users=6)
        # What only flawed requests refer to: providers without credentials, and messages that are through.
        for kind in KINDS:
            bare = {"providerId": f"bare-{kind}", "name": kind, "host": "smtp.example.com"}
            assert self.send(ApiCall("POST", f"/messaging/providers/{kind}", body=bare)).status == 201
        given_in = Given(self.project)
        for channel in ("email", "sms", "push"):
            given_in.message(channel, id=f"through-{channel}")
        first, second, *_ = (user.id for user in self.project.users)
        for path, body in (
            ("/teams", {"teamId": "team", "name": "Team"}),
            ("/teams/team/memberships", {"userId": first, "roles": ["owner"]}),
            ("/teams/team/memberships", {"userId": second, "roles": []}),
            (f"/users/{first}/sessions", {}),
        ):
            assert self.send(ApiCall("POST", path, body=body)).status == 201
        self.known = Known.of(self.project)
        self._before = Snapshot(self.project)

    def reset(self) -> None:
        """Forget what the last request changed."""
        self._before.restore()

    def send(self, call: ApiCall) -> Response:
        headers = {"x-appwrite-project": "world", "x-appwrite-key": self._key, "content-type": "application/json"}
        body = b"" if call.body is None else json.dumps(call.body).encode()
        request = Request(call.method, f"/v1{call.path}", urlencode(call.query), headers, body)
        response = answer(self._instance, request)
        model = model_for(call.method, request.path, response.status)
        if model is not None:
            assert_matches(model, json.loads(response.body), ordered=True)
        return response


KNOWN = World().known


def test_the_world_is_the_same_each_time() -> None:
    assert World().known == KNOWN


@pytest.mark.parametrize("endpoint", endpoints())
def test_a_valid_request_succeeds_and_its_answer_matches_the_model(endpoint: str) -> None:
    world = World()

    @thorough
    @given(valid_request(endpoint, KNOWN))
    def check(call: ApiCall) -> None:
        world.reset()
        response = world.send(call)
        assert response.status in (200, 201, 204), response.body.decode()
        assert call.error is None

    check()


@pytest.mark.parametrize("endpoint", endpoints())
def test_a_flawed_request_gives_the_predicted_error(endpoint: str) -> None:
    world = World()

    @thorough
    @given(invalid_request(endpoint, KNOWN))
    def check(call: ApiCall) -> None:
        response = world.send(call)
        assert (json.loads(response.body or b"{}").get("type"), call.flaw) == (call.error, call.flaw)
        assert 400 <= response.status < 500

    check()
    assert Known.of(world.project) == KNOWN


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
