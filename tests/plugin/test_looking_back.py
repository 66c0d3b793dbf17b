"""What the plugin does at the end of a test: fail_on_refused, bugs of mockwrite, and the section of the report."""

from __future__ import annotations

import dataclasses

import pytest
import requests

from mockwrite import MockAppwrite, MockServer, OutboxError, ServerBug, UnexpectedCalls
from tests.plugin.pytest_runs import Run

# A test file in which an application calls Appwrite with `requests`.
APPLICATION = """
    import pytest
    import requests

    def call(mock, method, path, body=None):
        headers = {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key}
        return requests.request(method, mock.endpoint + path, json=body, headers=headers, timeout=60)
"""
STRICT = ("--mockwrite-fail-on-refused", "--mockwrite-transport=in-process")


@pytest.mark.parametrize(
    ("calls", "line"),
    [
        ("call(mock_appwrite, 'GET', '/messaging/topics/x')", "*GET /v1/messaging/topics/x → 404 topic_not_found:*"),
        ("call(mock_appwrite, 'GET', '/pigeons')", "*GET /v1/pigeons → 404 general_route_not_found:*"),
        ("call(mock_appwrite, 'POST', '/users', {'userId': 'a', 'nick': 'b'})", "*its route has no parameter nick"),
        ("mock_appwrite.given.message('sms')", "1 delivery that the test did not look at:"),
        (
            "requests.get(mock_appwrite.endpoint + '/users', headers={'x-appwrite-project': 'live'}, timeout=60)",
            "*GET /v1/users for the project 'live' → 404 project_not_found",
        ),
    ],
    ids=["a refused call", "an unknown route", "an unknown parameter", "an unseen delivery", "another project"],
)
def test_what_a_test_does_not_expect_fails_it(run: Run, calls: str, line: str) -> None:
    code = f"""{APPLICATION}
    def test_it(mock_appwrite):
        {calls}
    """
    run(code, "--mockwrite-transport=in-process").assert_outcomes(passed=1)
    result = run(code, *STRICT)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines([line])
    assert "During handling" not in result.stdout.str()


def test_what_a_test_expects_does_not_fail_it(run: Run) -> None:
    code = f"""{APPLICATION}
    def test_it(mock_appwrite):
        with mock_appwrite.expect_error("topic_not_found", "unknown_parameter") as expected:
            call(mock_appwrite, "GET", "/messaging/topics/x")
            call(mock_appwrite, "POST", "/users", {{"userId": "a", "nick": "b"}})
        assert [call.status for call in expected.calls] == [404, 201]
        mock_appwrite.given.message("sms")
        assert len(mock_appwrite.outbox) == 1
        mock_appwrite.faults.fail_call("GET", "/users", status=503)
        assert call(mock_appwrite, "GET", "/users").status_code == 503
    """
    run(code, *STRICT).assert_outcomes(passed=1)


def test_a_test_that_failed_anyway_is_not_failed_twice(run: Run) -> None:
    code = f"""{APPLICATION}
    def test_it(mock_appwrite):
        mock_appwrite.given.message("sms")
        call(mock_appwrite, "GET", "/messaging/topics/x")
        assert False

    @pytest.mark.xfail(strict=True)
    def test_expected(mock_appwrite):
        mock_appwrite.given.message("sms")
        assert False

    def test_skipped(mock_appwrite):
        mock_appwrite.given.message("sms")
        pytest.skip("not today")
    """
    run(code, *STRICT).assert_outcomes(failed=1, xfailed=1, skipped=1)


def test_expecting_an_error_that_does_not_exist_names_the_nearest(mock_appwrite: MockAppwrite) -> None:
    with (
        pytest.raises(ValueError, match="no error type 'topic_notfound'; did you mean topic_not_found"),
        mock_appwrite.expect_error("topic_notfound"),
    ):
        raise AssertionError("never reached")
    with pytest.raises(ValueError, match="needs the type of an error"), mock_appwrite.expect_error():
        raise AssertionError("never reached")


def test_an_error_of_the_block_is_not_hidden_by_the_expectation(mock_appwrite: MockAppwrite) -> None:
    with pytest.raises(ZeroDivisionError), mock_appwrite.expect_error("topic_not_found"):
        raise ZeroDivisionError


