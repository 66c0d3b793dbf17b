"""Mistakes of a test are shown on the line of the test, without the inside of mockwrite."""

from __future__ import annotations

import pytest
import requests

from mockwrite import MockAppwrite
from tests.plugin.pytest_runs import Run, sections_of

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
    "a time span that has another name": (
        "mock_appwrite.clock.advance(hour=1)",
        "TypeError: advance() has no 'hour'; did you mean hours? It takes days, hours, minutes, seconds, milliseconds",
    ),
    "a match that is to be counted": (
        "mock_appwrite.outbox.count(to='ada@example.com')",
        "TypeError: count() is of one delivery; write len(outbox.where(to='ada@example.com')), or assert_sent(count=…, *",
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
    "an attribute that does not exist": (
        "mock_appwrite.clock.advence(hours=1)",
        "AttributeError: Clock has no 'advence'; did you mean advance? It has advance, *",
    ),
    "an attribute of a delivery that does not exist": (
        "mock_appwrite.given.message(); mock_appwrite.outbox.one().subjekt",
        "AttributeError: Delivery has no 'subjekt'; did you mean subject? It has *",
    ),
    "a method of another library": (
        "mock_appwrite.outbox.last()",
        "AttributeError: Outbox has no 'last'. It has *assert_sent*",
    ),
    "a name for the address of the server": (
        "mock_appwrite.endpont",
        "AttributeError: *Appwrite has no 'endpont'; did you mean endpoint? It has api_key, *",
    ),
    "a text for a number of hours": (
        "mock_appwrite.clock.advance(hours='2')",
        "TypeError: hours is a number, got '2'; *",
    ),
    "a text for a count": ("mock_appwrite.outbox.assert_sent(count='2')", "TypeError: count is a number, got '2'; *"),
    "a text for a time-out": (
        "mock_appwrite.outbox.wait_for(timeout='1')",
        "TypeError: timeout is a number, got '1'; *",
    ),
    "an e-mail address without its name": (
        "mock_appwrite.given.user('ada@example.com')",
        "TypeError: user() takes values with their names, such as user(email='ada@example.com')",
    ),
    "a channel for a kind of provider": (
        "mock_appwrite.given.provider('email')",
        "ValueError: 'email' is what a provider sends, not its kind; for email there are *, such as 'smtp'",
    ),
    "a subscriber who does not exist": (
        "mock_appwrite.given.topic(subscribers=['ada'])",
        "ValueError: there is no user and no target 'ada'; make one first: given.user(id='ada')",
    ),
    "a name for a snapshot": (
        "mock_appwrite.restore('before')",
        "TypeError: a snapshot is expected, as snapshot() returns it; got 'before'",
    ),
    "a body of a canned answer": (
        "mock_appwrite.respond('GET', '/functions', body={})",
        "mockwrite.FaultError: a canned answer has no field 'body'*Its fields are name, method, path, status, json, *",
    ),
    "a setting that does not exist": (
        "import mockwrite; mockwrite.MockServer(appwrite_versoin='1.8')",
        "TypeError: there is no setting 'appwrite_versoin'; did you mean appwrite_version? *",
    ),
    "a setting of another type": (
        "import mockwrite; mockwrite.MockServer(port='6245')",
        "mockwrite.settings.SettingsError: port is a whole number, got '6245'",
    ),
    "a release that does not exist": (
        "import mockwrite; mockwrite.Settings(appwrite_version='9')",
        "mockwrite.settings.SettingsError: Appwrite version '9' is not known; *",
    ),
    "a time": ("mock_appwrite.clock.travel_to('noon')", "ValueError: a time is expected *, got 'noon'"),
}


def test_a_mistake_is_shown_where_it_was_made(run: Run) -> None:
    # One run for all of them takes hardly longer than for one.
    tests = (f"def test_{number}(mock_appwrite):\n    {act}\n" for number, (act, _) in enumerate(MISTAKES.values()))
    result = run("".join(tests), "--mockwrite-transport=in-process")
    result.assert_outcomes(failed=len(MISTAKES))
    sections = sections_of(result)
    for number, (_, text) in enumerate(MISTAKES.values()):
        section = pytest.LineMatcher(sections[f"test_{number}"])
        section.fnmatch_lines([f"E *{text}", f"test_it.py:{2 * number + 2}: *"])
    result.stdout.no_fnmatch_line("*mockwrite*/*.py:*")
    result.stdout.no_fnmatch_line("*contextlib.py*")


