"""Hooks and fixtures for pytest. It imports pytest only: every run of every user pays for what is imported here."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .open_mocks import CHOICES, HOSTS, OPEN_MOCKS, SERVING, Hosts, MockAppwriteFactory, OpenMocks
from .options import OptionError, add_options, marker_line, read_choices

if TYPE_CHECKING:
    from mockwrite.server.mock_server import MockServer
    from mockwrite.testing.mock_appwrite import MockAppwrite
    from mockwrite.testing.remote import RemoteHost
    from mockwrite.transports.in_process import InProcess


# What the options and fixtures use of pytest is there from this version on.
OLDEST = (8, 4)


# Whether the page was opened for a failed test already.
SHOWN = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    if pytest.version_tuple >= OLDEST:
        add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Read the options; a wrong one ends the run with one line."""
    if pytest.version_tuple < OLDEST:
        _step_aside(config)
        return
    config.addinivalue_line("markers", marker_line())
    try:
        config.stash[CHOICES] = read_choices(config)
        config.stash[HOSTS] = Hosts()
        config.pluginmanager.register(ProjectFixtures(), "mockwrite-projects")
        if config.getoption("mockwrite_open") and hasattr(config, "workerinput"):
            raise OptionError(
                "--mockwrite-open needs the terminal, which workers of pytest-xdist do not have; add -n 0"
            )
    except OptionError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have a marker looked after that may be read by nobody. What stands at a class or module is for those that take a project."""
    marked = {
        item
        for item in items
        if item.own_markers
        and any(mark.name == "mockwrite" for mark in item.own_markers)
        and not set(_OPENING).intersection(getattr(item, "fixturenames", ()))
    }
    if marked:
        config.pluginmanager.register(UnreadMarkers(marked), "mockwrite-unread-markers")


def _step_aside(config: pytest.Config) -> None:
    """Take the plugin out of a run whose pytest is too old for it: a run that uses no fixture of it must go on."""
    config.pluginmanager.unregister(sys.modules[__name__])
    oldest = ".".join(map(str, OLDEST))
    text = f"mockwrite needs pytest {oldest} or later, this is {pytest.__version__}: its fixtures and options are switched off"
    try:
        config.issue_config_time_warning(pytest.PytestConfigWarning(text), stacklevel=1)
    except pytest.PytestConfigWarning:
        # Warnings are errors in this run.
        sys.stderr.write(f"warning: {text}\n")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the process as it was, before the session's fixtures end: more runs may follow in it."""
    hosts = session.config.stash.get(HOSTS, None)
    if hosts is not None:
        hosts.end()


def pytest_report_header(config: pytest.Config) -> str | None:
    """Name once what is not emulated in the project's config."""
    choices = config.stash.get(CHOICES, None)
    if choices is None or not choices.left_out:
        return None
    return f"mockwrite: left out of {choices.values['config']}, since it is not emulated: {', '.join(choices.left_out)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the section about Appwrite to the report of a test that failed, and cut the traceback where it enters mockwrite."""
    if call.excinfo is not None and not item.config.getoption("fulltrace"):
        from .report import point_at_the_test

        point_at_the_test(call.excinfo.value)
    report = yield
    if report.failed and call.excinfo is not None:
        from .report import advice

        helps = advice(call.excinfo.value)
        if helps:
            report.sections.append(("mockwrite", helps))
    mocks = item.stash.get(OPEN_MOCKS, None)
    if mocks is not None:
        if report.outcome != "passed":
            mocks.ended_early = True
            if report.failed and not mocks.reported:
                from .report import TITLE, section

                text = section(mocks.opened, report, call.excinfo.value if call.excinfo else None)
                text += _left_behind(item, mocks.opened)
                if text:
                    mocks.reported = True
                    report.sections.append((TITLE, text))
        if call.when == "teardown":
            # What a test held must not live as long as the session.
            del item.stash[OPEN_MOCKS]
    return report


def _left_behind(item: pytest.Item, mocks: list[MockAppwrite]) -> str:
    """Keep what a failed test did, as the flags say; return what its report says about it."""
    folder = item.config.getoption("mockwrite_record")
    shows = item.config.getoption("mockwrite_open") and not item.config.stash.get(SHOWN, False)
    if not mocks or not (folder or shows):
        return ""
    from .failures import open_page, record

    if shows:
        item.config.stash[SHOWN] = True
        open_page(item.config, mocks[0])
    return f"\n{record(folder, item.nodeid, mocks)}" if folder else ""


@pytest.fixture(scope="session")
def mockwrite_server(pytestconfig: pytest.Config) -> Iterator[MockServer]:
    """One server for the session, on a free port; each worker of pytest-xdist has its own."""
    from mockwrite.server.mock_server import MockServer

    with MockServer(pytestconfig.stash[CHOICES].host_settings()) as server:
        yield server