def test_a_bug_of_mockwrite_fails_the_block_that_met_it() -> None:
    with (
        pytest.raises(ServerBug, match=r"please report this(.|\n)*a screw is loose"),
        MockServer() as server,
        server.project() as project,
    ):
        requests.get(f"{project.endpoint}/ping", headers={"x-appwrite-project": project.project_id}, timeout=60)
        project.journal.add(dataclasses.replace(project.journal[-1], bug="Traceback: a screw is loose"))


def test_a_bug_of_mockwrite_fails_a_test_that_does_not_look(run: Run) -> None:
    code = """
    import dataclasses
    import pytest
    import requests

    def test_it(mock_appwrite):
        headers = {"x-appwrite-project": mock_appwrite.project_id}
        requests.get(f"{mock_appwrite.endpoint}/health/version", headers=headers, timeout=60)
        call = mock_appwrite.journal[-1]
        mock_appwrite.journal.add(dataclasses.replace(call, bug="Traceback: a screw is loose"))
    """
    result = run(code)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["mockwrite itself broke while answering; please report this:", "*a screw is loose*"])


def test_the_report_of_a_failed_test_has_what_is_most_telling_first(run: Run) -> None:
    code = f"""{APPLICATION}
    def test_it(mock_appwrite):
        mock_appwrite.given.message("sms", content="Hello")
        mock_appwrite.faults.fail_delivery("bounced", to="ada@example.com")
        ada = mock_appwrite.given.user(email="ada@example.com")
        mock_appwrite.given.message("email", users=[ada])
        mock_appwrite.given.message("email", id="draft", draft=True)
        call(mock_appwrite, "GET", "/messaging/topics")
        call(mock_appwrite, "GET", "/messaging/topics/x")
        assert False
    """
    result = run(code)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- Appwrite calls and deliveries -*",
            "project project-* at http://127.0.0.1:*/v1, Appwrite 1.9.*",
            "refused calls:",
            "  GET /v1/messaging/topics/x → 404 topic_not_found: *",
            "failed deliveries:",
            "  email to ada@example.com * failed: *",
            "messages without a delivery:",
            "  message draft (email) is a draft: messaging.updateEmail with draft=false sends it",
            "sent:",
            "  sms   to * 'Hello'",
            "other calls:",
            "  GET /v1/messaging/topics → 200",
        ],
        consecutive=False,
    )


def test_the_report_reaches_the_controller_of_workers(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile("def test_it(mock_appwrite):\n    mock_appwrite.given.message('sms')\n    assert False")
    # Other plugins, loaded by both processes, take longer than the test.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    result = pytester.runpytest_subprocess("-n", "1", "-p", "xdist", "-p", "pytest_mockwrite.plugin", "-q")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*- Appwrite calls and deliveries -*"])


def test_a_test_without_a_project_has_no_section(run: Run) -> None:
    result = run("def test_it():\n    assert False")
    assert "Appwrite" not in result.stdout.str()


def test_a_fault_rule_that_never_struck_is_a_warning(run: Run) -> None:
    result = run("def test_it(mock_appwrite): mock_appwrite.faults.fail_call('GET', '/users')", "-Wdefault")
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*the fault rule never struck: *"])


def test_outside_pytest_the_block_raises_what_it_did_not_expect() -> None:
    with MockServer() as server:
        with pytest.raises(UnexpectedCalls), server.project(fail_on_refused=True) as project:
            requests.get(
                f"{project.endpoint}/messaging/topics/x",
                headers={"x-appwrite-project": project.project_id, "x-appwrite-key": project.api_key},
                timeout=60,
            )
        with pytest.raises(OutboxError, match="expected exactly one"), server.project() as project:
            project.outbox.one()


@pytest.mark.parametrize("shown", ["capture_output=True, check=True", ""], ids=["kept by subprocess", "printed"])
def test_a_program_that_cannot_reach_the_project_in_process_is_told_how(run: Run, shown: str) -> None:
    result = run(
        f"""
        import requests, subprocess, sys

        def test_it(mock_appwrite):
            requests.get(mock_appwrite.endpoint + "/ping", headers={{"x-appwrite-project": mock_appwrite.project_id}})
            program = "import requests, sys; requests.get(sys.stdin.read(), timeout=60)"
            asked = mock_appwrite.endpoint + "/ping"
            assert subprocess.run([sys.executable, "-c", program], input=asked.encode(), {shown}).returncode == 0
        """,
        "--mockwrite-transport=in-process",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["other calls:", '*for other clients and processes: transport="socket"*'])
