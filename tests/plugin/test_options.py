"""Marker, ini options and flags: each does what it says, and a wrong one gives one clear line."""

from __future__ import annotations

import pytest

from tests.free_port import free_port
from tests.plugin.pytest_runs import ALONE, Run, sections_of

# An option as marker keyword, in a TOML file, and as flag; and what a test sees of it.
OPTIONS = {
    "version": ("version='1.8'", 'version = "1.8"', "version=1.8", "project.settings.appwrite_version == '1.8.1'"),
    "exact": ("exact=True", "exact = true", "exact", "project.exact"),
    "delivery": ("delivery='manual'", 'delivery = "manual"', "delivery=manual", "project.delivery == 'manual'"),
    "transport": (
        "transport='in-process'",
        'transport = "in-process"',
        "transport=in-process",
        "endpoint == 'http://mockwrite.localhost/v1'",
    ),
    "time": (
        "time='2030-01-01T00:00Z'",
        'time = "2030-01-01T00:00Z"',
        "time=2030-01-01T00:00Z",
        "clock.now().isoformat() == '2030-01-01T00:00:00+00:00'",
    ),
    "strict_auth": (
        "strict_auth=False",
        "strict_auth = false",
        "no-mockwrite-strict-auth",
        "project.strict_auth is False",
    ),
}


def _test(sight: str, marker: str = "", name: str = "it") -> str:
    return f"""
{f"@pytest.mark.mockwrite({marker})" if marker else ""}
def test_{name}(mock_appwrite):
    assert mock_appwrite.{sight}
"""


def _tests(*tests: str) -> str:
    """A module with several tests: one run for all of them takes hardly longer than for one."""
    return "".join(("import datetime\nimport pytest\n", *tests))


# The transport alone: attached to another server there is only one.
TOGETHER = pytest.mark.parametrize(
    "names", [[name for name in OPTIONS if name != "transport"], ["transport"]], ids=["options", "transport"]
)


def _sights(names: list[str]) -> str:
    return _tests(*(_test(OPTIONS[name][-1], name=name) for name in names))


@TOGETHER
def test_each_option_can_be_set_by_a_marker(run: Run, names: list[str]) -> None:
    code = _tests(*(_test(OPTIONS[name][-1], OPTIONS[name][0], name) for name in names))
    run(code).assert_outcomes(passed=len(names))


@TOGETHER
def test_each_option_can_be_set_in_the_configuration(run: Run, names: list[str]) -> None:
    ini = "\n".join(f"mockwrite_{OPTIONS[name][1]}" for name in names)
    run(_sights(names), ini=ini).assert_outcomes(passed=len(names))


@TOGETHER
def test_each_option_can_be_set_by_a_flag(run: Run, names: list[str]) -> None:
    flags = [OPTIONS[name][2] for name in names]
    words = [f"--{'' if flag.startswith('no-') else 'mockwrite-'}{flag}" for flag in flags]
    run(_sights(names), *words).assert_outcomes(passed=len(names))


def test_no_option_is_set_where_nobody_sets_it(run: Run) -> None:
    run(_sights(list(OPTIONS))).assert_outcomes(failed=len(OPTIONS))


def test_a_marker_beats_a_flag_and_a_flag_the_configuration(run: Run) -> None:
    code = """
        import pytest

        def test_flag(mock_appwrite):
            assert mock_appwrite.project.settings.delivery == "after:2"

        @pytest.mark.mockwrite(delivery="manual")
        class TestClass:
            def test_class(self, mock_appwrite):
                assert mock_appwrite.project.settings.delivery == "manual"

            @pytest.mark.mockwrite(delivery="instant")
            def test_closest(self, mock_appwrite):
                assert mock_appwrite.project.settings.delivery == "instant"
    """
    run(code, "--mockwrite-delivery=after:2", ini='mockwrite_delivery = "after:1"').assert_outcomes(passed=3)


def test_the_same_seed_and_time_repeat_ids_and_secrets(run: Run) -> None:
    code = """
        import pytest

        made = []

        @pytest.mark.mockwrite(random_seed=7, time="2030-01-01T00:00Z")
        @pytest.mark.parametrize("turn", [1, 2])
        def test_it(mock_appwrite, turn):
            made.append((mock_appwrite.given.user().id, mock_appwrite.api_key))
            assert len(set(made)) == 1
    """
    run(code).assert_outcomes(passed=2)


def test_a_fixed_project_and_key_are_emptied_between_tests(run: Run) -> None:
    code = """
        import pytest

        @pytest.mark.parametrize("turn", [1, 2])
        def test_it(mock_appwrite, mock_appwrite_factory, appwrite_env, turn):
            assert appwrite_env["APPWRITE_PROJECT_ID"] == mock_appwrite.project_id == "shop"
            assert appwrite_env["APPWRITE_API_KEY"] == "mockwrite-key"
            # There can be only one in a project.
            mock_appwrite.given.user(id="ada")
            assert mock_appwrite_factory().project_id != "shop"
    """
    run(code, ini='mockwrite_project = "shop"').assert_outcomes(passed=2)
    run(code, "--mockwrite-project=shop", "--mockwrite-transport=in-process").assert_outcomes(passed=2)


