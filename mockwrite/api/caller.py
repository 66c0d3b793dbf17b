"""Find out who is calling: API key, session, JWT or guest (contract: auth.md §1, §2)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from json import dumps, loads
from urllib.parse import unquote

from ..errors import AppwriteError
from ..caller import GUEST_SCOPES, KEY_IMPLICIT_SCOPES, USER_SCOPES, Caller
from ..records import Key, Session, User
from ..signing import read_jwt
from ..state import KEY_SCOPES, Project
from .http import Request

_ANY_KEY = frozenset(KEY_SCOPES)


def identify(project: Project, request: Request) -> Caller:
    """Find out who is calling, in the order of auth.md §2. Raises AppwriteError for refused credentials."""
    headers = request.headers
    host = headers.get("host", "localhost")
    key_text = headers.get("x-appwrite-key", "")
    jwt_text = headers.get("x-appwrite-jwt", "")
    session = find_session(project, headers)
    rules = project.rules
    if jwt_text and session is not None and rules.jwt_and_session_refused:
        raise AppwriteError("user_jwt_and_cookie_set")
    user = None
    if jwt_text:
        user, jwt_session = _read_jwt(project, jwt_text)
        if user is not None:
            session = jwt_session
    if user is None and session is not None:
        user = project.users.at(session.user_sequence)
    caller = Caller(
        "guest",
        GUEST_SCOPES,
        ip=request.client,
        user_agent=headers.get("x-forwarded-user-agent") or headers.get("user-agent", ""),
        base_url=f"http://{host}",
        response_format=headers.get("x-appwrite-response-format", ""),
        host=host.rpartition(":")[0] or host,
    )
    if key_text:
        if user is not None and rules.key_and_session_refused:
            raise AppwriteError("user_key_and_session_set")
        key = find_key(project, key_text)
        if key is not None:
            caller.kind, caller.scopes, caller.key = "key", key.scopes | KEY_IMPLICIT_SCOPES, key
            return caller
    if user is not None:
        caller.kind, caller.scopes, caller.user, caller.session = "user", USER_SCOPES, user, session
        caller.by_jwt = bool(jwt_text)
    return caller


def find_key(project: Project, secret: str) -> Key | None:
    """Return the key with this secret; None when it makes its sender a guest (auth.md §2, table of key outcomes).

    In open mode any text is a key with all scopes. Raises AppwriteError for an unknown or expired key.
    """
    key = project.keys.get(secret)
    if key is not None:
        if key.expire is not None and key.expire < project.clock.ms:
            raise AppwriteError("project_key_expired")
        return key
    if not project.strict_auth:
        return Key(name="any key", secret=secret, scopes=_ANY_KEY)
    prefix, underscore, _ = secret.partition("_")
    if project.rules.unknown_key != "general_unauthorized_scope" and underscore and prefix != "standard":
        # Prefixes of other kinds of keys, and unknown ones, make a guest; the scope check refuses it.
        return None
    raise AppwriteError(project.rules.unknown_key)


def encode_session(user_id: str, secret: str) -> str:
    """Make the session text that clients carry: opaque to them, base64 of JSON on the wire."""
    return base64.b64encode(dumps({"id": user_id, "secret": secret}).encode()).decode()


def find_session(project: Project, headers: Mapping[str, str]) -> Session | None:
    """Return the valid session a request carries by cookie, header or fallback header, in that order."""
    for text in _session_texts(project, headers):
        if _decodes(text):
            session = project.sessions.first("secret", text)
            if session is None or session.expire < project.clock.ms:
                return None
            return session if project.users.at(session.user_sequence) is not None else None
    return None


def _session_texts(project: Project, headers: Mapping[str, str]) -> list[str]:
    texts = []
    names = (f"a_session_{project.id}", f"a_session_{project.id}_legacy")
    cookie = headers.get("cookie")
    if cookie:
        jar = dict(part.strip().partition("=")[::2] for part in cookie.split(";"))
        texts += [jar[name] for name in names if name in jar]
    texts.append(headers.get("x-appwrite-session", ""))
    fallback = headers.get("x-fallback-cookies")
    if fallback:
        try:
            stored = loads(fallback)
        except ValueError:
            stored = None
        if isinstance(stored, dict):
            texts += [str(stored[name]) for name in names if name in stored]
    return [unquote(text) for text in texts if text]


def _decodes(text: str) -> bool:
    try:
        value = loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return False
    return isinstance(value, dict) and "secret" in value


def _read_jwt(project: Project, text: str) -> tuple[User | None, Session | None]:
    claims = read_jwt(project, text)
    if claims is None or not isinstance(claims.get("userId"), str):
        raise AppwriteError("user_jwt_invalid")
    user = project.users.get(claims["userId"])
    session_id = claims.get("sessionId")
    if user is None or not session_id:
        return user, None
    session = project.sessions.get(str(session_id))
    if session is None or session.user_sequence != user.sequence:
        return None, None
    return user, session
