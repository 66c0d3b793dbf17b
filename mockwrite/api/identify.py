"""Find out who is calling: API key, session, JWT or guest (contract: auth.md §1, §2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from json import loads
from urllib.parse import unquote

from ..access.caller import GUEST_SCOPES, KEY_IMPLICIT_SCOPES, USER_SCOPES, Caller
from ..access.signing import is_session_text, read_jwt
from ..errors import AppwriteError
from ..records import Key, Session, User
from ..state.project import KEY_SCOPES, Project
from .http import Request

_ANY_KEY = frozenset(KEY_SCOPES)
_DAY = 24 * 3600 * 1000
# How long a second factor is fresh enough for what changes or shows the factors.
_FRESH = 1800 * 1000


def identify(project: Project, request: Request) -> Caller:
    """Find out who is calling, in the order of auth.md §2. Raises AppwriteError for refused credentials."""
    headers = request.headers
    key_text = headers.get("x-appwrite-key", "")
    jwt_text = headers.get("x-appwrite-jwt", "")
    # In this mode users are looked for among those of the console, where none of this project is (auth.md §6).
    in_console = headers.get("x-appwrite-mode") == "admin"
    session = None if in_console else find_session(project, headers)
    rules = project.rules
    if jwt_text and session is not None and rules.jwt_and_session_refused:
        raise AppwriteError("user_jwt_and_cookie_set")
    user = None
    if jwt_text:
        # Whoever comes with a JWT has no session: `current` finds none, and no further JWT is made (recorded).
        user, session = _find_jwt_user(project, jwt_text), None
        if in_console:
            user = None
    elif session is not None:
        user = project.users.at(session.user_sequence)
    caller = Caller(
        "guest",
        GUEST_SCOPES,
        ip=_address(request),
        user_agent=headers.get("x-forwarded-user-agent") or headers.get("user-agent", ""),
        response_format=headers.get("x-appwrite-response-format", ""),
        timestamp=headers.get("x-appwrite-timestamp", ""),
        authority=headers.get("host", "localhost"),
        locale=headers.get("x-appwrite-locale", ""),
    )
    if "x-appwrite-dev-key" in headers:
        caller.is_developer = rules.has_developer_keys and headers["x-appwrite-dev-key"] in project.sign_in.dev_keys
    if key_text:
        if user is not None and rules.key_and_session_refused:
            raise AppwriteError("user_key_and_session_set")
        key = find_key(project, key_text)
        if key is not None:
            caller.kind, caller.scopes, caller.key = "key", _with_implicit(key.scopes), key
            caller.user_beside_key = user
            return caller
    if user is not None:
        caller.kind, caller.scopes, caller.user, caller.session = "user", USER_SCOPES, user, session
    return caller


def _address(request: Request) -> str:
    """Return where a request comes from: the first address that a proxy names, as the server does, else the client's."""
    forwarded = request.headers.get("x-forwarded-for")
    if not forwarded:
        return request.client
    from ipaddress import ip_address  # only behind a proxy

    first = forwarded.partition(",")[0].strip()
    try:
        ip_address(first)
    except ValueError:
        return request.client
    return first


@cache
def _with_implicit(scopes: frozenset[str]) -> frozenset[str]:
    return scopes | KEY_IMPLICIT_SCOPES


def misses_a_factor(project: Project, caller: Caller) -> bool:
    """Tell whether a session is not enough yet: its user switched the second factor on, has one (a verified address, number
    or authenticator), and has given the first only (http.md §3). A JWT is enough."""
    user, session = caller.user, caller.session
    if user is None or session is None or not user.mfa or len(session.factors) > 1:
        return False
    if user.email_verification or user.phone_verification:
        return True
    return any(each.verified for each in project.authenticators.where("user_sequence", user.sequence))


