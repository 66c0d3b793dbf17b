"""Signing in through another service, without any: a page of ours stands for it (no sheet; by the published reference).

The way is the real one: the call leads to the service, which leads back to `…/redirect` with a code, which leads to the
application. Here the service is `/_mockwrite/oauth`, and its code says who signed in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from json import dumps, loads
from typing import Any
from urllib.parse import urlencode

from ..access.caller import Caller
from ..errors import AppwriteError
from ..records import Session, User
from ..state.project import Project
from ..state.sign_in import Person
from ..validators.texts import is_email
from .mailing import with_parameters
from .sessions import sign_in
from .tokens import issue
from .users import check_identities, store_user

# The services that the released servers know.
PROVIDERS = (
    "amazon", "apple", "auth0", "authentik", "autodesk", "bitbucket", "bitly", "box", "dailymotion", "discord", "disqus",
    "dropbox", "etsy", "facebook", "figma", "github", "gitlab", "google", "linkedin", "microsoft", "mock", "notion", "oidc",
    "okta", "paypal", "paypalSandbox", "podio", "salesforce", "slack", "spotify", "stripe", "tradeshift", "tradeshiftBox",
    "twitch", "wordpress", "yahoo", "yammer", "yandex", "zoho", "zoom",
)  # fmt: skip
# What the state holds of a call, beside the seal by which it is known again.
_STATE = ("success", "failure", "token")
# A session by this way counts as one with two factors.
_FACTORS = ["email", "oauth2"]


def begin(project: Project, caller: Caller, *, provider: str, success: str, failure: str, wants_token: bool) -> str:
    """Return where the service is: the page that asks who signs in. `success` and `failure` are where it ends."""
    own = f"{caller.base_url}/console/auth/oauth2"
    state = {"success": success or f"{own}/success", "failure": failure or f"{own}/failure", "token": wants_token}
    state["seal"] = _seal(project, state)
    query = urlencode({"project": project.id, "provider": provider, "state": dumps(state, separators=(",", ":"))})
    return f"{caller.base_url}/_mockwrite/oauth?{query}"


def way_back(provider: str, project_id: str, state: str, person: Person | None) -> str:
    """Return the path by which the service leads back: with the code of a person, or without one with a refusal."""
    told = {"error": "access_denied"} if person is None else {"code": encode_person(person)}
    return (
        f"/v1/account/sessions/oauth2/{provider}/redirect?{urlencode({'project': project_id, **told, 'state': state})}"
    )


def encode_person(person: Person) -> str:
    """Write who signed in as the code that a service hands out."""
    return base64.urlsafe_b64encode(dumps(person._asdict()).encode()).decode()


def finish(project: Project, caller: Caller, *, provider: str, code: str, state: str, refusal: str) -> str:
    """Sign in whoever the code names; return where the application goes on, with what the server appends to it.

    `refusal` is what the service said instead. What goes wrong for the person is told to the failure address, as `error`.
    """
    told = _read_state(project, state)
    try:
        if refusal:
            raise AppwriteError("user_unauthorized", f"{provider} refused: {refusal}")
        user = _find_or_make(project, caller, provider, _read_person(code))
        if not user.status:
            raise AppwriteError("user_blocked")
    except AppwriteError as error:
        shown = {"message": error.message, "type": error.type, "code": error.status}
        return with_parameters(told["failure"], {"error": dumps(shown, separators=(",", ":"))})
    if told["token"]:
        token = issue(project, user, "oauth2")
        caller.acted_for = user
        return with_parameters(told["success"], {"secret": token.secret, "userId": user.id})
    session = _sign_in(project, caller, user, provider)
    if told["success"] != f"{caller.base_url}/console/auth/oauth2/success":
        return str(told["success"])
    # The server's own page cannot read cookies of another domain, so it is told the session.
    known = {"project": project.id, "domain": caller.host, "key": f"a_session_{project.id}", "secret": session.secret}
    return with_parameters(told["success"], known)


def _read_state(project: Project, text: str) -> dict[str, Any]:
    """Return what a call began with; nobody else says where it ends. Raises AppwriteError."""
    try:
        state = loads(text)
    except (ValueError, RecursionError):
        state = None
    told = {name: state.get(name) for name in _STATE} if isinstance(state, dict) else {}
    if not told or state.get("seal") != _seal(project, told):
        raise AppwriteError(
            "general_argument_invalid", "Invalid `state` param: the one that the call began with is expected"
        )
    return told


def _seal(project: Project, state: Mapping[str, object]) -> str:
    said = dumps([state[name] for name in _STATE])
    return hmac.new(project.secret.encode(), said.encode(), hashlib.sha256).hexdigest()


def _read_person(code: str) -> Person:
    try:
        told = loads(base64.urlsafe_b64decode(code))
        email, name, uid = (str(told.get(name, "")) for name in ("email", "name", "uid"))
        person = Person(email, name, uid=uid)
    except (binascii.Error, ValueError, RecursionError, AttributeError, TypeError):
        person = Person("")
    if not is_email(person.email):
        raise AppwriteError("user_unauthorized", "The service did not say which e-mail address signed in.")
    return person


def _find_or_make(project: Project, caller: Caller, provider: str, person: Person) -> User:
    """Find the user by a session of this service, by the address, or by the identity; else make one. The address counts as
    proven. An address is one person's: who is signed in cannot add that of another user, and nobody an identity with it."""
    from ..state.factors import Identity  # only where somebody signs in so

    uid = person.uid or person.email.lower()
    now = project.clock.ms
    user = caller.user or _find(project, provider, uid, person.email)
    if caller.user is not None:
        check_identities(project, person.email, "user_already_exists", but=caller.user)
        holder = project.users.first("email", person.email)
        if holder is not None and holder.id != caller.user.id:
            raise AppwriteError("user_already_exists", f"Another user has the address {person.email!r}.")
    if user is None:
        check_identities(project, person.email, "general_bad_request")
        user = store_user(project, caller, user_id="unique()", email=person.email.lower(), name=person.name)
    own = project.identities.where("user_sequence", user.sequence)
    if not any((each.provider, each.provider_uid) == (provider, uid) for each in own):
        check_identities(project, person.email, "general_bad_request", but=user)
        project.identities.add(
            Identity(
                **project.ids.stamp(now),
                user_id=user.id,
                user_sequence=user.sequence,
                provider=provider,
                provider_uid=uid,
                provider_email=person.email.lower(),
            )
        )
    proven = (user.email or "").lower() == person.email.lower()
    return project.users.change(user, now, email_verification=True) if proven else user


def _find(project: Project, provider: str, uid: str, email: str) -> User | None:
    """Find whom a service means, as the server looks: by session, by address, by identity."""
    places = (project.sessions, project.identities)
    by_session, by_identity = (
        next((each for each in place if (each.provider, each.provider_uid) == (provider, uid)), None)
        for place in places
    )
    return (
        (project.users.at(by_session.user_sequence) if by_session is not None else None)
        or project.users.first("email", email)
        or (project.users.at(by_identity.user_sequence) if by_identity is not None else None)
    )


def _sign_in(project: Project, caller: Caller, user: User, provider: str) -> Session:
    uid = next(
        each.provider_uid
        for each in project.identities.where("user_sequence", user.sequence)
        if each.provider == provider
    )
    session = sign_in(project, caller, user, provider, factor="oauth2", uid=uid)
    caller.session = project.sessions.replace(session, factors=list(_FACTORS))
    return caller.session
