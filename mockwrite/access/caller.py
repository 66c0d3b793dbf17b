"""Who made a request, and the scopes and roles that come with it (contract: auth.md §3, §4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records import Key, Session, Target, User
from ..releases import Version, parse_format
from ..state.project import Project

GUEST_SCOPES = frozenset({
    "global", "public", "sessions.write", "files.read", "files.write", "rows.read", "rows.write", "documents.read",
    "documents.write", "locale.read",
})  # fmt: skip
USER_SCOPES = frozenset({
    "global", "public", "account", "sessions.write", "teams.read", "teams.write", "files.read", "files.write",
    "rows.read", "rows.write", "documents.read", "documents.write",
    "targets.read", "targets.write", "subscribers.read", "subscribers.write", "locale.read",
})  # fmt: skip
# `public` is not among them: GET /health/version refuses keys (http.md §8).
KEY_IMPLICIT_SCOPES = frozenset({"global", "health.read", "graphql"})


@dataclass(slots=True)
class Caller:
    """Who made a request. `kind` is `guest`, `user` or `key`; `authority` is the host and port by which the server was reached.

    `user_beside_key` is whose session came along with a key.

    What an operation adds to the answer beside its record: `headers`, such as cookies, a `status` that is not the route's, the
    `session_secret` that a key is shown, the `embedded_targets` of a user that are not those there are. `is_first_access`
    tells that this call is what `accessedAt` was set by.
    """

    kind: str
    scopes: frozenset[str]
    user: User | None = None
    session: Session | None = None
    key: Key | None = None
    user_beside_key: User | None = None
    ip: str = ""
    user_agent: str = ""
    response_format: str = ""
    # The moment that the caller says the call was made at: a row that was changed after it is left as it is.
    timestamp: str = ""
    authority: str = "localhost"
    # The language that the caller asked for, of account mails.
    locale: str = ""
    # A development key came with the call: no limits hold, and links may lead anywhere (account-mails.md §3, §12).
    is_developer: bool = False
    # Whose log the call belongs to, when it is not who calls.
    acted_for: User | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    status: int | None = None
    session_secret: str = ""
    embedded_targets: list[Target] | None = None
    is_first_access: bool = False

    @property
    def base_url(self) -> str:
        """How the caller reached the server."""
        return f"http://{self.authority}"

    @property
    def host(self) -> str:
        """The name by which the caller reached the server, without the port."""
        return self.authority.rpartition(":")[0] or self.authority

    @property
    def is_privileged(self) -> bool:
        """True for API keys: permissions of documents do not apply to them."""
        return self.kind == "key"

    def wants_format_before(self, version: Version) -> bool:
        """Tell whether the caller wants the response format of an older release (models.md §10)."""
        return bool(self.response_format) and _is_before(self.response_format, version)

    def roles(self, project: Project) -> set[str]:
        """Return the roles this caller holds, from the project's state at this moment (auth.md §4)."""
        if self.user is None:
            return {"any", "guests"}
        return {"any", *user_roles(project, self.user)}

    def describe(self, project: Project) -> str:
        """Name the caller as the server does in scope errors."""
        if self.kind == "key":
            return f"app.{project.id}@service.{self.host} (role: applications)"
        if self.user is not None:
            return f"{self.user.email or 'User'} (role: users)"
        return "User (role: guests)"


def _is_before(text: str, version: Version) -> bool:
    asked = parse_format(text)
    # What is not a plain x.y.z counts as older than 1.5.0 (recorded).
    return asked is None or asked < version


def user_roles(project: Project, user: User) -> set[str]:
    """Return the roles of a user without `any`."""
    verified = "verified" if user.email_verification or user.phone_verification else "unverified"
    roles = {"users", f"user:{user.id}", f"users/{verified}", f"user:{user.id}/{verified}"}
    roles.update(f"label:{label}" for label in user.labels)
    for membership in project.memberships.where("user_sequence", user.sequence):
        if membership.confirm:
            roles |= {f"team:{membership.team_id}", f"member:{membership.id}"}
            roles.update(f"team:{membership.team_id}/{role}" for role in membership.roles)
    return roles
