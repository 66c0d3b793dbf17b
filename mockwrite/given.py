"""Ready-made things for a test, made in Python: each call without arguments makes a complete, enabled, deliverable one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Unpack, cast
from urllib.parse import urlsplit

from .access.caller import KEY_IMPLICIT_SCOPES, Caller
from .api.endpoints import ENDPOINTS
from .api.values import MessageContent, Profile, TableOptions
from .delivery.engine import settle
from .errors import hint
from .moments import read_time
from .names import Suggesting, by_name
from .operations import memberships, messages, providers, targets, teams, topics, user_sessions, users
from .operations.uploads import put_file
from .outbox.matching import check_choice, check_names
from .providers import DEFAULT_KINDS, check_kind
from .records import (
    CHANNELS,
    Channel,
    File,
    Key,
    Membership,
    Message,
    Provider,
    ProviderKind,
    Session,
    Subscriber,
    Target,
    Team,
    Topic,
    User,
)
from .state.project import KEY_SCOPES, Project
from .state.sign_in import changed
from .validators.texts import is_email, is_phone

if TYPE_CHECKING:
    from .state.databases import Row, Table

_ALL_SCOPES = KEY_SCOPES | KEY_IMPLICIT_SCOPES


class Given(Suggesting):
    """Makes things in one project, as a server with all rights would. `base_url` is where links to files lead."""

    def __init__(self, project: Project, *, base_url: str = "http://localhost") -> None:
        self._project = project
        self._caller = Caller("key", _ALL_SCOPES, authority=base_url.partition("://")[2])
        self._count = 0

    def _next(self, *forms: str) -> list[str]:
        """Make up addresses out of the next number for which nobody has one yet: another `Given`, a seed file or the
        application may have made some."""
        while True:
            self._count += 1
            made_up = [form.format(self._count) for form in forms]
            if not any(map(self._is_taken, made_up)):
                return made_up

    def _is_taken(self, address: str) -> bool:
        users, targets = self._project.users, self._project.targets
        return bool(
            targets.count("identifier", address) or users.count("email", address) or users.count("phone", address)
        )

    def key(
        self, *, scopes: Iterable[str] | None = None, name: str = "key", expire: datetime | str | None = None
    ) -> Key:
        """Make an API key with these scopes (all by default); `.secret` goes into `X-Appwrite-Key`."""
        return self._project.add_key(scopes=scopes, name=name, expire=expire)

    @by_name({str: "email"})
    def user(
        self,
        *,
        email: str | None = None,
        phone: str | None = None,
        push: str | None = None,
        verified: bool = False,
        **profile: Unpack[Profile],
    ) -> User:
        """Make a user. Without e-mail and phone it gets both; `push` is a device token to give it a push target.

        Raises ValueError for what is no address or number, AppwriteError when somebody has it already.
        """
        check_names(profile, (*Profile.__annotations__, "email", "phone", "push", "verified"), what="a user")
        if email is not None and not is_email(email):
            raise ValueError(f"email is an e-mail address such as ada@example.com, got {email!r}")
        if phone is not None and not is_phone(phone, parsed=False):
            raise ValueError(f"phone is a number such as +12025550101, got {phone!r}")
        with self._project.lock:
            if email is None and phone is None:
                email, phone = self._next("user{}@example.com", "+1555{:07d}")
            made = users.create_user(
                self._project,
                self._caller,
                user_id=profile.get("id", "unique()"), email=email, phone=phone,
                password=profile.get("password"), name=profile.get("name") or "",
            )  # fmt: skip
            changes = {
                "labels": [*_several("labels", profile.get("labels", ()))],
                "email_verification": verified,
                "phone_verification": verified,
            }
            made = self._project.users.change(made, self._project.clock.ms, **changes)
            if push is not None:
                self.target(made, type="push", identifier=push)
            return made

    def session(self, user: User | str | None = None) -> Session:
        """Sign a user in (a new one by default); `.secret` goes into `X-Appwrite-Session` or an SDK's `set_session`."""
        with self._project.lock:
            owner = user if user is not None else self.user()
            return user_sessions.create_session(self._project, self._caller, user_id=_id(owner))

    def team(
        self,
        *,
        id: str = "unique()",
        name: str = "Team",
        members: Iterable[User | str] = (),
        roles: Iterable[str] = (),
    ) -> Team:
        """Make a team with these members, who all get these roles in it."""
        with self._project.lock:
            made = teams.create_team(self._project, self._caller, team_id=id, name=name, roles=[])
            for member in _several("members", members):
                self.membership(made, member, roles=roles)
            return self._project.teams.get(made.id) or made

    def membership(
        self, team: Team | str | None = None, user: User | str | None = None, *, roles: Iterable[str] = ()
    ) -> Membership:
        """Put a user into a team, confirmed; both are made when they are not given."""
        with self._project.lock:
            return memberships.create_membership(
                self._project,
                self._caller,
                team_id=_id(team if team is not None else self.team()),
                user_id=_id(user if user is not None else self.user()),
                roles=[*_several("roles", roles)],
            )

    def platform(self, host: str) -> None:
        """Let pages of a host call the API from a browser, as a platform in the console does; local hosts always may."""
        with self._project.lock:
            self._project.platforms.add((urlsplit(host).hostname or host).lower())

    def mock_number(self, number: str, code: str = "123456") -> str:
        """Let a phone number have a fixed code of six figures: nothing is sent to it, and the code signs in. Return the number."""
        numbers = {**self._project.sign_in.mock_numbers, number: code}
        self.sign_in(mock_numbers=numbers)
        return number

    def sign_in(self, **rules: Any) -> None:
        """Change how people sign in, as the console does: `session_alerts=True`, `switched_off={"anonymous"}`, `any_url=True`
        (links may lead anywhere), `locale="de"`, `sender=Sender(…)`, `disabled_channels={"email"}` (503, as on a server without SMTP),
        `password_history=3` (the latest three passwords, from now on, may not come again) …

        Raises ValueError for a value that cannot be used, TypeError for a name that does not exist.
        """
        with self._project.lock:
            self._project.sign_in = changed(self._project.sign_in, rules)

    def target(
        self,
        user: User | str | None = None,
        *,
        type: Channel = "push",
        identifier: str | None = None,
        id: str = "unique()",
        provider: Provider | str | None = None,
        name: str = "",
    ) -> Target:
        """Make a target of a user (a new one by default): a push token, an address or a number."""
        with self._project.lock:
            check_choice("type", type, CHANNELS, what="a target")
            owner = user if user is not None else self.user()
            made_up = self._next(_IDENTIFIERS[type])[0]
            return targets.create_target(
                self._project,
                self._caller,
                target_id=id,
                user_id=_id(owner),
                provider_type=type,
                identifier=identifier or made_up,
                provider_id=_id(provider) if provider is not None else "",
                name=name,
            )

    def provider(
        self,
        kind: ProviderKind = DEFAULT_KINDS["email"],
        *,
        id: str = "unique()",
        name: str | None = None,
        enabled: bool = True,
        **values: Any,
    ) -> Provider:
        """Make a provider of a kind with working credentials; further values replace them (`from_email=…`).

        Raises ValueError for a kind that does not exist.
        """
        check_kind(kind)
        check_names(values, _parameters(f"/messaging/providers/{kind}"), what=f"a provider of kind {kind}")
        with self._project.lock:
            return providers.create_working_provider(
                self._project,
                self._caller,
                kind=kind,
                provider_id=id,
                name=name or f"{kind} provider",
                enabled=enabled,
                **values,
            )

    def topic(
        self,
        *,
        id: str = "unique()",
        name: str = "Topic",
        subscribe: Iterable[str] = ("users",),
        subscribers: Iterable[User | Target | str] = (),
    ) -> Topic:
        """Make a topic, and subscribe targets to it: a user, or the id of one, stands for all of its targets.

        Raises ValueError for an id that is neither a user's nor a target's.
        """
        with self._project.lock:
            made = topics.create_topic(
                self._project, self._caller, topic_id=id, name=name, subscribe=[*_several("subscribe", subscribe)]
            )
            for member in _several("subscribers", subscribers):
                for target in targets.meant_by(self._project, member):
                    self.subscriber(made, target)
            return self._project.topics.get(made.id) or made

    def subscriber(
        self, topic: Topic | str | None = None, target: Target | str | None = None, *, id: str = "unique()"
    ) -> Subscriber:
        """Subscribe a target to a topic; both are made when they are not given."""
        with self._project.lock:
            return topics.create_subscriber(
                self._project,
                self._caller,
                subscriber_id=id,
                topic_id=_id(topic if topic is not None else self.topic()),
                target_id=_id(target if target is not None else self.target(type="email")),
            )

    def message(
        self,
        type: Channel = "email",
        *,
        topics: Iterable[Topic | str] = (),
        users: Iterable[User | str] = (),
        targets: Iterable[Target | str] = (),
        **content: Unpack[MessageContent],
    ) -> Message:
        """Make a message and send it as the delivery mode says. Without recipients it goes to a new user, and a provider is
        made when there is none of its type.

        Raises LookupError for a recipient that does not exist: a message to nobody is rarely what a test means. The API takes it.
        """
        with self._project.lock:
            check_choice("type", type, CHANNELS, what="a message")
            data = cast("dict[str, Any]", content)
            id, scheduled_at = data.pop("id", "unique()"), data.pop("scheduled_at", None)
            check_names(data, _parameters(f"/messaging/messages/{type}"), what=f"a message of type {type}")
            recipients = {"topics": topics, "users": users, "targets": targets}
            lists = {name: [_id(thing) for thing in _several(name, things)] for name, things in recipients.items()}
            for name, ids in lists.items():
                self._check_there(name, ids)
            if not any(lists.values()):
                lists["users"] = [self.user(push=self._next("device-token-{}")[0]).id]
            if not self._project.providers.count("type", type):
                self.provider(DEFAULT_KINDS[type])
            values = {"draft": False, **_CONTENT[type], **data, **lists}
            values |= {"message_id": id, "scheduled_at": None if scheduled_at is None else read_time(scheduled_at)}
            made = messages.create_message(self._project, self._caller, values, type=type)
            settle(self._project)
            made = self._project.messages.get(made.id) or made
            if not made.is_over:  # that was told
                self._project.listeners.tell("made", made)
            return made

    def _check_there(self, name: str, ids: Iterable[str]) -> None:
        rows = getattr(self._project, name)
        for id in ids:
            if id not in rows:
                known = [row.id for row in rows]
                shown = ", ".join(known[-_NAMED:]) or "none"
                raise LookupError(
                    f"there is no {name.removesuffix('s')} {id!r}{hint(id, known)} The latest {name} are {shown}"
                )

    def file(
        self,
        content: bytes | str = b"Hello",
        *,
        name: str = "hello.txt",
        bucket: str = "files",
        id: str = "unique()",
    ) -> File:
        """Make a complete file, and its bucket when there is none; refer to it as `bucket:id` (`.reference`)."""
        with self._project.lock:
            data = content.encode() if isinstance(content, str) else content
            return put_file(self._project, bucket_id=bucket, file_id=id, name=name, content=data)

    def collection(
        self,
        database: str = "main",
        id: str = "unique()",
        *,
        attributes: Mapping[str, Any] | None = None,
        indexes: Iterable[Mapping[str, Any]] = (),
        **options: Unpack[TableOptions],
    ) -> Table:
        """Make a collection (a table) and its database, and what is missing of one that is there.

        `attributes` says by key what each is: its type, such as `"email"`, or words such as `{"type": "integer", "required":
        True}`. An index has `attributes`, and may have `key`, `type`, `orders` and `lengths`. Raises ValueError for what is not
        known.
        """
        from .operations.databases.sketching import collection_path, ensure_table  # only for documents

        check_names(options, (*TableOptions.__annotations__, "attributes", "indexes"), what="a collection")
        with self._project.lock:
            return ensure_table(
                self._project,
                self._caller,
                collection_path(database, id),
                name=options.get("name"),
                columns=attributes,
                indexes=indexes,
                permissions=[*_several("permissions", options.get("permissions", ()))],
                security=options.get("document_security", False),
            )

    def document(
        self,
        database: str,
        collection: str,
        data: Mapping[str, Any],
        *,
        id: str = "unique()",
        permissions: Iterable[str] | None = None,
    ) -> Row:
        """Store a document (a row); the database, the collection and attributes for its values are made where they are missing.

        A datetime, or a text such as `2030-01-31T08:00:00Z`, makes a datetime attribute, a list an array. Raises AppwriteError
        for values that do not fit the attributes that are there, TypeError for those that none can hold.
        """
        from .operations.databases.sketching import collection_path, ensure_row  # only for documents

        at = collection_path(database, collection)
        with self._project.lock:
            return ensure_row(self._project, self._caller, at, data, id=id, permissions=permissions)


