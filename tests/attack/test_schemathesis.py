"""Calls made up from both OpenAPI documents: no answer is a server error, none has a status that its document does not name.

Half of them keep to the document and half break it somewhere. `MOCKWRITE_SCHEMA_CASES`, `MOCKWRITE_SCHEMA_SECONDS` (for each
document) and `MOCKWRITE_SEED` make it longer, and repeat it: a call takes some 20 ms of CPU, nearly all of it to make it up.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.python.asgi import get_client
from schemathesis.specs.openapi.checks import status_code_conformance

from mockwrite.app import create_app
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.settings import Settings
from mockwrite.state.project import CONSOLE
from tests.api.full_project import PNG, WORLD

CASES = int(os.environ.get("MOCKWRITE_SCHEMA_CASES", "600"))
SECONDS = float(os.environ.get("MOCKWRITE_SCHEMA_SECONDS", "40"))
SEED = int(os.environ.get("MOCKWRITE_SEED", "20"))
# So many seconds of the processor a single answer may take.
LONGEST = 1.0
# The one never ends, the other would knock at made-up mail servers.
LEFT_OUT = ("/_mockwrite/events", "/_mockwrite/outbox/{id}/relay")
# What is there, by the name that it has in a path; other ids are made up.
KNOWN = {
    "userId": ["u1"], "targetId": ["te", "tp"], "topicId": ["top1"], "subscriberId": ["s1"], "bucketId": ["b1"], "fileId": ["img", "txt"],
    "messageId": ["m-email", "m-sms", "m-push"], "providerId": ["p-smtp", "p-fcm", "p-twilio"], "teamId": ["team"], "sessionId": ["current"],
    "databaseId": ["db"], "collectionId": ["table"], "tableId": ["table"], "documentId": ["row"], "rowId": ["row"], "key": ["name"],
    "id": ["1", "shop", "m-email"], "index": ["0"],
}  # fmt: skip


class OwnProject:
    """A server with a project in which something of each kind exists, and what opens it."""

    def __init__(self) -> None:
        self.instance = Instance(Settings(project="shop"))
        project = self.instance.create_project("shop")
        given = Given(project)
        given.file(PNG, name="image.png", bucket="b1", id="img")
        given.file("text", name="text.txt", bucket="b1", id="txt")
        self.app = cast(Any, create_app(self.instance))
        base = {"X-Appwrite-Project": "shop", "Host": "localhost"}
        self.by_key = {**base, "X-Appwrite-Key": project.add_key().secret}
        with get_client(self.app) as client:
            for path, body in (
                *WORLD,
                ("/teams", {"teamId": "team", "name": "Team"}),
                ("/tablesdb", {"databaseId": "db", "name": "Db"}),
                ("/tablesdb/db/tables", {"tableId": "table", "name": "Table", "permissions": ['create("any")']}),
                ("/tablesdb/db/tables/table/columns/string", {"key": "name", "size": 20, "required": False}),
                ("/tablesdb/db/tables/table/rows", {"rowId": "row", "data": {"name": "a"}}),
            ):
                made = client.request("POST", f"http://localhost/v1{path}", json=body, headers=self.by_key)
                assert made.ok, (path, made.text)
        given.message("email", users=["u1"], subject="Sent", content="sent")
        self.by_user = {**base, "X-Appwrite-Session": given.session("u1").secret}

    def unfit(self) -> str:
        """Say why the state cannot be exported, or be brought back; empty when it can."""
        with get_client(self.app) as client:
            for id in [project.id for project in self.instance.projects.values() if project.id != CONSOLE]:
                told = client.get("http://localhost/_mockwrite/state", params={"project": id})
                if told.status_code != 200:
                    return f"{id}: {told.status_code} {told.text[-1500:]}"
                if not self.instance.projects[id].exact:
                    again = client.put(
                        "http://localhost/_mockwrite/state", params={"project": "again"}, data=told.content
                    )
                    if again.status_code != 200:
                        return f"{id}: {again.status_code} {again.text[-1500:]}"
        return ""

    @property
    def bugs(self) -> list[Any]:
        """What mockwrite did wrong."""
        return [*self.instance.bugs, *(bug for project in self.instance.projects.values() for bug in project.bugs)]


def sendings(path: str) -> int:
    """How often a case for a path is sent: by key and as a user, and to what exists too where something does."""
    return 4 if any(f"{{{name}}}" in path for name in KNOWN) else 2


class Attack:
    """Calls below one path, and what came of them: each case is sent two or four times, since to make it up is what takes long."""

    def __init__(self, below: str) -> None:
        self.below = below
        self.chance = random.Random(SEED)
        self.statuses: Counter[int] = Counter()
        self.slow: list[str] = []
        # The first of each kind; what comes after it is looked for all the same.
        self.failures: dict[tuple[str, str], str] = {}

    @property
    def calls(self) -> int:
        """How many were sent."""
        return sum(self.statuses.values())

    def carry_out(self, case: Any, mock: OwnProject, client: Any) -> None:
        """Send one case that was made up, by key and as a user, and with what exists in its path too."""
        made_up = case.path_parameters or {}
        known = {name: self.chance.choice(KNOWN[name]) for name in made_up if name in KNOWN}
        if case.path.endswith("/wait"):
            case.query = {**(case.query or {}), "timeout": 0}
        for path_parameters in (made_up, {**made_up, **known}) if known else (made_up,):
            case.path_parameters = path_parameters
            for headers in (mock.by_key, mock.by_user):
                self._send(case, headers, client)

    def _send(self, case: Any, headers: dict[str, str], client: Any) -> None:
        before = time.process_time()
        answer = case.call(session=client, headers=headers)
        took = time.process_time() - before
        client.cookies.clear()
        self.statuses[answer.status_code] += 1
        checks: list[Any] = [not_a_server_error]
        # The page that signs somebody in leads back to the emulated API, of which this document says nothing.
        if urlsplit(answer.request.url).path.startswith(self.below):
            checks.append(status_code_conformance)
        try:
            case.validate_response(answer, checks=checks)
        except FailureGroup as group:
            for failure in group.exceptions:
                said = f"{answer.status_code} {answer.text[:300]!r}: {case.as_curl_command()}"
                self.failures.setdefault((case.operation.label, failure.title), said)
        if took > LONGEST:
            self.slow.append(f"{took:.1f} s: {case.as_curl_command()}")

    def on(self, operation: Any, cases: int, seed: int) -> None:
        """Attack one operation in a project of its own, with calls that keep to its description and with others."""
        modes = list(GenerationMode)
        self.chance.shuffle(modes)
        mock = OwnProject()
        for mode, count in zip(modes, (cases - cases // 2, cases // 2), strict=True):
            if count:
                self._with(operation.as_strategy(generation_mode=mode), count, seed, mock)
            if fault := mock.unfit():
                self.failures.setdefault((operation.label, "what it left cannot be exported"), fault)
        for bug in mock.bugs:
            self.failures.setdefault((operation.label, str(bug)), "a bug was noted")

    def _with(self, strategy: st.SearchStrategy[Any], cases: int, seed: int, mock: OwnProject) -> None:
        settings = hypothesis.settings(
            max_examples=cases,
            deadline=None,
            database=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        # An operation without parameters cannot be called wrongly.
        with get_client(mock.app) as client, suppress(Unsatisfiable):

            @hypothesis.given(case=strategy)
            def send(case: Any) -> None:
                self.carry_out(case, mock, client)

            hypothesis.seed(seed)(settings(send))()


@pytest.mark.full
@pytest.mark.parametrize(("document", "below"), [("openapi", "/v1/"), ("control", "/_mockwrite/")])
def test_no_call_that_a_document_describes_breaks_the_server(
    document: str, below: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = f"/_mockwrite/{document}.json"
    schema = schemathesis.openapi.from_asgi(path, OwnProject().app, headers={"Host": "localhost"})
    described: Iterable[Any] = schema.get_all_operations()
    operations = [operation for found in described if (operation := found.ok()).path not in LEFT_OUT]
    random.Random(SEED).shuffle(operations)
    attack = Attack(below)
    end = time.monotonic() + SECONDS
    seed, before = SEED, -1
    # Where few calls can be made up, others have more; what is missing then is made from another seed.
    while before < attack.calls < CASES and time.monotonic() < end:
        before = attack.calls
        for number, operation in enumerate(operations):
            calls = -(-(CASES - attack.calls) // (len(operations) - number))
            if calls > 0 and time.monotonic() < end:
                attack.on(operation, -(-calls // sendings(operation.path)), seed)
                with capfd.disabled():
                    print(f"\r{document}: {attack.calls} calls, {len(attack.failures)} failures", end="", flush=True)
        seed += 1
    said = capfd.readouterr()
    with capfd.disabled():
        print(f"\r{document}: seed {SEED}, {attack.calls} calls, statuses {dict(sorted(attack.statuses.items()))}")
    assert "Traceback" not in said.out + said.err, f"seed {SEED}"
    assert attack.failures == {}, f"seed {SEED}"
    assert attack.slow == []
    assert attack.statuses