def require_fresh_factor(project: Project, caller: Caller) -> None:
    """Raise 401 `user_challenge_required` unless the session has given a second factor within the last half hour."""
    given = caller.session.mfa_updated_at if caller.session is not None else None
    if given is None or project.clock.ms - given > _FRESH:
        raise AppwriteError("user_challenge_required")


def note_access(project: Project, caller: Caller, *, reads: bool) -> None:
    """Remember that a user was here, at most once a day, as the server does (`accessedAt`).

    A call that only `reads` shows the new time as the database writes it; one that changes the user has read it back
    (corrections.md, 19).
    """
    user, now = caller.user, project.clock.ms
    if user is not None and (user.accessed_at is None or now - user.accessed_at >= _DAY):
        caller.user = project.users.replace(user, accessed_at=now, updated_at=now)
        caller.is_first_access = reads


def find_key(project: Project, secret: str) -> Key | None:
    """Return the key with this secret; None when it makes its sender a guest (auth.md §2, table of key outcomes).

    In open mode any text is a key with all scopes. Raises AppwriteError for an unknown or expired key; before 1.6.2 an
    unknown one makes a guest, whom the scope check refuses.
    """
    key = project.keys.get(secret)
    if key is not None:
        if key.expire is not None and key.expire < project.clock.ms:
            raise AppwriteError("project_key_expired")
        return key
    if not project.strict_auth:
        return Key(name="any key", secret=secret, scopes=_ANY_KEY)
    prefix, underscore, _ = secret.partition("_")
    # Prefixes of other kinds of keys, and unknown ones, make a guest as well.
    if not project.rules.unknown_key or (underscore and prefix != "standard"):
        return None
    # The key itself is not repeated: it may be one of production.
    raise AppwriteError(
        project.rules.unknown_key,
        f"The API key is none of the project {project.id!r}. Send one of its own keys: in a test mock_appwrite.api_key or"
        f" mock_appwrite.key(); for a server GET /_mockwrite/projects/{project.id} lists them.",
    )


_SESSION_HEADERS = frozenset({"cookie", "x-appwrite-session", "x-fallback-cookies"})


def find_session(project: Project, headers: Mapping[str, str]) -> Session | None:
    """Return the valid session a request carries by cookie, header or fallback header, in that order.

    The first text that can be read as a session counts, even when it is of no use any more.
    """
    if _SESSION_HEADERS.isdisjoint(headers):
        return None
    text = next((text for text in _session_texts(project.id, headers) if is_session_text(text)), None)
    session = None
    if text is not None:
        session = project.sessions.first("secret", text) or project.lingering_sessions.get(text)
    if session is None or session.expire < project.clock.ms or project.users.at(session.user_sequence) is None:
        return None
    return session


def _session_texts(project_id: str, headers: Mapping[str, str]) -> Iterator[str]:
    names = (f"a_session_{project_id}", f"a_session_{project_id}_legacy")
    if cookie := headers.get("cookie"):
        jar = dict(part.strip().partition("=")[::2] for part in cookie.split(";"))
        yield from (unquote(jar[name]) for name in names if name in jar)
    if given := headers.get("x-appwrite-session"):
        yield unquote(given)
    if fallback := headers.get("x-fallback-cookies"):
        try:
            stored = loads(fallback)
        except (ValueError, RecursionError):
            return
        if isinstance(stored, dict):
            yield from (unquote(str(stored[name])) for name in names if name in stored)


def _find_jwt_user(project: Project, text: str) -> User | None:
    """Return the user of a JWT; None when the user or the session it names is gone. Raises AppwriteError for a bad one."""
    claims = read_jwt(project, text)
    if claims is None or not isinstance(claims.get("userId"), str):
        raise AppwriteError("user_jwt_invalid")
    user = project.users.get(claims["userId"])
    session_id = claims.get("sessionId")
    if user is None or not session_id:
        return user
    session = project.sessions.get(str(session_id))
    return user if session is not None and session.user_sequence == user.sequence else None
