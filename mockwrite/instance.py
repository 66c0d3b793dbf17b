"""What one server keeps: projects by id, and the timer that delivers what falls due in real time."""

from __future__ import annotations

import contextlib
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import ref

from .delivery.engine import deliver_until
from .delivery.situation import situation_of
from .moments import NEVER
from .settings import Settings
from .state.ids import Ids
from .state.listeners import KINDS, Kind
from .state.project import CONSOLE, Project, Reword
from .validators.texts import is_uid

if TYPE_CHECKING:
    from .faults.faults import KnownFailure
    from .outbox.delivery import Delivery


class Instance:
    """Projects by id. Two instances in one process share nothing.

    With `settings.strict_auth` only projects made by `create_project` exist; otherwise an unknown one appears on first use.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings if settings is not None else Settings()
        self.projects: dict[str, Project] = {}
        self.lock = threading.RLock()
        self._listeners: tuple[tuple[Callable[[Project, Kind, Any], None], Sequence[Kind]], ...] = ()
        # Gives errors the sentences of the settings' file of texts: called with an error, and the values and names of its call.
        self.reword: Reword | None = None
        # Fills each new project with what the settings name (a config), before it can be reached; may raise ValueError.
        self.furnish: Callable[[Project], None] | None = None
        # Calls that broke before a project was known.
        self.bugs: list[str] = []
        # Calls that named no project, or one that does not exist, and were refused; as lines for a person.
        self.strays: list[str] = []
        # Exact mode only: the counts of limited calls, which all projects share on the server (account-mails.md §12).
        self._limits: dict[str, tuple[int, int]] = {}
        self._ids = Ids(self.settings.random_seed)
        self._randomness = Ids()
        self._timer = Timer(self)

    def project(self, id: str) -> Project | None:
        """Return the project with this id; make it when projects are open, it does not exist yet, and the text can be an id."""
        found = self.projects.get(id)
        if found is None and not self.settings.strict_auth and id != CONSOLE and is_uid(id):
            with self.lock:
                return self.projects.get(id) or self.create_project(id)
        return found

    def create_project(
        self,
        id: str | None = None,
        *,
        name: str | None = None,
        settings: Settings | None = None,
        random_seed: int | None = None,
        frozen_time: datetime | str | None = None,
    ) -> Project:
        """Make a new, empty project and return it; a project of the same id is replaced.

        What is not given comes from the instance's settings. `frozen_time` stops the project's clock at that time.
        """
        with self.lock:
            project = self.prepare_project(
                id if id is not None else f"project-{self._ids.secret(12)}",
                name=name,
                settings=settings,
                random_seed=random_seed,
                frozen_time=frozen_time,
            )
            if project.settings.with_providers:
                from .operations.providers import create_ready_made  # most projects make their own

                create_ready_made(project)
            if self.furnish is not None and project.id != CONSOLE:
                self.furnish(project)
            self.install(project)
            return project

    def prepare_project(
        self,
        id: str,
        *,
        name: str | None = None,
        settings: Settings | None = None,
        random_seed: int | None = None,
        frozen_time: datetime | str | None = None,
    ) -> Project:
        """Make a project that nobody can reach yet, to be filled and then put in its place by `install`."""
        chosen = settings if settings is not None else self.settings
        if random_seed is not None or frozen_time is not None:
            # Part of the settings, so that a project that takes the place of this one repeats the same.
            chosen = chosen.with_values(
                random_seed=random_seed if random_seed is not None else chosen.random_seed,
                frozen_time=frozen_time if frozen_time is not None else chosen.frozen_time,
            )
        project = Project(id, chosen, name=name, randomness=self._randomness)
        if project.exact:
            project.limits = self._limits
        project.faults.known_failures = _known_failures
        project.describe = situation_of
        project.reword = self.reword
        project.clock.deliver_until = partial(_deliver, ref(project))
        project.secrets_of_others = self._secrets_beside
        return project

    def install(self, project: Project) -> None:
        """Let a prepared project be reached by its id, in place of the one that has it now.

        What is being answered there ends first; what waits to be answered finds the new one.
        """
        with self.lock:
            project.listeners.add(self._timer.hear, Timer.KINDS)
            for listener, kinds in self._listeners:
                project.listeners.add(listener, kinds)
            before = self.projects.get(project.id)
            with before.lock if before is not None else contextlib.nullcontext():
                self.projects[project.id] = project
                if before is not None:
                    before.become_a_reference_cycle()
            project.listeners.tell("project")
        if project.next_due != NEVER:
            self._timer.wake()

    def subscribe(self, listener: Callable[[Project, Kind, Any], None], kinds: Sequence[Kind] = KINDS) -> None:
        """Call `listener(project, kind, record)` for all of some kinds from now on, in every project and in those to come."""
        with self.lock:
            self._listeners += ((listener, kinds),)
            for project in self.projects.values():
                project.listeners.add(listener, kinds)

    def _secrets_beside(self, project: Project) -> list[str]:
        others = (other.drawn_secret for other in tuple(self.projects.values()) if other is not project)
        return [secret for secret in others if secret is not None]

    def note_stray(self, line: str) -> None:
        """Keep a call that belongs to no project; the first thousand are enough to see what is wrong."""
        if len(self.strays) < 1000:
            self.strays.append(line)

    def remove_project(self, id: str) -> bool:
        """Forget a project; tell whether it existed."""
        with self.lock:
            project = self.projects.pop(id, None)
        if project is not None:
            project.listeners.tell("removed")
        return project is not None

    def open(self) -> None:
        """Let things fall due in real time again after `close`."""
        self._timer.start()

    def close(self) -> None:
        """Stop the timer; nothing falls due in real time any more."""
        self._timer.stop()


@contextlib.contextmanager
def noting_bugs(project: Project) -> Iterator[None]:
    """Keep an unexpected exception as a bug of the project, where the fixture finds it, and go on."""
    try:
        yield
    except Exception:  # noqa: BLE001 - a bug of ours must neither pass unseen nor stop what others do
        project.note_bug(traceback.format_exc())


def _deliver(project: ref[Project], until: int) -> list[Delivery]:
    alive = project()
    return deliver_until(alive, until) if alive is not None else []


# `Condition.wait` takes no more than 292 years; the timer looks at least once an hour.
_LONGEST_WAIT = 3600.0


def _known_failures() -> Mapping[str, KnownFailure]:
    from .delivery.outgoing.failures import FAILURES  # only when somebody orders one

    return FAILURES


class Timer:
    """One thread an instance, started by the first thing that falls due later and ended when nothing is left."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._woken = False

    # What it hears of a project.
    KINDS: tuple[Kind, ...] = ("clock", "scheduled")

    def hear(self, project: Project, kind: Kind, record: object) -> None:
        """Look again: a clock or an agenda has changed."""
        self.wake()

    def wake(self) -> None:
        """Look again: a clock or an agenda has changed."""
        if self._thread is None and self._wait() is None:
            return
        with self._condition:
            self._woken = True
            if self._thread is None and not self._stopped:
                self._thread = threading.Thread(target=self._run, name="mockwrite-timer", daemon=True)
                self._thread.start()
            self._condition.notify_all()

    def start(self) -> None:
        """Go on after `stop`."""
        if self._stopped:
            self._stopped = False
            self.wake()

    def stop(self) -> None:
        """End the thread and wait for it."""
        with self._condition:
            self._stopped = True
            thread = self._thread
            self._condition.notify_all()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _wait(self) -> float | None:
        """Return the seconds until something falls due on a ticking clock; None when nothing does."""
        waits = []
        for project in tuple(self._instance.projects.values()):
            due = project.next_due
            if due != NEVER and not project.clock.frozen:
                with noting_bugs(project):
                    waits.append((due - project.clock.ms) / 1000)
        return min(waits, default=None)

    def _run(self) -> None:
        while True:
            for project in tuple(self._instance.projects.values()):
                # Whatever breaks in one project, what the others have scheduled is sent.
                with noting_bugs(project):
                    if not project.clock.frozen and project.next_due <= project.clock.ms:
                        project.clock.run_due()
            with self._condition:
                if not self._woken:
                    wait = self._wait()
                    if wait is None or self._stopped:
                        self._thread = None
                        return
                    self._condition.wait(min(max(wait, 0), _LONGEST_WAIT))
                self._woken = False
                if self._stopped:
                    self._thread = None
                    return