_NAMED = 10  # So many ids are listed where one is wrong.
# What a target that is made up is called, by its type.
_IDENTIFIERS = {"email": "more{}@example.com", "sms": "+1556{:07d}", "push": "device-token-{}"}


def _id(thing: Any) -> str:
    return thing if isinstance(thing, str) else str(thing.id)


def _several(name: str, things: Any) -> Iterator[Any]:
    """Go through a list; a text would be taken apart letter by letter. Raises TypeError when there is no list."""
    if isinstance(things, str) or not isinstance(things, Iterable):
        got = repr(things) if isinstance(things, str) else f"a {type(things).__name__}"
        raise TypeError(f"{name} is a list, got {got}; write {name}=[…]")
    return iter(things)


@cache
def _parameters(path: str) -> tuple[str, ...]:
    """Return what a POST takes, by the names in Python."""
    rows = (row for row in ENDPOINTS if row.method == "POST" and row.path == path)
    return tuple({param.python_name(): None for row in rows for param in row.params})


# What a message says of which a test says nothing.
_TEXT = "Hello from a test"
_CONTENT: dict[str, dict[str, Any]] = {
    "email": {"subject": "Hello", "content": _TEXT, "html": False, "cc": [], "bcc": [], "attachments": []},
    "sms": {"content": _TEXT},
    "push": {"title": "Hello", "body": _TEXT, "data": None, "badge": -1, "priority": "high"},
}
