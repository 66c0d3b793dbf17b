"""The Appwrite projects of one test: made, kept for the report, looked back at, and removed."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, Unpack

import pytest

from .options import Choices, OptionError, check_changes, read_marker

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    from mockwrite.testing.hosting import Host
    from mockwrite.testing.mock_appwrite import MockAppwrite
    from mockwrite.transports.cloud import CloudGuard

CHOICES = pytest.StashKey[Choices]()
OPEN_MOCKS = pytest.StashKey["OpenMocks"]()
HOSTS = pytest.StashKey["Hosts"]()
# The session fixture that serves each transport.
SERVING = {"socket": "mockwrite_server", "in-process": "mockwrite_in_process", "attached": "mockwrite_attached"}


class one_line:
    """Fail the test with the text of an error alone: its place in the plugin tells nobody anything."""

    def __init__(self, *errors: type[Exception]) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, self._errors):
            raise pytest.fail.Exception(str(error), pytrace=False) from None


class MockOptions(TypedDict, total=False):
    """What a project of a test can be made with: the options of the marker."""

    version: str
    exact: bool
    delivery: str
    transport: str
    fail_on_refused: bool
    random_seed: int
    time: str | datetime
    strict_auth: bool
    maintenance: str
    providers: bool
    provider_limits: bool
    account_mails: bool
    block_cloud: bool


class MockAppwriteFactory(Protocol):
    """Makes further projects in one test. What is not given is as for the test."""

    def __call__(self, id: str | None = None, **options: Unpack[MockOptions]) -> MockAppwrite:
        """Make a new, empty project; it is removed at the end of the test."""
        ...


class Hosts:
    """What serves the tests of a session.

    For pytest to look a fixture up takes longer than to make a project, and tests beside each other get the same.
    """

    def __init__(self) -> None:
        # By the parent of the tests and the name of the fixture.
        self._known: dict[tuple[Any, str], Host] = {}
        self._set_up = 0
        self._guard: CloudGuard | None = None

    def forget(self) -> None:
        """Hear that a fixture which serves is being set up: what was known before may be over."""
        self._known.clear()
        self._set_up += 1

    def guard(self, choices: Choices) -> CloudGuard:
        """Return what keeps calls from real Appwrites; one for the session."""
        if self._guard is None:
            from mockwrite.transports.cloud import CloudGuard

            self._guard = CloudGuard(choices.hosts)
        return self._guard

    def end(self) -> None:
        """Give back what was changed for the session."""
        if self._guard is not None:
            self._guard.end()

    def of(self, request: pytest.FixtureRequest, name: str) -> Host:
        """Return what a fixture gives to a test."""
        node = request.node
        # A test that asks for the fixture itself may have parameters for it.
        is_asked_for = name in getattr(node, "fixturenames", ())
        known = None if is_asked_for else self._known.get((node.parent, name))
        if known is not None:
            return known
        set_up = self._set_up
        host: Host = request.getfixturevalue(name)
        if self._set_up == set_up and not is_asked_for:
            self._known[node.parent, name] = host
        return host


class OpenMocks:
    """The projects of one test, in the order in which they were made."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request
        self._choices = request.config.stash[CHOICES]
        self._changes: dict[str, Any] = {}
        self._opened: list[tuple[Host, MockAppwrite]] = []
        self._guard: CloudGuard | None = None
        # A test that failed or was skipped did not come to look at everything.
        self.ended_early = False
        self.reported = False
        if any(request.node.iter_markers("mockwrite")):
            with one_line(OptionError):
                self._changes = read_marker(request.node)

    @property
    def opened(self) -> list[MockAppwrite]:
        """The projects."""
        return [mock for _, mock in self._opened]

    def open(self, id: str | None = None, *, key: str | None = None, **changes: Any) -> MockAppwrite:
        """Make a project as the session, the test's markers and these changes say."""
        with one_line(OptionError):
            changes = {**self._changes, **check_changes(changes, "mock_appwrite_factory")} if changes else self._changes
            transport, settings, arguments = self._choices.setup(changes)
        if id is not None and any(mock.project_id == id for mock in self.opened):
            raise pytest.fail.Exception(
                f"this test has a project {id!r} already; give the other one another id", pytrace=False
            )
        hosts = self._request.config.stash[HOSTS]
        host = hosts.of(self._request, SERVING[transport])
        mock = host.open_project(id, settings=settings, key=key, **arguments)
        mock.project.outbox.golden_files = self._choices.golden_files(self._request.node.path)
        self._opened.append((host, mock))
        if self._guard is None and changes.get("block_cloud", self._choices.values.get("block_cloud", True)):
            self._guard = hosts.guard(self._choices)
            self._guard.start(self._refuse_cloud)
        return mock

    def _refuse_cloud(self, host: str) -> Exception:
        """Return what a client gets that would call a real Appwrite; the report of the test shows it too."""
        from mockwrite.transports.cloud import ProductionCall

        mock = self.opened[-1]
        mock.instance.note_stray(f"a call to {host} was refused before it left")
        return ProductionCall(
            f"a call to {host}, a real Appwrite, was refused: mock_appwrite is active. Point the client at "
            f"{mock.endpoint} (mock_appwrite.endpoint; the fixture appwrite_env sets it as APPWRITE_ENDPOINT), or let "
            'transport="in-process" answer for this host, for requests and httpx. mockwrite_block_cloud = false lets it go.'
        )

    def open_first(self) -> MockAppwrite:
        """Make the test's own project: with the fixed id and key, where the session has one."""
        if self._choices.project is None:
            return self.open()
        from mockwrite.settings import DEFAULT_KEY

        return self.open(self._choices.project, key=DEFAULT_KEY)

    def close(self, *mocks: MockAppwrite) -> None:
        """Remove projects; fail the test for a bug of mockwrite and, unless it ended early, for what it did not expect."""
        for host, mock in self._opened:
            if mock in mocks:
                host.close_project(mock)
        if self._guard is not None and not any(mock in host.mocks.values() for host, mock in self._opened):
            self._guard.stop(self._refuse_cloud)
            self._guard = None
        for mock in mocks:
            _look_back(mock, ended_early=self.ended_early)


def _look_back(mock: MockAppwrite, *, ended_early: bool) -> None:
    from mockwrite.testing.expectations import ServerBug, UnexpectedCalls

    with one_line(ServerBug, UnexpectedCalls):
        if ended_early:
            mock.check_bugs()
        else:
            mock.check()
    if mock.faults and not ended_early:
        for rule in mock.faults.unused:
            what = "canned answer was never used" if rule.is_answer else "fault rule never struck"
            warnings.warn(f"the {what}: {rule}; does the test do what it says?", stacklevel=1)
