"""One project as a test sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .clock import Clock
from .delivery.engine import deliver_held
from .faults import Faults
from .given import Given
from .instance import Instance
from .journal import Journal
from .outbox import Delivery, Outbox
from .settings import DEFAULT_KEY
from .snapshot import Snapshot
from .state import Project


class MockAppwrite:
    """A project on a running server: where it is, what it sent, and the means to prepare and steer it."""

    def __init__(self, instance: Instance, project: Project, endpoint: str) -> None:
        self.instance = instance
        self.project = project
        self.endpoint = endpoint
        self.given = Given(project)
        self._key: str | None = None

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

    @property
    def outbox(self) -> Outbox:
        """What was sent. What has fallen due by now is sent first."""
        if self.project.next_due <= self.project.clock.ms:
            self.clock.run_due()
        return self.project.outbox

    @property
    def clock(self) -> Clock:
        """The project's time."""
        return self.project.clock

    @property
    def faults(self) -> Faults:
        """Failures on order: rules for deliveries and for API calls."""
        return self.project.faults

    @property
    def journal(self) -> Journal:
        """The API calls."""
        return self.project.journal

    def deliver(self, message_id: str | None = None) -> list[Delivery]:
        """Send what waits in `manual` mode: one message, or all of them in order; return the deliveries.

        Raises LookupError when the message does not wait.
        """
        return deliver_held(self.project, message_id)

    def snapshot(self) -> Snapshot:
        """Keep what the project holds now; `with mock_appwrite.snapshot():` brings it back at the end of the block."""
        return Snapshot(self.project)

    def restore(self, snapshot: Snapshot) -> None:
        """Make the project what it was when the snapshot was taken. Raises ValueError for one of another project."""
        if snapshot.project is not self.project:
            raise ValueError(f"the snapshot is of the project {snapshot.project.id}, this is {self.project.id}")
        snapshot.restore()

    def bugs(self) -> list[str]:
        """Return the tracebacks of calls in which mockwrite itself broke."""
        return [call.bug for call in self.journal.bugs if call.bug is not None]

    def __repr__(self) -> str:
        return f"<MockAppwrite {self.endpoint} project {self.project_id}>"
