"""Filling a project from a seed: what is written by hand is completed, what was exported is taken as it is."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Any

from ..access.caller import Caller
from ..errors import AppwriteError
from ..faults.fields import FaultError
from ..given import Given
from ..operations.buckets import new_bucket
from ..operations.providers import create_ready_made, withdraw_ready_made
from ..operations.uploads import put_file
from ..operations.users import new_password
from ..outbox.mail import Mail
from ..providers import KINDS, kind_in
from ..records import LogEntry, Record, Subscriber
from ..state.clock import ClockState, check_moment
from ..state.collation import canonical
from ..state.project import KEY_SCOPES, Project, Unsubscribed
from ..state.snapshot import Snapshot
from .checking import HasProject, SeedError, check, check_texts, place, project_of, unknown_name
from .forms import FORMS, NAMED_BY_ID, Form, Unreadable, read_time
from .message_data import check_data
from .randomness import read_random
from .sign_in import read_sign_in

Path = tuple[str | int, ...]
# The lists of rules, with what each implies.
_RULES: Mapping[str, Mapping[str, str]] = {"faults": {}, "answers": {"on": "call", "effect": "answer"}}
# What a message written by hand need not say.
_DATA: Mapping[str, Mapping[str, Any]] = {
    "email": {"subject": "", "content": "", "html": False, "cc": [], "bcc": [], "attachments": []},
    "sms": {"content": ""},
    "push": {"priority": "high"},
}


# Progress is told after so many records.
_OFTEN = 1000


def _tell_nobody(loaded: int) -> None:
    """Stand in for somebody who wants to hear of progress."""


def load(
    project: Project | HasProject,
    document: Mapping[str, Any],
    *,
    checked: bool = False,
    progress: Callable[[int], None] = _tell_nobody,
) -> None:
    """Add what a seed holds to a project, or to that of the fixture object.

    `checked`: the document comes from `read_seed`. `progress` is told now and then how many records are loaded.

    Raises SeedError, which names the place and what is expected there, and then the project is as before.
    """
    # Outside the lock, since it is what takes longest.
    if not checked:
        check(document)
    project = project_of(project)
    with project.lock:
        before = Snapshot(project)
        # Ready-made providers come behind those of the seed, whose numbers are kept.
        withdraw_ready_made(project)
        loading = _Loading(project, document, progress)
        try:
            loading.run()
            if project.settings.with_providers:
                create_ready_made(project)
        except SeedError:
            before.restore()
            raise
        except AppwriteError as error:
            before.restore()
            raise SeedError(f"{place(loading.at)}: {error.message}") from None
        except (AttributeError, LookupError, TypeError, ValueError, RecursionError, struct.error) as error:
            # What only an export holds is not described to the last detail, since nobody writes it by hand.
            before.restore()
            raise SeedError(f"{place(loading.at)} cannot be used: {error}") from None
    project.listeners.tell("loaded")


class _Loading:
    """One seed on its way into a project."""

    def __init__(self, project: Project, document: Mapping[str, Any], progress: Callable[[int], None]) -> None:
        self.project = project
        self._progress = progress
        self._loaded = 0
        self.document = document
        self.given = Given(project)
        # What is being loaded, for errors.
        self.at: Path = ()
        self.by_hand: Mapping[str, Callable[[Any, Path, Any], Any]] = {
            "providers": self._add_providers,
            "users": self._add_users,
            "targets": self._add_targets,
            "subscribers": self._add_subscribers,
            "buckets": self._add_buckets,
            "files": self._add_files,
            "messages": self._add_messages,
            "members": self._add_members,
        }
        self.derive: Mapping[str, Callable[[Mapping[str, Any], Path], dict[str, Any]]] = {
            "providers": self._derive_providers,
            "subscribers": self._derive_subscribers,
            "members": self._derive_members,
            "messages": self._check_messages,
        }

    def run(self) -> None:
        """Load everything: first the time, since new records carry it, and the random numbers last."""
        self._load_facts()
        for form in FORMS:
            self._load_form(form)
        if "databases" in self.document:
            self._load_databases(self.document["databases"])
        for kind, implied in _RULES.items():
            for number, rule in enumerate(self.document.get(kind, ())):
                try:
                    self.project.faults.add({**rule, **implied})
                except FaultError as error:
                    raise SeedError(f"{place((kind, number))}: {error}") from None
        self._load_rest()

    def _load_databases(self, entries: list[Mapping[str, Any]]) -> None:
        from .databases import load_databases  # only who has databases loads what they need

        for at in load_databases(self.project, Caller("key", KEY_SCOPES), entries):
            self.at = at

    def _load_facts(self) -> None:
        document, project = self.document, self.project
        if "clock" in document:
            clock = document["clock"]
            now = self._time(clock["now"], ("clock", "now"))
            try:
                check_moment(now)
            except ValueError as error:
                raise SeedError(f"{place(('clock', 'now'))}: {error}, got {clock['now']!r}") from None
            project.clock.restore(ClockState(now, bool(clock.get("frozen", False)), project.clock.state().source))
        facts = document.get("project", {})
        project.name = facts.get("name", project.name)
        if "secret" in facts:
            project.secret = facts["secret"]
        project.platforms = {*project.platforms, *facts.get("platforms", ())}
        self.at = ("signIn",)
        project.sign_in = read_sign_in(project.sign_in, document.get("signIn", {}))
        for number, key in enumerate(document.get("keys", ())):
            values = {"secret": key["secret"], "name": key.get("name", "key"), "scopes": key.get("scopes")}
            expire = key.get("expire")
            if expire is not None:
                self._time(expire, ("keys", number, "expire"))
            try:
                project.add_key(**values, expire=expire)
            except ValueError as error:
                raise SeedError(f"{place(('keys', number))}: {error}") from None

    # Records ------------------------------------------------------------------------------------------------------

    def _load_form(self, form: Form) -> None:
        """Load the records of one kind, and then what is nested in them, in the order of their numbers."""
        parents: list[tuple[Path, Mapping[str, Any], Any]] = []
        for number, row in enumerate(self.document.get(form.name, ())):
            path: Path = (form.name, number)
            parents.append((path, row, self._add(form, row, path, None)))
        for child in form.nested:
            rows = [
                ((*path, child.name, number), row, parent)
                for path, given, parent in parents
                for number, row in enumerate(given.get(child.name, ()))
            ]
            rows.sort(key=lambda item: item[1].get("sequence", 0) if isinstance(item[1], dict) else 0)
            for path, row, parent in rows:
                self._add(child, row, path, parent)

    def _add(self, form: Form, row: Any, path: Path, parent: Any) -> Any:
        self._loaded += 1
        if self._loaded % _OFTEN == 0:
            self._progress(self._loaded)
        # A record with a number was exported: it is complete.
        self.at = path
        by_hand = isinstance(row, str) or "sequence" not in row
        if by_hand and not isinstance(row, str):
            check_texts(row["type"] if form.name == "targets" else form.name, row, path)
        add = self.by_hand.get(form.name) if by_hand else None
        return self._store(form, row, path, parent) if add is None else add(row, path, parent)

    def _store(self, form: Form, row: Mapping[str, Any], path: Path, parent: Any, **more: Any) -> Any:
        """Store a record as it is given, completed by what its form fills in."""
        project = self.project
        values = self._read(form, row, path)
        now = project.clock.ms
        collection = getattr(project, form.collection)
        collection.skip_to(values.pop("sequence", 1) - 1)
        values.setdefault("id", row.get("id") or project.ids.unique(now))
        values.setdefault("created_at", now)
        values.setdefault("updated_at", values["created_at"])
        if parent is not None:
            values |= {f"{form.parent}_id": parent.id, f"{form.parent}_sequence": parent.sequence}
        if form.name in self.derive:
            values |= self.derive[form.name](values, path)
        made: Record = form.record(**{**_filled(form, values), **values, **more})
        if made.key in collection:
            raise SeedError(f"{place((*path, 'id'))}: the id {made.id!r} is taken")
        return collection.add(made)

    def _read(self, form: Form, row: Mapping[str, Any], path: Path) -> dict[str, Any]:
        try:
            return form.read(row)
        except Unreadable as error:
            raise SeedError(
                f"{place((*path, error.name))} is expected to be {error.expected}, got {row[error.name]!r}"
            ) from None

    def _derive_providers(self, values: Mapping[str, Any], path: Path) -> dict[str, Any]:
        return {"type": KINDS[values["kind"]].type}

    def _derive_subscribers(self, values: Mapping[str, Any], path: Path) -> dict[str, Any]:
        target = self.project.targets.get(values["target_id"])
        if target is None:
            raise SeedError(f"{place((*path, 'target'))}: there is no target {values['target_id']!r}")
        return {"target_sequence": target.sequence, "user_id": target.user_id, "provider_type": target.provider_type}

    def _derive_members(self, values: Mapping[str, Any], path: Path) -> dict[str, Any]:
        user = self.project.users.get(values["user_id"])
        if user is None:
            raise SeedError(f"{place((*path, 'user'))}: there is no user {values['user_id']!r}")
        return {"user_sequence": user.sequence}

    def _check_messages(self, values: Mapping[str, Any], path: Path) -> dict[str, Any]:
        check_data(None, values["data"], place((*path, "data")))
        return {}

    # Records written by hand --------------------------------------------------------------------------------------

    def _add_providers(self, row: Mapping[str, Any], path: Path, parent: None) -> Any:
        enabled, id = row.get("enabled", True), row.get("id", "unique()")
        kind = kind_in(row["kind"], self.project.rules)
        for part, known in (("credentials", kind.credentials), ("options", kind.options)):
            for name in row.get(part, {}):
                if name not in known:
                    raise SeedError(unknown_name(place((*path, part, name)), name, list(known)))
        made = self.given.provider(row["kind"], id=id, name=row.get("name"), enabled=enabled)
        values = {name: {**getattr(made, name), **row[name]} for name in ("credentials", "options") if name in row}
        return self.project.providers.replace(made, **values)

    def _add_users(self, row: Mapping[str, Any], path: Path, parent: None) -> Any:
        password, now = row.get("password"), self.project.clock.ms
        more: dict[str, Any] = {}
        if password is not None:
            more = {**new_password(self.project, password), "password_update": now}
        email, phone = row.get("email"), row.get("phone")
        address = email.lower() if email else None
        for name, value in (("email", address), ("phone", phone)):
            if value and self.project.users.count(name, value):
                raise SeedError(f"{place((*path, name))}: another user has {value!r}")
        user = self._store(_BY_NAME["users"], row, path, None, **more, email=address)
        for type, identifier in (("email", address), ("sms", phone)):
            if identifier and not self.project.targets.count("identifier", identifier):
                self._store(_BY_NAME["targets"], {"type": type, "identifier": identifier}, path, user)
        return user

    def _add_targets(self, row: Mapping[str, Any], path: Path, parent: Any) -> Any:
        if self.project.targets.count("identifier", row["identifier"]):
            raise SeedError(f"{place((*path, 'identifier'))}: another target has {row['identifier']!r}")
        if "provider" in row and row["provider"] not in self.project.providers:
            raise SeedError(f"{place((*path, 'provider'))}: there is no provider {row['provider']!r}")
        return self._store(_BY_NAME["targets"], row, path, parent)

    def _add_subscribers(self, row: Any, path: Path, parent: Any) -> None:
        project = self.project
        form = _BY_NAME["subscribers"]
        if not isinstance(row, str):
            self._count(parent, self._store(form, row, path, parent))
            return
        targets = project.targets.where("user_id", row) or [
            item for item in (project.targets.get(row),) if item is not None
        ]
        if not targets and row not in project.users:
            raise SeedError(f"{place(path)}: there is no user and no target {row!r}")
        for target in targets:
            self._count(parent, self._store(form, {"target": target.id}, path, parent))

    def _count(self, topic: Any, subscriber: Subscriber) -> None:
        counter = f"{subscriber.provider_type}_total"
        current = self.project.topics.at(topic.sequence)
        if current is not None:
            self.project.topics.replace(current, **{counter: getattr(current, counter) + 1})

    def _add_buckets(self, row: Mapping[str, Any], path: Path, parent: None) -> Any:
        id = row.get("id") or self.project.ids.unique(self.project.clock.ms)
        if id in self.project.buckets:
            raise SeedError(f"{place((*path, 'id'))}: the id {id!r} is taken")
        made = self.project.buckets.add(new_bucket(self.project, id, row.get("name", id)))
        return self.project.buckets.replace(made, **self._read(_BY_NAME["buckets"], row, path))

    def _add_files(self, row: Mapping[str, Any], path: Path, parent: Any) -> Any:
        values = self._read(_BY_NAME["files"], row, path)
        if "text" in row and "base64" in row:
            raise SeedError(f"{place(path)} has both text and base64; write one of them")
        content = row["text"].encode() if "text" in row else values.get("content", b"")
        id = row.get("id", "unique()")
        made = put_file(self.project, bucket_id=parent.id, file_id=id, name=row["name"], content=content)
        kept = {name: values[name] for name in ("mime_type", "permissions", "created_at") if name in values}
        return self.project.files.replace(made, **kept)

    def _add_messages(self, row: Mapping[str, Any], path: Path, parent: None) -> Any:
        check_data(row["type"], row["data"], place((*path, "data")))
        data = {**_DATA[row["type"]], **row["data"]}
        message = self._store(_BY_NAME["messages"], row, path, None, data=data)
        if message.status == "processing":
            self.project.enqueue(message.id)
        elif message.status == "scheduled":
            if message.scheduled_at is None:
                raise SeedError(f"{place((*path, 'scheduledAt'))} is missing: the message is scheduled")
            schedule = self._store(_BY_NAME["schedules"], {"message": message.id, "at": row["scheduledAt"]}, path, None)
            message = self.project.messages.replace(message, schedule_id=schedule.id)
            if schedule.at < self.project.clock.ms:
                # What is overdue goes at once (delivery.md, scheduling), with the time of now.
                self.project.schedules.remove(schedule)
                self.project.enqueue(message.id)
            else:
                self.project.put_on_agenda(schedule.at, "fire", schedule.sequence)
        return message

    def _add_members(self, row: Mapping[str, Any], path: Path, parent: Any) -> Any:
        made = self._store(_BY_NAME["members"], row, path, parent)
        team = self.project.teams.at(parent.sequence)
        if team is not None and made.confirm:
            self.project.teams.replace(team, total=team.total + 1)
        return made

    # What only an export holds ------------------------------------------------------------------------------------

    def _load_rest(self) -> None:
        document, project = self.document, self.project
        for number, entry in enumerate(document.get("mails", ())):
            self.at = ("mails", number)
            project.mails[entry["id"]] = Mail(**entry)
        for number, entry in enumerate(document.get("agenda", ())):
            self._schedule(entry, ("agenda", number))
        for number, entry in enumerate(document.get("waiting", ())):
            project.held[entry["message"]] = self._time(entry["since"], ("waiting", number, "since"))
        for name, entries in document.get("logs", {}).items():
            self.at = ("logs", name)
            project.logs[canonical(name)] = [LogEntry(**entry) for entry in entries]
        for number, entry in enumerate(document.get("unsubscribed", ())):
            self.at = ("unsubscribed", number)
            values = {name: value for name, value in entry.items() if name not in ("at", "reason")}
            project.unsubscribed.append(Unsubscribed(Subscriber(**values), entry["at"], entry.get("reason", "")))
        for name, last in document.get("counters", {}).items():
            self.at = ("counters", name)
            project.collections()[name].skip_to(last)
        self.at = ("random",)
        if "random" in document:
            project.ids.restore(read_random(document["random"]))

    def _schedule(self, entry: Mapping[str, Any], path: Path) -> None:
        due = self._time(entry["due"], (*path, "due"))
        if "send" in entry:
            self.project.put_on_agenda(due, "send", entry["send"])
            return
        schedule = self.project.schedules.get(entry.get("fire", ""))
        if schedule is None:
            raise SeedError(f"{place((*path, 'fire'))}: there is no schedule {entry.get('fire')!r}")
        self.project.put_on_agenda(due, "fire", schedule.sequence)

    def _time(self, text: str, path: Path) -> int:
        try:
            return read_time(text)
        except ValueError:
            raise SeedError(
                f"{place(path)} is expected to be a time such as 2030-01-31T08:00:00Z, got {text!r}"
            ) from None


def _filled(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values for what a record leaves out; lists are made anew for each."""
    filled = {name: list(value) if isinstance(value, list) else value for name, value in form.fill.items()}
    at = values["created_at"]
    if form.name in NAMED_BY_ID:
        filled["name"] = values["id"]
    if form.name == "users":
        filled["registration"] = at
    if form.name == "members":
        filled |= {"invited": at, "joined": at}
    return filled


_BY_NAME = {form.name: form for form in (*FORMS, *(child for parent in FORMS for child in parent.nested))}
