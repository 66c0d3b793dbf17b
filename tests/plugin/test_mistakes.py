"""Mistakes of a test are shown on the line of the test, without the inside of mockwrite."""

from __future__ import annotations

import pytest
import requests

from mockwrite import MockAppwrite
from tests.plugin.running import Run

MISTAKES = {
    "a field that does not exist": (
        "mock_appwrite.outbox.one(subjet='Hi')",
        "TypeError: a delivery has no field 'subjet'*",
    ),
    "a record for a value": (
        "mock_appwrite.outbox.one(to=mock_appwrite.given.user())",
        "TypeError: to of a delivery is no User; match its id: user_id=….id",
    ),
    "an index that does not exist": (
        "mock_appwrite.outbox[0]",
        "IndexError: there is no delivery [[]0]: nothing was captured",
    ),
    "a code that does not exist": (
        "mock_appwrite.given.message('sms', content='Hello, Ada'); mock_appwrite.outbox.one().codes[0]",
        "IndexError: there is no code [[]0]: found none in 'Hello, Ada' (a code is 4 to 8 digits, *",
    ),
    "a link that does not exist": (
        "mock_appwrite.given.message('push', title='T', body='https://a.test/x'); mock_appwrite.outbox[0].links[1]",
        "IndexError: there is no link [[]1]: found https://a.test/x in 'T | https://a.test/x' (a link is a URL *",
    ),
    "a number without its name": (
        "mock_appwrite.outbox.assert_sent(1)",
        "TypeError: assert_sent() takes values with their names, such as assert_sent(count=1)",
    ),
    "an address without its name": (
        "mock_appwrite.outbox.one('ada@example.com')",
        "TypeError: one() takes values with their names, such as one(to='ada@example.com')",
    ),
    "a time span without its name": (
        "mock_appwrite.clock.advance(3600)",
        "TypeError: advance() takes values with their names, such as advance(seconds=3600)",
    ),
    "a list of people": (
        "mock_appwrite.outbox.assert_delivered_to([mock_appwrite.given.user()])",
        "TypeError: a person is *, got a list; write assert_delivered_to(ada, bob) or assert_delivered_to(*people)",
    ),
    "somebody who exists": (
        "[mock_appwrite.given.user(email='a@example.com') for _ in range(2)]",
        "mockwrite.AppwriteError: user_already_exists (409): *",
    ),
    "an error type": (
        "mock_appwrite.expect_error('nope').__enter__()",
        "ValueError: Appwrite has no error type 'nope'",
    ),
    "no call in a block": (
        "with mock_appwrite.expect_error('topic_not_found'): pass",
        "mockwrite.OutboxError: expected an API call that is refused with topic_not_found, but no call was made*",
    ),
    "a failure": (
        "mock_appwrite.faults.fail_delivery('bouncd')",
        "*FaultError: there is no failure 'bouncd'; did you*",
    ),
    "a scope": ("mock_appwrite.key(scopes=['mesages.write'])", "ValueError: no key can hold mesages.write; *"),
    "a message": ("mock_appwrite.explain('gone')", "LookupError: there is no message 'gone'; *"),
    "a ready world": (
        "from mockwrite_fixtures import seeds; seeds.load('shp', mock_appwrite.project)",
        "ValueError: there is no world 'shp'; the worlds are shop, school, newsletter",
    ),
    "a time": ("mock_appwrite.clock.travel_to('noon')", "ValueError: a time is expected *, got 'noon'"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_shown_where_it_was_made(run: Run, name: str) -> None:
    act, text = MISTAKES[name]
    result = run(f"def test_it(mock_appwrite):\n    {act}", "--mockwrite-transport=in-process")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"E *{text}", "test_it.py:2: *"])
    result.stdout.no_fnmatch_line("*mockwrite*/*.py:*")
    result.stdout.no_fnmatch_line("*contextlib.py*")


def test_everything_is_shown_when_it_is_asked_for(run: Run) -> None:
    result = run("def test_it(mock_appwrite):\n    mock_appwrite.outbox.one(subjet='Hi')", "--full-trace")
    result.stdout.fnmatch_lines(["*mockwrite/outbox/matching.py:*: TypeError"])


def test_an_error_that_mockwrite_did_not_raise_itself_is_shown_in_full(run: Run) -> None:
    code = """
    def test_it(mock_appwrite):
        mock_appwrite.project.users = None
        mock_appwrite.given.user()
    """
    run(code).stdout.fnmatch_lines(["*mockwrite/*.py:*: AttributeError"])


def test_an_error_of_the_test_inside_mockwrite_is_shown_in_full(run: Run) -> None:
    code = """
    def is_welcome(text):
        raise RuntimeError("mine")

    def test_it(mock_appwrite):
        mock_appwrite.given.message()
        mock_appwrite.outbox.one(subject=is_welcome)
    """
    run(code).stdout.fnmatch_lines(["*def is_welcome(text):", "E *RuntimeError: mine"])


def test_calls_without_a_project_are_in_the_report(run: Run) -> None:
    code = """
    import requests

    def test_it(mock_appwrite):
        requests.get(f"{mock_appwrite.endpoint}/users", timeout=5)
        assert mock_appwrite.outbox
    """
    run(code, "--mockwrite-transport=in-process").stdout.fnmatch_lines(
        ["calls that named no project of this test:", "  GET /v1/users without a project → 401"]
    )


def test_calls_without_a_project_are_refusals_that_nobody_expected(run: Run) -> None:
    code = """
    import pytest
    import requests

    @pytest.mark.mockwrite(fail_on_refused=True, transport="in-process")
    def test_it(mock_appwrite):
        requests.get(f"{mock_appwrite.endpoint}/users", timeout=5)
    """
    run(code).stdout.fnmatch_lines(
        ["*1 API call named no project, or one that does not exist:", "*GET /v1/users without a project → 401*"]
    )


@pytest.mark.parametrize("path", ["/users", "/v1/v1/users"])
def test_an_endpoint_with_a_wrong_path_is_told_what_is_wrong(mock_appwrite: MockAppwrite, path: str) -> None:
    headers = {"x-appwrite-project": mock_appwrite.project_id, "x-appwrite-key": mock_appwrite.api_key}
    answer = requests.get(mock_appwrite.endpoint.removesuffix("/v1") + path, headers=headers, timeout=5).json()
    assert answer["type"] == "general_route_not_found"
    assert "a path begins with one /v1" in answer["message"]


def test_two_projects_of_a_test_cannot_have_the_same_id(run: Run) -> None:
    result = run("def test_it(mock_appwrite_factory):\n    [mock_appwrite_factory('shop') for _ in range(2)]")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["this test has a project 'shop' already; give the other one another id"])
