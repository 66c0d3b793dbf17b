"""Sessions: how they begin, travel and end, whoever asks for it (contract: users-targets.md §3)."""

from __future__ import annotations

from json import dumps
from urllib.parse import quote

from ..access.agents import parse_agent
from ..access.caller import Caller
from ..access.signing import encode_session
from ..moments import later
from ..records import Session, User
from ..state.project import Project
from .targets import remove_target

LIFETIME = 365 * 24 * 3600
FALLBACK = "x-fallback-cookies"


def open_session(
    project: Project, caller: Caller, user: User, provider: str, *, factor: str = "", uid: str = ""
) -> Session:
    """Sign a user in and return the session, which lives for a year. `factor` is how the user proved who it is."""
    now = project.clock.ms
    session = project.sessions.add(
        Session(
            **project.ids.stamp(now),
            user_id=user.id,
            user_sequence=user.sequence,
            secret=encode_session(user.id, project.ids.secret()),
            expire=later(now, LIFETIME * 1000),
            provider=provider,
            provider_uid=uid,
            factors=[factor or provider],
            ip=caller.ip,
            agent=parse_agent(caller.user_agent, project.rules),
        )
    )
    for secret, lingering in list(project.lingering_sessions.items()):
        if lingering.user_sequence == user.sequence:
            del project.lingering_sessions[secret]
    caller.session_secret = session.secret
    return session


def sign_in(project: Project, caller: Caller, user: User, provider: str, *, factor: str = "", uid: str = "") -> Session:
    """Open a session and hand it to the caller: as cookies, and in a header for browsers that drop them."""
    session = open_session(project, caller, user, provider, factor=factor, uid=uid)
    most = project.rules.sessions_per_user
    if most:
        for oldest in project.sessions.where("user_sequence", user.sequence)[:-most]:
            project.sessions.remove(oldest)
    caller.session, caller.acted_for = session, user
    fallback = dumps({f"a_session_{project.id}": session.secret}, separators=(",", ":"))
    caller.headers += [
        *_cookies(project, quote(session.secret, safe=""), session.expire, LIFETIME),
        (FALLBACK, fallback),
    ]
    return session


def forget_cookies(project: Project, caller: Caller, sessions: int = 1) -> None:
    """Tell a client to drop its session.

    Newer servers repeat the header for each session that ends, which is no JSON any more: left to the exact mode.
    """
    times = sessions if project.exact and project.rules.cookies_are_forgotten_per_session else 1
    caller.headers += [*_cookies(project, "deleted", 1000, 0), (FALLBACK, ", ".join(["[]"] * times))]


def _cookies(project: Project, value: str, expire: int, seconds: int) -> list[tuple[str, str]]:
    from email.utils import formatdate  # 10 ms of a start that makes no cookie

    day, date, month, year, time, zone = formatdate(expire // 1000, usegmt=True).split()
    rest = f"expires={day} {date}-{month}-{year} {time} {zone}; Max-Age={seconds}; path=/; HttpOnly"
    name = f"a_session_{project.id}"
    return [("set-cookie", f"{name}_legacy={value}; {rest}"), ("set-cookie", f"{name}={value}; {rest}; SameSite=None")]


def sessions_of(project: Project, user: User) -> list[Session]:
    """Return the sessions of a user, oldest first."""
    return project.sessions.where("user_sequence", user.sequence)


def end_sessions(project: Project, user: User, *, but: Session | None = None) -> None:
    """End the sessions of a user, or all but one; their push targets stay."""
    for session in sessions_of(project, user):
        if but is None or session.id != but.id:
            project.sessions.remove(session)


def remove_session_targets(project: Project, session: Session) -> None:
    """Remove the push targets that were made with this session; their subscribers go and topics count down."""
    for target in project.targets.where("user_sequence", session.user_sequence):
        if target.session_id == session.id:
            remove_target(project, target)