def test_the_in_process_transport_starts_no_server(run: Run) -> None:
    code = """
        import threading

        def test_it(mock_appwrite, appwrite_client):
            from appwrite.services.messaging import Messaging

            mock_appwrite.given.topic(id="news")
            assert Messaging(appwrite_client).get_topic("news").name == "Topic"
            assert "mockwrite" not in {thread.name for thread in threading.enumerate()}
    """
    run(code, ini='mockwrite_transport = "in-process"', own_process=True).assert_outcomes(passed=1)


def test_an_ini_file_works_too(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini(
        """
        [pytest]
        mockwrite_delivery = manual
        mockwrite_exact = true
        mockwrite_random_seed = 3
        mockwrite_env =
            A=endpoint
            B=key
        """
    )
    code = """
        def test_it(mock_appwrite, appwrite_env):
            assert mock_appwrite.project.exact
            assert mock_appwrite.project.delivery == "manual"
            assert list(appwrite_env) == ["A", "B"]
    """
    run(code).assert_outcomes(passed=1)


WRONG_MARKERS = [
    ("verson='1.8'", "the marker mockwrite has no option 'verson'; did you mean version?"),
    ("shape=1", "the marker mockwrite has no option 'shape'; options are version, exact, *"),
    ("project='p'", "the marker mockwrite has no option 'project'*"),
    ("version='1.2'", "Appwrite version '1.2' is not known; use a line such as 1.8, or one of *"),
    ("version=1.8", "version of the marker mockwrite is a text, got 1.8"),
    ("delivery='later'", "delivery is instant, manual or after:SECONDS (for example after:2.5), got 'later'"),
    ("transport='pigeon'", "transport of the marker mockwrite is socket or in-process, got 'pigeon'"),
    ("exact=1", "exact of the marker mockwrite is True or False, got 1"),
    ("random_seed='7'", "random_seed of the marker mockwrite is a whole number, got '7'"),
    ("time='noon'", "a time is expected as datetime or ISO text such as 2030-01-31T08:00:00Z, got 'noon'"),
    ("'manual'", "the marker mockwrite takes keywords only, got 'manual'; for example delivery='manual'"),
]


def test_a_wrong_marker_fails_its_test_with_one_line(run: Run) -> None:
    tests = (_test("outbox is not None", marker, f"{number}_") for number, (marker, _) in enumerate(WRONG_MARKERS))
    result = run(_tests(*tests))
    result.assert_outcomes(errors=len(WRONG_MARKERS))
    sections = sections_of(result)
    for number, (_, line) in enumerate(WRONG_MARKERS):
        pytest.LineMatcher(sections[f"ERROR at setup of test_{number}_"]).fnmatch_lines([line])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    ("ini", "line"),
    [
        ('version = "1.2"', "ERROR: Appwrite version '1.2' is not known; *"),
        ('delivery = "later"', "ERROR: delivery is instant, manual or after:SECONDS *, got 'later'"),
        ('transport = "pigeon"', "ERROR: mockwrite_transport is socket or in-process, got 'pigeon'"),
        ('time = "noon"', "ERROR: a time is expected *, got 'noon'"),
        ('env = ["APPWRITE_ENDPOINT"]', "ERROR: mockwrite_env takes VARIABLE=endpoint, *, got 'APPWRITE_ENDPOINT'"),
    ],
)
def test_a_wrong_ini_option_ends_the_run_with_one_line(run: Run, ini: str, line: str) -> None:
    result = run(_tests(_test("outbox is not None")), ini=f"mockwrite_{ini}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([line])


@pytest.mark.parametrize(
    ("flag", "line"),
    [
        ("--mockwrite-version=1.2", "ERROR: Appwrite version '1.2' is not known; *"),
        ("--mockwrite-transport=pigeon", "ERROR: --mockwrite-transport is socket or in-process, got 'pigeon'"),
        ("--mockwrite-random-seed=x", "*error: argument --mockwrite-random-seed: invalid int value: 'x'"),
    ],
)
def test_a_wrong_flag_ends_the_run_with_one_line(run: Run, flag: str, line: str) -> None:
    result = run(_tests(_test("outbox is not None")), flag)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([line])


def test_the_marker_is_documented(run: Run) -> None:
    result = run("", "--markers")
    result.stdout.fnmatch_lines(["@pytest.mark.mockwrite(version=, exact=, delivery=, transport=, *"])


def test_the_plugin_can_be_switched_off(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it="def test_it(mock_appwrite): ...")
    result = pytester.runpytest_subprocess("-p", "no:mockwrite", *ALONE, "-q")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'mock_appwrite' not found*"])


def test_the_server_listens_where_the_options_say(run: Run) -> None:
    port = free_port()
    code = f"""
        def test_it(mock_appwrite):
            assert mock_appwrite.endpoint == "http://127.0.0.1:{port}/v1"
    """
    run(code, f"--mockwrite-port={port}", ini='mockwrite_host = "127.0.0.1"').assert_outcomes(passed=1)
