"""Everything one Appwrite project holds. A project is the unit of isolation: two never know of each other."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from weakref import ref

from ..errors import AppwriteError
from ..faults.faults import Faults
from ..moments import NEVER, later, read_time
from ..outbox.complaints import Situation
from ..outbox.mail import Mail
from ..outbox.outbox import Outbox
from ..records import (
    Bucket,
    File,
    Key,
    LogEntry,
    Membership,
    Message,
    Provider,
    Schedule,
    Session,
    Subscriber,
    Target,
    Team,
    Token,
    Topic,
    User,
)
from ..releases import parse_version, rules_for
from ..settings import Settings, parse_delivery, parse_maintenance
from .clock import Clock
from .collection import Collection, Lazy
from .ids import Ids
from .journal import Journal
from .listeners import Listeners
from .maintenance import Maintenance
from .run import Run
from .sign_in import DEFAULT, SignIn

if TYPE_CHECKING:
    # Who has no tables and no second factors does not load them.
    from .databases import Database, Rows, Table
    from .factors import Authenticator, Challenge, Identity

# So many records or deliveries are freed while nobody waits.
_MUCH = 100
_KEPT_BUGS = 100
# The id of the server's own project, for calls that name none.
CONSOLE = "console"
# Every scope that a project key can hold (auth.md §3). No version lets a key hold `account`.
KEY_SCOPES = frozenset(
    f"{resource}.{action}"
    for resource in (
        "users", "sessions", "teams", "targets", "providers", "messages", "topics", "subscribers", "buckets", "files",
        "locale", "health", "tokens", "identities", "databases", "tables", "columns", "indexes", "rows", "collections",
        "attributes", "documents",
    )
    for action in ("read", "write")
)  # fmt: skip


Reword: TypeAlias = Callable[[AppwriteError, Mapping[str, Any], Iterable[str]], AppwriteError]


class Job(NamedTuple):
    """Something that falls due: a schedule record that fires, or a queued message that is sent."""

    due: int
    number: int
    kind: str
    ref: Any


class Unsubscribed(NamedTuple):
    """A subscriber that was removed, kept so that `explain` can say when."""

    subscriber: Subscriber
    at: int
    # Empty for an unsubscription; else what removed the target.
    reason: str = ""


class Project:
    """One Appwrite project: records, keys, clock, ids, faults, journal and outbox, behind one re-entrant lock.

    Change it through the operations (or `Given`), read it under `lock`.
    """

    # In the order in which their records may refer to each other.
    providers: Lazy[Provider] = Lazy("type", "kind")
    topics: Lazy[Topic] = Lazy()
    users: Lazy[User] = Lazy("email~", "phone")
    targets: Lazy[Target] = Lazy("user_sequence", "user_id~", "identifier~", "provider_type")
    subscribers: Lazy[Subscriber] = Lazy(
        "topic_sequence", "target_sequence", "user_id~", "topic_sequence,target_sequence"
    )
    buckets: Lazy[Bucket] = Lazy()
    files: Lazy[File] = Lazy("bucket_sequence")
    messages: Lazy[Message] = Lazy("status", "provider_type")
    schedules: Lazy[Schedule] = Lazy("message_id")
    sessions: Lazy[Session] = Lazy("user_sequence", "secret")
    tokens: Lazy[Token] = Lazy("user_sequence")
    challenges: Lazy[Challenge] = Lazy("user_sequence")
    authenticators: Lazy[Authenticator] = Lazy("user_sequence")
    identities: Lazy[Identity] = Lazy("user_sequence", "provider_email~")
    teams: Lazy[Team] = Lazy()
    memberships: Lazy[Membership] = Lazy("team_sequence", "user_sequence")
    databases: Lazy[Database] = Lazy()
    tables: Lazy[Table] = Lazy("database_sequence")

    def __init__(
        self,
        id: str,
        settings: Settings,
        *,
        name: str | None = None,
        randomness: Ids | None = None,
    ) -> None:
        self.id = id
        self.name = name or id
        self.settings = settings
        self.rules = rules_for(parse_version(settings.appwrite_version))
        self.exact = settings.exact
        self.strict_auth = settings.strict_auth
        self.lock = threading.RLock()
        self.listeners = Listeners(self)
        tell = self.listeners.tell
        self.clock = Clock(self.lock, tell)
        self.ids = Ids(settings.random_seed, like=randomness)
        if settings.frozen_time is not None:
            self.clock.freeze(settings.frozen_time)
        self.delivery, self.delivery_wait = parse_delivery(settings.delivery)
        self.maintenance = Maintenance(parse_maintenance(settings.maintenance))
        self.keys: dict[str, Key] = {}
        # Exact mode only: sessions that the server's cache still knows, by secret, although they were deleted.
        self.lingering_sessions: dict[str, Session] = {}
        # Exact mode only: files of which a last chunk came first and was refused.
        self.stray_chunks: set[str] = set()
        # The previews that the server's cache knows: the file as it was, and how it was to look.
        self.previewed: set[Hashable] = set()
        self.logs: dict[str, list[LogEntry]] = {}
        # What hangs on a project knows it weakly: without reference cycles its memory is free as soon as the test that had it ends, and
        # the garbage collector has nothing to do between tests.
        self.outbox = Outbox(self.lock, partial(_situation, ref(self)), tell)
        if not settings.account_mails:
            self.outbox.counts_account_mails = False
        self.journal = Journal(tell=tell)
        # What became of deliveries that were handed on (relay, webhook), by number.
        self.forwarded: dict[int, dict[str, str]] = {}
        if settings.keep is not None:
            self.outbox.most = settings.keep
            self.journal = Journal(settings.keep or None, tell)
        self.faults = Faults(tell=tell)
        self.unsubscribed: list[Unsubscribed] = []
        self.held: dict[str, int] = {}
        # Account mails and codes that wait to be sent, by the id of their token, challenge or membership.
        self.mails: dict[str, Mail] = {}
        self.sign_in: SignIn = DEFAULT
        self.runs: dict[str, Run] = {}
        self.platforms: set[str] = set()
        self.limits: dict[str, tuple[int, int]] = {}
        # The rows of each table, by the number of the table.
        self.rows: dict[int, Rows] = {}
        # Lists of rows that are kept for a while: until when, and the answer.
        self.kept_lists: dict[Any, tuple[int, Any]] = {}
        self._agenda: list[Job] = []
        self._job_number = 0
        self._secret: str | None = None
        # The secrets that sign the JWTs of the other projects on this server.
        self.secrets_of_others: Callable[[Project], Iterable[str]] = _no_secrets
        # Tracebacks of what broke while no call was answered, such as a message that fell due.
        self.bugs: list[str] = []
        # Gives errors other sentences than ours (a file of texts).
        self.reword: Reword | None = None
        # Says in words how things stand; set by whoever makes the project, since the words are about delivery.
        self.describe: Callable[[Project], Situation] = _say_nothing

    def make_collection(self, name: str, indexes: Sequence[str]) -> Collection[Any]:
        """Make the collection of a name; called when somebody asks for it for the first time."""
        return Collection(*indexes)

    def __repr__(self) -> str:
        return f"<Project {self.id}: {len(self.messages)} messages, {len(self.outbox)} sent>"

    def become_a_reference_cycle(self) -> None:
        """Make place for a fresh project: what held much refers to itself, so that the garbage collector frees it later.

        To free 10,000 messages takes 14 ms, for which the one who resets should not wait (W2, "a fresh project in place of one
        with 10,000 messages", would notice). What held little is freed at once, without a cycle.
        """
        made = vars(self)
        kept = [made[name] for name in _COLLECTIONS if name in made]
        if self.outbox.size > _MUCH or any(len(records) > _MUCH for records in (*kept, *self.rows.values())):
            self._cycle = self

    @property
    def secret(self) -> str:
        """The secret that signs this project's JWTs."""
        if self._secret is None:
            self._secret = self.ids.secret(64)
        return self._secret

    @secret.setter
    def secret(self, value: str) -> None:
        self._secret = value

    @property
    def drawn_secret(self) -> str | None:
        """The secret, if it has been needed already."""
        return self._secret

    def collections(self) -> dict[str, Collection[Any]]:
        """Return the collections by name, in the order in which their records may refer to each other."""
        return {name: getattr(self, name) for name in _COLLECTIONS}

    def new_id(self, wanted: str) -> str:
        """Return the id to use: a fresh one for `unique()` and, as on the server, for "0", which counts as empty."""
        return self.ids.unique(self.clock.ms) if wanted in ("unique()", "0") else wanted

    def add_key(
        self,
        *,
        scopes: Iterable[str] | None = None,
        name: str = "key",
        secret: str | None = None,
        expire: datetime | str | None = None,
    ) -> Key:
        """Make an API key with these scopes (all of them by default).

        Raises ValueError when a scope does not exist, TypeError when they are no list.
        """
        if isinstance(scopes, str):
            raise TypeError(f"scopes is a list, got {scopes!r}; write scopes=[…]")
        wanted = KEY_SCOPES if scopes is None else frozenset(scopes)
        unknown = () if scopes is None else sorted(wanted - KEY_SCOPES)
        if unknown:
            raise ValueError(f"no key can hold {', '.join(unknown)}; scopes are {', '.join(sorted(KEY_SCOPES))}")
        with self.lock:
            key = Key(
                name=name,
                secret=secret or f"standard_{self.ids.secret()}",
                scopes=wanted,
                expire=None if expire is None else read_time(expire),
            )
            self.keys[key.secret] = key
            return key

    def note_bug(self, trace: str) -> None:
        """Keep what broke beside the calls; the first hundred are enough to see what is wrong."""
        if len(self.bugs) < _KEPT_BUGS:
            self.bugs.append(trace)
        self.listeners.tell("bug", trace)

    # What falls due -----------------------------------------------------------------------------------------------

    def enqueue(self, message_id: str) -> None:
        """Queue a message for sending, as the delivery mode says: now, when told, or after a while."""
        if self.delivery == "manual":
            self.held[message_id] = self.clock.ms
        else:
            self.put_on_agenda(later(self.clock.ms, self.delivery_wait), "send", message_id)

    def put_on_agenda(self, due: int, kind: str, ref: Any) -> None:
        """Note something that falls due at a time in milliseconds."""
        self._job_number += 1
        heapq.heappush(self._agenda, Job(due, self._job_number, kind, ref))
        if due > self.clock.ms:
            # What is due already is carried out by whoever put it here, before the project's lock is let go.
            self.listeners.tell("scheduled")

    @property
    def next_due(self) -> int:
        """When the next thing falls due, in milliseconds; NEVER when nothing does."""
        agenda = self._agenda
        return agenda[0].due if agenda else NEVER

    def falls_due(self, now: int) -> bool:
        """Tell whether something, the maintenance included, is due by a time."""
        maintenance = self.maintenance
        # The first look at a fresh project finds out when its maintenance is due; nothing has to be run for that.
        return self.next_due <= now or (maintenance.due <= now and maintenance.look(now, now) <= now)

    def take_due(self, until: int) -> Job | None:
        """Take the next thing that is due by a time, or None."""
        maintenance, next_due = self.maintenance.look(self.clock.ms, until), self.next_due
        if next_due <= min(until, maintenance):
            return heapq.heappop(self._agenda)
        if maintenance <= until:
            self.maintenance.carry_on(min(until, next_due))
            return Job(maintenance, 0, "maintain", None)
        return None

    def agenda(self) -> list[Job]:
        """Return what is to come, in time order."""
        return sorted(self._agenda)

    def restore_agenda(self, jobs: Iterable[Job]) -> None:
        """Replace what is to come (snapshots)."""
        self._agenda = [Job(*job) for job in jobs]
        heapq.heapify(self._agenda)
        self._job_number = max([job.number for job in self._agenda], default=self._job_number)
        self.listeners.tell("scheduled")

    # What a person wants to know ----------------------------------------------------------------------------------

    def situation(self) -> list[str]:
        """Say, one line each, which messages ended without a delivery and why, and which are still to come."""
        return list(self.describe(self).waiting)


_COLLECTIONS = tuple([name for name, value in vars(Project).items() if isinstance(value, Lazy)])


def _situation(project: ref[Project]) -> Situation:
    alive = project()
    return alive.describe(alive) if alive is not None else Situation()


def _say_nothing(project: Project) -> Situation:
    return Situation()


def _no_secrets(project: Project) -> Iterable[str]:
    return ()
