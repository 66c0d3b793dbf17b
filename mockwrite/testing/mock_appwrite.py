"""One project as a test sees it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from ..delivery.engine import deliver_held
from ..faults.canned import AnswerFields, AnswerFunction
from ..faults.faults import Faults
from ..faults.rule import Rule
from ..given import Given
from ..instance import Instance
from ..names import Suggesting, suggesting
from ..outbox.delivery import Delivery
from ..outbox.outbox import Outbox
from ..records import Message, Target, User
from ..settings import DEFAULT_KEY
from ..state.clock import Clock
from ..state.journal import Journal
from ..state.project import Project
from ..state.snapshot import Snapshot
from .expectations import Expectations, Expected, ServerBug

if TYPE_CHECKING:
    from ..delivery.explanation import Explanation
    from .oauth import OAuth


class MockAppwrite(Suggesting):
    """A project on a running server: where it is, what it sent, and the means to prepare and steer it."""

    def __init__(
        self,
        instance: Instance,
        project: Project,
        endpoint: str,
        *,
        key: str | None = None,
        fail_on_refused: bool = False,
    ) -> None:
        self.instance = instance
        self.project = project
        self.endpoint = endpoint
        self._key = None if key is None else project.add_key(name="all scopes", secret=key).secret
        self._bugs_before = len(instance.bugs)
        self._strays_before = len(instance.strays)
        self._expectations = Expectations(project, strict=True) if fail_on_refused else None

    @cached_property
    def given(self) -> Given:
        """Makes ready-made things in the project: users, targets, topics, providers, messages and files."""
        return Given(self.project, base_url=self.endpoint.removesuffix("/v1"))

    @property
    def oauth(self) -> OAuth:
        """Says who signs in through another service: `oauth.sign_in_as(email="ada@example.com", provider="google")`."""
        from .oauth import OAuth  # only where somebody signs in so

        return OAuth(self.project)

    @property
    def project_id(self) -> str:
        """The project's id, for `X-Appwrite-Project` or an SDK's `set_project`."""
        return self.project.id

    @property
    def api_key(self) -> str:
        """A key with all scopes, for `X-Appwrite-Key` or an SDK's `set_key`."""
        if self._key is None:
            known = DEFAULT_KEY if DEFAULT_KEY in self.project.keys else None
            self._key = known or self.project.add_key(name="all scopes").secret
        return self._key

    def key(self, *, scopes: Iterable[str] | None = None, expire: datetime | str | None = None) -> str:
        """Make a key with these scopes (all by default) and return its secret."""
        return self.project.add_key(scopes=scopes, expire=expire).secret

    def as_user(self, user: User | str) -> Any:
        """Return a `Client` of the official SDK that is signed in as a user, with a session of its own.

        Raises AppwriteError when there is no such user, ModuleNotFoundError when the SDK is not installed.
        """
        try:
            from appwrite.client import Client
        except ModuleNotFoundError:
            raise ModuleNotFoundError("as_user() needs the official SDK: pip install appwrite") from None
        client = Client()
        client.set_endpoint(self.endpoint)
        client.set_project(self.project_id)
        client.set_session(self.given.session(user).secret)
        return client

    @property
    def outbox(self) -> Outbox:
        """What was sent. What has fallen due by now is sent first."""
        if self.project.falls_due(self.project.clock.ms):
            self.project.clock.run_due()
        return self.project.outbox

    @cached_property
    def clock(self) -> Clock:
        """The project's time."""
        return suggesting(self.project.clock)

    @cached_property
    def faults(self) -> Faults:
        """Failures on order: rules for deliveries and for API calls."""
        return suggesting(self.project.faults)

    def respond(
        self, method: str, path: str, function: AnswerFunction | None = None, **fields: Unpack[AnswerFields]
    ) -> Rule:
        """Prepare the answer to a call that is not emulated, or is to be otherwise (see `Faults.respond`).

        `respond("POST", "/functions/*/executions", json={…}, status=201, headers={…}, times=2, name=…)`; in a path `*` is any
        text in a segment, `**` any segments. Raises FaultError.
        """
        return self.faults.respond(method, path, function, **fields)

    @cached_property
    def journal(self) -> Journal:
        """The API calls."""
        return suggesting(self.project.journal)

    def deliver(self, message_id: str | None = None) -> list[Delivery]:
        """Send what waits in `manual` mode: one message, or all of them in order; return the deliveries.

        Raises LookupError when the message does not wait.
        """
        return deliver_held(self.project, message_id)

    def explain(self, message: Message | Delivery | str, person: User | Target | str | None = None) -> Explanation:
        """Say why a message reached whom it reached, or why one person did or did not get it; print the result to read it.

        What an account sent is explained by its delivery. `person` is a user or target, or the id of one, an e-mail address, a phone number or a device token. Raises
        LookupError when there is no such message or person.
        """
        if isinstance(message, Delivery) and message.message_id:
            message = message.message_id
        message_id, who = (
            thing if thing is None or isinstance(thing, str) else thing.id for thing in (message, person)
        )
        from ..delivery.explain import explain  # only when somebody asks

        return explain(self.project, message_id or "", who)

    def snapshot(self) -> Snapshot:
        """Keep what the project holds now; `with mock_appwrite.snapshot():` brings it back at the end of the block."""
        return Snapshot(self.project)

    def restore(self, snapshot: Snapshot) -> None:
        """Make the project what it was when the snapshot was taken. Raises ValueError for one of another project."""
        if not isinstance(snapshot, Snapshot):
            raise TypeError(f"a snapshot is expected, as snapshot() returns it; got {snapshot!r}")
        if snapshot.project is not self.project:
            raise ValueError(f"the snapshot is of the project {snapshot.project.id}, this is {self.project.id}")
        snapshot.restore()

    def expect_error(self, *types: str) -> AbstractContextManager[Expected]:
        """Expect API calls in a `with` block to be refused with one of these error types.

        They are then no reason to fail under `fail_on_refused`. `"unknown_parameter"` stands for a call with a parameter that
        its route does not have. Raises OutboxError when no such call is made, ValueError when there is no such type.
        """
        if self._expectations is None:
            self._expectations = Expectations(self.project, strict=False)
        return self._expectations.expect(*types)

    def check(self) -> None:
        """Look back at the end of a test; the fixture does it by itself.

        Raises ServerBug when mockwrite itself broke, and UnexpectedCalls when `fail_on_refused` is on and something happened
        that the test does not expect.
        """
        __tracebackhide__ = True
        self.check_bugs()
        if self._expectations is not None:
            self._expectations.check(self.strays())

    def check_bugs(self) -> None:
        """Raise ServerBug when mockwrite itself broke while it answered a call."""
        __tracebackhide__ = True
        found = self.bugs()
        if found:
            raise ServerBug(f"mockwrite itself broke while answering; please report this:\n{found[0]}")

    def bugs(self) -> list[str]:
        """Return the tracebacks of calls, and of messages that fell due, in which mockwrite itself broke."""
        known = [call.bug for call in self.project.journal.bugs if call.bug is not None]
        return known + self.project.bugs + self.instance.bugs[self._bugs_before :]

    def strays(self) -> list[str]:
        """Return the calls since this project began that named no project, or one that does not exist."""
        return self.instance.strays[self._strays_before :]

    def __repr__(self) -> str:
        return f"<MockAppwrite {self.endpoint} project {self.project_id}>"