def test_https_in_place_of_http_is_named_in_the_report(run: Run) -> None:
    code = """
    import requests

    def test_it(mock_appwrite):
        requests.get(mock_appwrite.endpoint.replace("http:", "https:"), timeout=60)
    """
    run(code).stdout.fnmatch_lines(
        [
            "calls that named no project of this test:",
            "  a connection by https was closed: the endpoint is http://*, without the s",
        ]
    )


def test_the_id_of_a_user_subscribes_all_of_its_targets(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.user(id="ada", email="ada@example.com", phone="+12025550101")
    assert mock_appwrite.given.topic(subscribers=["ada"]).email_total == 1


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
        requests.get(f"{mock_appwrite.endpoint}/users", timeout=60)
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
        requests.get(f"{mock_appwrite.endpoint}/users", timeout=60)
    """
    run(code).stdout.fnmatch_lines(
        ["*1 API call named no project, or one that does not exist:", "*GET /v1/users without a project → 401*"]
    )


@pytest.mark.parametrize("path", ["/users", "/v1/v1/users"])
def test_an_endpoint_with_a_wrong_path_is_told_what_is_wrong(mock_appwrite: MockAppwrite, path: str) -> None:
    headers = {"x-appwrite-project": mock_appwrite.project_id, "x-appwrite-key": mock_appwrite.api_key}
    answer = requests.get(mock_appwrite.endpoint.removesuffix("/v1") + path, headers=headers, timeout=60).json()
    assert answer["type"] == "general_route_not_found"
    assert "a path begins with one /v1" in answer["message"]


def test_two_projects_of_a_test_cannot_have_the_same_id(run: Run) -> None:
    result = run("def test_it(mock_appwrite_factory):\n    [mock_appwrite_factory('shop') for _ in range(2)]")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["this test has a project 'shop' already; give the other one another id"])


def test_a_fixture_of_a_wider_scope_hears_how_to_make_a_project_that_lives_as_long(run: Run) -> None:
    code = """
    import pytest

    @pytest.fixture(scope="module")
    def shop(mock_appwrite):
        return mock_appwrite

    def test_it(shop):
        pass
    """
    run(code).stdout.fnmatch_lines(
        ["mock_appwrite lives as long as one test; *: with mockwrite_server.project() as project: *"]
    )


def test_a_test_case_of_unittest_hears_how_it_gets_a_fixture(run: Run) -> None:
    code = """
    import unittest

    class TestIt(unittest.TestCase):
        def test_it(self, mock_appwrite):
            pass
    """
    text = "*(autouse=True) def _set_up(self, mock_appwrite): self.mock_appwrite = mock_appwrite"
    run(code).stdout.fnmatch_lines([f"methods of a unittest.TestCase take no fixtures as parameters. {text}"])


def test_a_marker_on_a_test_that_makes_no_project_is_a_warning_that_says_what_to_do(run: Run) -> None:
    code = """
    import pytest

    pytestmark = pytest.mark.mockwrite(transport="in-process")

    @pytest.fixture
    def late(request):
        return lambda: request.getfixturevalue("mock_appwrite")

    @pytest.mark.mockwrite(providers=True)
    def test_marked():
        pass

    @pytest.mark.mockwrite(providers=True)
    def test_of_the_client(appwrite_env):
        pass

    @pytest.mark.mockwrite(providers=True)
    def test_that_asks_late(late):
        late().given.message("sms")

    def test_of_a_module_with_a_marker():
        pass
    """
    result = run(code, "-W", "default")
    result.assert_outcomes(passed=4, warnings=1)
    result.stdout.fnmatch_lines(
        [
            "*PytestWarning: the marker mockwrite changes nothing here: test_marked makes no project. Take mock_appwrite, *"
        ]
    )
    result = run(code, "-W", "error")
    result.assert_outcomes(passed=3, failed=1)


@pytest.mark.parametrize("part", ["outbox", "clock", "faults", "journal"])
def test_what_only_mockwrite_uses_is_not_offered(mock_appwrite: MockAppwrite, part: str) -> None:
    with pytest.raises(AttributeError, match="It has ") as raised:
        _ = getattr(mock_appwrite, part).no_such_name
    offered = str(raised.value).partition("It has ")[2].split(", ")
    assert {"clear", "advance", "refused"} & set(offered)
    assert not {"state", "restore", "add_batch", "keep", "on_call", "deliver_until", "golden_files"} & set(offered)
