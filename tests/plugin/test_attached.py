"""The tests of the plugin once more, with their projects on a server in another process (`--mockwrite-url`)."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import mockwrite
from mockwrite import MockAppwrite
from mockwrite.testing.control_client import NoServer

# What cannot be so with a server in another process, by reason.
_RECORDS, _OWN_SERVER, _TRANSPORT = (
    "it reads the project's records in Python; there are none in this process",
    "it is about the server of this process: its fixture, instance or settings",
    "it is about the transports, and all calls go to the other server",
)
NOT_ATTACHED = {
    "test_fixtures.py::test_the_project_is_gone_after_its_test": _OWN_SERVER,
    "test_fixtures.py::test_a_server_of_the_users_own_serves_where_it_is_defined": _OWN_SERVER,
    "test_fixtures.py::test_tests_side_by_side_share_the_sessions_server": _OWN_SERVER,
    "test_fixtures.py::test_an_application_that_reads_its_configuration_once_is_tested_with_a_fixed_project": _TRANSPORT,
    "test_golden_outbox.py::test_secrets_and_times_in_texts_are_made_stable": "provider limits are the server's",
    "test_options.py::test_the_server_listens_where_the_options_say": _OWN_SERVER,
    "test_given.py::test_two_givens_of_one_project_make_different_people": _RECORDS,
    "test_given.py::test_made_up_targets_keep_clear_of_those_that_exist": _RECORDS,
    "test_looking_back.py::test_a_bug_of_mockwrite_fails_a_test_that_does_not_look": _OWN_SERVER,
    "test_left_behind.py::test_each_failed_test_is_recorded_under_its_name": _RECORDS,
    "test_mistakes.py::test_an_error_that_mockwrite_did_not_raise_itself_is_shown_in_full": _OWN_SERVER,
    "test_options.py::test_each_option_can_be_set_by_a_marker[transport": _TRANSPORT,
    "test_options.py::test_each_option_can_be_set_in_the_configuration[transport": _TRANSPORT,
    "test_options.py::test_each_option_can_be_set_by_a_flag[transport": _TRANSPORT,
    "test_options.py::test_no_option_is_set_where_nobody_sets_it": _OWN_SERVER,
    "test_upstream.py": _OWN_SERVER,
    "test_loading.py": _OWN_SERVER,
    "test_server_end.py": _OWN_SERVER,
    "test_looking_back.py::test_a_program_that_cannot_reach_the_project_in_process_is_told_how": _TRANSPORT,
    "test_transports.py": _TRANSPORT,
    "test_cloud.py": _TRANSPORT,
    "test_attached.py": "it is this one",
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server in another process, as `mockwrite serve` runs it."""
    words = [sys.executable, "-m", "mockwrite", "serve", "--port", "0", "--strict-auth", "--quiet"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = next(match for line in process.stdout if (match := re.search(r"endpoint\s+(\S+)/v1", line)))
        yield found[1]
        process.terminate()
        process.stdout.read()


@pytest.mark.full
def test_the_suite_of_the_plugin_runs_against_a_server_in_another_process(url: str) -> None:
    folder = Path(__file__).parent
    left_out = [f"--deselect={folder.relative_to(Path.cwd()) / name}" for name in NOT_ATTACHED]
    words = [sys.executable, "-m", "pytest", "-q", "-n", "0", str(folder), f"--mockwrite-url={url}", *left_out]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=3600)
    assert done.returncode == 0, done.stdout[-5000:]
    assert "passed" in done.stdout


def test_a_project_of_a_running_server_has_what_the_fixture_has(url: str) -> None:
    shop = mockwrite.connect(url, project="shop")
    assert isinstance(shop, MockAppwrite)
    ada = shop.given.user(id="ada", name="Ada", email="ada@example.com")
    shop.given.message("email", users=[ada], subject="Later", scheduled_at="2035-01-01T00:00Z")
    assert not shop.outbox
    (sent,) = shop.clock.travel_to("2035-01-02T00:00Z")
    assert sent is shop.outbox.one(to="ada@example.com", subject=mockwrite.contains("Late"))
    assert sent.wire()
    rule = shop.faults.fail_delivery("bounced", to="ada@*")
    lost = shop.given.message("email", users=[ada], content="https://example.com/?secret=magic")
    assert rule.matched == 1
    assert shop.outbox.failed[0].links[0].query["secret"] == "magic"
    assert shop.explain(lost, ada).candidates[0].cause == "fault"
    with shop.snapshot():
        rule.enabled = False
        shop.given.message("email", users=[ada], subject="Now")
        assert shop.outbox.wait_for(subject="Now", timeout=60)
    assert shop.faults.rules[0].enabled
    shop.outbox.assert_none(subject="Now")


def test_answers_are_canned_on_the_server_and_counted_there(url: str) -> None:
    shop = mockwrite.connect(url, project="canned")
    rule = shop.respond("POST", "/functions/*/executions", json={"$id": "e1"}, status=201, times=2)
    unused = shop.respond("GET", "/avatars/initials", text="AL")
    run = functools.partial(
        httpx.post, f"{shop.endpoint}/functions/f/executions", headers={"x-appwrite-project": "canned"}
    )
    assert [run().status_code for _ in range(3)] == [201, 201, 404]
    assert (rule.matched, [row.id for row in shop.faults.unused]) == (2, [unused.id])
    rule.enabled = False
    assert [row.enabled for row in shop.faults.answers] == [False, True]


def test_what_the_server_refuses_is_raised_here(url: str) -> None:
    shop = mockwrite.connect(url, project="mistakes")
    shop.given.user(email="ada@example.com")
    with pytest.raises(mockwrite.AppwriteError, match="user_already_exists"):
        shop.given.user(email="ada@example.com")
    with pytest.raises(mockwrite.FaultError, match="did you mean bounced"):
        shop.faults.fail_delivery("bounce")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a function cannot be sent to a server in another process"):
        shop.respond("GET", "/x", lambda call: None)
    with pytest.raises(AttributeError, match="its users cannot be read here; ask its API, or the outbox"):
        _ = shop.project.users
    with pytest.raises(mockwrite.OutboxError, match="waited 0.01 s for a delivery with channel='sms', found none"):
        shop.outbox.wait_for(channel="sms", timeout=0.01)


def test_where_nobody_answers_it_says_so() -> None:
    with pytest.raises(NoServer, match="no mockwrite server answers at http://127.0.0.1:9 .* start one with"):
        mockwrite.connect("http://127.0.0.1:9")