@pytest.fixture(scope="session")
def mockwrite_in_process(pytestconfig: pytest.Config) -> Iterator[InProcess]:
    """What answers calls of requests and httpx inside this process, for `transport="in-process"`."""
    from mockwrite.transports.in_process import InProcess

    choices = pytestconfig.stash[CHOICES]
    with InProcess(choices.host_settings(), hosts=choices.hosts) as host:
        yield host


@pytest.fixture(scope="session")
def mockwrite_attached(pytestconfig: pytest.Config) -> RemoteHost:
    """What makes projects on a server in another process, for `--mockwrite-url`."""
    from mockwrite.testing.control_client import ControlClient, NoServer
    from mockwrite.testing.remote import RemoteHost

    url = pytestconfig.stash[CHOICES].url or ""
    try:
        ControlClient(url, None).call("GET", "/health/ready")
    except NoServer as error:
        raise pytest.fail.Exception(f"--mockwrite-url: {error}", pytrace=False) from None
    return RemoteHost(url)


class ProjectFixtures:
    """The fixtures that every test takes, with what they are asked by; one object for each run of pytest in this process.

    It buys a twentieth of what a test costs: with the fixture `request` as their parameter, pytest would inspect a signature
    twice for each test. Row W2 of the benchmarks would notice.
    """

    def __init__(self) -> None:
        # Tests may run in threads, each with fixtures of its own.
        self._asking = threading.local()

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
        """Note who asks for the fixtures below, and that a host is set up."""
        if fixturedef.argname in _OPENING:
            self._asking.request = request
        elif fixturedef.argname in SERVING.values():
            request.config.stash[HOSTS].forget()

    @pytest.fixture
    def mock_appwrite(self) -> Iterator[MockAppwrite]:
        """A new, empty Appwrite project for this test."""
        mocks = _open_mocks(self._asking.request)
        mock = mocks.open_first()
        yield mock
        mocks.close(mock)

    @pytest.fixture
    def mock_appwrite_factory(self) -> Iterator[MockAppwriteFactory]:
        """Make further projects in one test: `mock_appwrite_factory(version="1.8")`, with the options of the marker."""
        mocks = _open_mocks(self._asking.request)
        made: list[MockAppwrite] = []

        def make(id: str | None = None, **options: Any) -> MockAppwrite:
            made.append(mocks.open(id, **options))
            return made[-1]

        yield make
        mocks.close(*made)


_OPENING = ("mock_appwrite", "mock_appwrite_factory")


class UnreadMarkers:
    """Warns of a test whose marker changes nothing, since the test makes no project; there is one only in a run that has such tests."""

    def __init__(self, items: set[pytest.Item]) -> None:
        self._items = items

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Warn at the end of the test: it may ask for the fixture while it runs."""
        __tracebackhide__ = True
        result = yield
        if item in self._items and OPEN_MOCKS not in item.stash:
            item.warn(
                pytest.PytestWarning(
                    f"the marker mockwrite changes nothing here: {item.name} makes no project. Take mock_appwrite, "
                    "appwrite_client, appwrite_env or mock_appwrite_factory as a parameter, or give the options where "
                    "the project is made: mockwrite_server.project(settings=…)"
                )
            )
        return result


def _open_mocks(request: pytest.FixtureRequest) -> OpenMocks:
    stash = request.node.stash
    mocks: OpenMocks | None = stash.get(OPEN_MOCKS, None)
    if mocks is None:
        mocks = stash[OPEN_MOCKS] = OpenMocks(request)
    return mocks


@pytest.fixture
def appwrite_client(mock_appwrite: MockAppwrite) -> Any:
    """The official SDK's client, set up for this test's project."""
    try:
        from appwrite.client import Client
    except ImportError:
        needed = "the fixture appwrite_client needs the official SDK: pip install appwrite"
        raise pytest.fail.Exception(needed, pytrace=False) from None
    client = Client()
    client.set_endpoint(mock_appwrite.endpoint)
    client.set_project(mock_appwrite.project_id)
    client.set_key(mock_appwrite.api_key)
    return client


@pytest.fixture
def appwrite_env(
    mock_appwrite: MockAppwrite, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The environment variables that an application reads, set for this test's project; names by `mockwrite_env`."""
    values = {
        "endpoint": mock_appwrite.endpoint,
        "project": mock_appwrite.project_id,
        "key": mock_appwrite.api_key,
    }
    variables = {name: values[what] for name, what in pytestconfig.stash[CHOICES].environment}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables
