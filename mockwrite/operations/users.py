"""Users as a server manages them (contract: users-targets.md §1)."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict, Unpack

from ..access.caller import Caller
from ..access.passwords import DEFAULT, UNKNOWN_VERSIONS, CannotCheck, hash_password, imported_options, verify_password
from ..errors import AppwriteError, ServerDefect
from ..php.arrays import as_list
from ..queries.kinds import USERS
from ..records import Target, User
from ..state.project import Project
from .finding import find_user
from .lists import lister
from .sessions import end_sessions
from .targets import add_target, holder_of, remove_target


class UserDetails(TypedDict, total=False):
    """Who a user is, by which others find it."""

    email: str | None
    phone: str | None
    name: str | None


class StoredPassword(TypedDict):
    """What a user keeps of a password: the hash, how it was made, and with which options."""

    password: str | None
    hash: str
    hash_options: dict[str, Any] | None
    password_history: NotRequired[list[str]]


NO_PASSWORD = StoredPassword(password=None, hash=DEFAULT, hash_options=None)


def create_user(
    project: Project, caller: Caller, *, user_id: str, password: str | None = None, **details: Unpack[UserDetails]
) -> User:
    """Store a user, with an e-mail and an SMS target where there are an address and a number."""
    details["email"] = address = (details.get("email") or "").lower()
    check_identities(project, address)
    secret = new_password(project, password) if password else None
    return store_user(project, caller, user_id=user_id, secret=secret, **details)


def create_user_with_hash(
    project: Project,
    caller: Caller,
    *,
    algorithm: str,
    user_id: str,
    email: str,
    password: str,
    **options: Any,
) -> User:
    """Store a user whose password was hashed elsewhere; `options` are its name and those of the hash."""
    check_identities(project, email)
    name = options.pop("name", None)
    given = {_HASH_OPTIONS[key]: value for key, value in options.items() if value != ""}
    if given.get("version") in UNKNOWN_VERSIONS and project.rules.newer_hash_library:
        raise ServerDefect("passwordVersion", "the server's library does not know this hash")
    hash_options = imported_options(algorithm, given, newer=project.rules.newer_hash_library, now=project.clock.ms)
    secret = StoredPassword(password=password, hash=algorithm, hash_options=hash_options)
    return store_user(project, caller, user_id=user_id, secret=secret, email=email.lower(), name=name)


_HASH_OPTIONS = {
    "password_version": "version", "password_salt": "salt", "password_cpu": "costCpu", "password_memory": "costMemory",
    "password_parallel": "costParallel", "password_length": "length", "password_salt_separator": "saltSeparator",
    "password_signer_key": "signerKey",
}  # fmt: skip


def store_user(
    project: Project,
    caller: Caller,
    *,
    user_id: str,
    secret: StoredPassword | None = None,
    with_targets: bool = True,
    **details: Unpack[UserDetails],
) -> User:
    """Store a user, the address as it is given, and the automatic targets, unless told otherwise. An identifier that another target
    holds makes no new target; the answer then shows that foreign one (users-targets.md §1)."""
    if user_id == "0":
        raise ServerDefect("userId", 'the id "0" counts as empty')
    address = details.get("email") or None
    number = details.get("phone") or None
    id = project.new_id(user_id)
    users = project.users
    if id in users or (address and users.count("email", address)) or (number and users.count("phone", number)):
        raise AppwriteError("user_already_exists")
    now = project.clock.ms
    user = users.add(
        User(
            **project.ids.stamp(now, id),
            registration=now,
            # Unlike e-mail and phone, a name is never stored as null (recorded: no user has `isNull name`).
            name=details.get("name") or "",
            email=address,
            phone=number,
            password_update=now if secret and secret["password"] else None,
            **(secret or NO_PASSWORD),
        )
    )
    shown = [
        holder_of(project, identifier) or add_target(project, user, provider_type, identifier)
        for provider_type, identifier in (("email", address), ("sms", number))
        if identifier and with_targets
    ]
    caller.embedded_targets = shown
    return user


def get_user(project: Project, caller: Caller, *, user_id: str) -> User:
    """Return a user; 404 `user_not_found`."""
    return find_user(project, user_id)


list_users = lister(lambda project: project.users, USERS)


def delete_user(project: Project, caller: Caller, *, user_id: str) -> None:
    """Delete a user with everything that hangs on it: targets and their subscribers, sessions, memberships."""
    remove_user(project, find_user(project, user_id))


def remove_user(project: Project, user: User) -> None:
    """Remove a user and what belongs to it."""
    for target in project.targets.where("user_sequence", user.sequence):
        remove_target(project, target)
    for session in project.sessions.where("user_sequence", user.sequence):
        project.sessions.remove(session)
    collections = project.collections()
    for rows in (collections[name] for name in ("tokens", "challenges", "authenticators", "identities")):
        for row in rows.where("user_sequence", user.sequence):
            rows.remove(row)
    for membership in project.memberships.where("user_sequence", user.sequence):
        project.memberships.remove(membership)
        team = project.teams.at(membership.team_sequence)
        if team is not None and membership.confirm:
            project.teams.replace(team, total=max(team.total - 1, 0))
    project.users.remove(user)


def update_user(project: Project, caller: Caller, *, user_id: str, **changes: Any) -> User:
    """Change plain values of a user."""
    return project.users.change(find_user(project, user_id), project.clock.ms, **changes)


def update_password(project: Project, caller: Caller, *, user_id: str, password: str) -> User:
    """Change or, with an empty text, remove a password; with a new one the user's sessions end."""
    user = find_user(project, user_id)
    changes = new_password(project, password, user) if password else NO_PASSWORD
    if password and project.rules.new_password_ends_sessions:
        end_sessions(project, user)
    now = project.clock.ms
    return project.users.change(user, now, **changes, password_update=now)


def new_password(project: Project, password: str, user: User | None = None, *, by_link: bool = False) -> StoredPassword:
    """Return what is stored of a new password. One that came by a link is hashed with other costs by newer releases (recorded).

    400 `password_recently_used` for one of the latest of this user, as many as the project forbids (account-mails.md §4). The server
    remembers passwords only from the moment on from which a project forbids them.
    """
    costs = project.rules.link_hash_costs if by_link else ""
    kept, before = project.sign_in.password_history, user.password_history if user else []
    if kept and any(verify_password(password, old, DEFAULT, None) for old in before):
        raise AppwriteError("password_recently_used")
    hashed = hash_password(password, project.ids, costs)
    history = [*before, hashed][-kept:] if kept else before
    return StoredPassword(password=hashed, hash=DEFAULT, hash_options=None, password_history=history)


def has_password(user: User, password: str) -> bool:
    """Tell whether this is the user's password; 401 `user_invalid_credentials` that says why when it cannot be told."""
    try:
        return verify_password(password, user.password, user.hash, user.hash_options)
    except CannotCheck as missing:
        raise AppwriteError(
            "user_invalid_credentials",
            f"mockwrite cannot check the {user.hash} hash of this user: {missing}. Install mockwrite[hashes], or give the user a "
            "password with PATCH /users/{userId}/password.",
        ) from None


def update_labels(project: Project, caller: Caller, *, user_id: str, labels: list[str] | dict[str, str]) -> User:
    """Replace the labels; duplicates go, and of a map the values count."""
    kept = list(dict.fromkeys(as_list(labels)))
    return project.users.change(find_user(project, user_id), project.clock.ms, labels=kept)


def update_email(project: Project, caller: Caller, *, user_id: str, email: str) -> User:
    """Change the address and the target that carried it; an empty one clears both, of one user at a time."""
    user = find_user(project, user_id)
    address = email.lower()
    check_identities(project, address, but=user)
    check_free(project, user, "email", address, "user_email_already_exists")
    return move_contact(project, caller, user, "email", {"email": address, "email_verification": False})


def update_phone(project: Project, caller: Caller, *, user_id: str, number: str) -> User:
    """Change the number and the target that carried it; an empty one clears both."""
    user = find_user(project, user_id)
    check_free(project, user, "phone", number, "user_phone_already_exists")
    return move_contact(project, caller, user, "phone", {"phone": number, "phone_verification": False})


def check_free(project: Project, user: User, attribute: str, value: str, error: str) -> None:
    """Raise when a target has this address or number, or, with `error`, when another user has it.

    Where a cleared value is stored as an empty text, only one user can have that: it is unique like any other.
    """
    # Any target counts, the user's own too: setting the same address again is refused.
    if value and holder_of(project, value) is not None:
        raise AppwriteError("user_target_already_exists")
    other = project.users.first(attribute, value)
    if other is not None and other.id != user.id:
        raise AppwriteError(error)


def check_identities(
    project: Project, email: str, error: str = "user_email_already_exists", *, but: User | None = None
) -> None:
    """Raise an error when somebody signs in through another service with this address, whatever address the user has.

    Contract: users-targets.md §1 (uniqueness); the error of each route is that of the route table. `but` is who may have it.
    """
    if not email:
        return
    held = project.identities.where("provider_email", email)
    if any(but is None or identity.user_sequence != but.sequence for identity in held):
        raise AppwriteError(error, f"Somebody signs in with {email!r} through another service.")


_CONTACT_TYPES = {"email": "email", "phone": "sms"}


def move_contact(
    project: Project,
    caller: Caller,
    user: User,
    attribute: str,
    changes: dict[str, Any],
    *,
    adds_target: bool = True,
) -> User:
    """Store changes, one of them a new `email` or `phone` (an empty text clears it), and let the target that carried the old
    one follow. Where there was none, one is added unless told otherwise."""
    now = project.clock.ms
    before, after = getattr(user, attribute), changes[attribute]
    # Both read as ""; a cleared address is stored so, a number in earlier releases only (corrections.md, 11 and J).
    cleared = None if attribute == "phone" and project.rules.cleared_phone_is_null else ""
    changed = project.users.change(user, now, **{**changes, attribute: after or cleared})
    targets = targets_of(project, user)
    carrier = next((target for target in targets if before and target.identifier == before), None)
    if carrier is None:
        if after and adds_target:
            add_target(project, changed, _CONTACT_TYPES[attribute], after)
    elif after:
        project.targets.change(carrier, now, identifier=after)
    else:
        # Clearing leaves the target's subscribers behind, and its answer still shows it (recorded).
        project.targets.remove(carrier)
        caller.embedded_targets = targets
    return changed


def get_prefs(project: Project, caller: Caller, *, user_id: str) -> dict[str, Any]:
    """Return the preferences of a user."""
    return find_user(project, user_id).prefs


def update_prefs(project: Project, caller: Caller, *, user_id: str, prefs: dict[str, Any]) -> dict[str, Any]:
    """Replace the preferences of a user."""
    return project.users.change(find_user(project, user_id), project.clock.ms, prefs=prefs).prefs


def targets_of(project: Project, user: User) -> list[Target]:
    """Return the targets of a user, in the order in which they were made."""
    return project.targets.where("user_sequence", user.sequence)
