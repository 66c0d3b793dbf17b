"""Putting account mails and codes on their way (contract: account-mails.md §10, §11). They are sent like messages: at once,
later or when told, as the delivery mode says; and like those they cannot fail the call that caused them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..access.agents import parse_agent
from ..access.caller import Caller
from ..moments import format_time
from ..outbox.mail import Mail, Origin
from ..php.parameters import merge_query
from ..records import Token, User
from ..state.project import Project


def post(project: Project, caller: Caller, mail: Mail) -> None:
    """Put a mail on its way, in the language that the caller asked for, else the project's."""
    project.mails[mail.id] = mail._replace(locale=caller.locale or project.sign_in.locale)
    project.enqueue(mail.id)


def mail_of(token: Token, origin: Origin, user: User, *, link: str = "") -> Mail:
    """Begin a mail that carries a token: to the user's address, with a link or, without one, the secret as a code."""
    return Mail(
        id=token.id,
        origin=origin,
        channel="email",
        to=user.email or "",
        user_id=user.id,
        secret=token.secret,
        link=link,
        code="" if link else token.secret,
        expires=token.expire,
        facts={"user": user.name or ""},
    )


def sms_of(token: Token, origin: Origin, user: User) -> Mail:
    """Begin an SMS that carries the code of a token to the user's number."""
    return mail_of(token, origin, user)._replace(channel="sms", to=user.phone or "")


def link_of(url: str, token: Token, **more: str) -> str:
    """Write the link that a mail carries (account-mails.md §3)."""
    own = {"userId": token.user_id, "secret": token.secret, "expire": format_time(token.expire)}
    return with_parameters(url, {**own, **more})


def with_parameters(url: str, parameters: Mapping[str, str]) -> str:
    """Write parameters into a URL as the server does: behind those that it has, one of the same name is replaced, and the
    fragment stays at the end (account-mails.md §3). What PHP takes a URL apart into is put together again: an empty port goes,
    and noughts before one."""
    parts = _URL.fullmatch(url)
    if parts is None:
        return url
    port = f":{int(parts['port'])}" if parts["port"] else ""
    merged = merge_query(parts["query"] or "", parameters)
    query = f"?{merged}" if merged else ""
    return f"{parts['scheme']}://{parts['host'] or ''}{port}{parts['path']}{query}{parts['fragment'] or ''}"


_URL = re.compile(
    r"(?P<scheme>[^:]*):(?://(?P<host>[^/?#]*?)(?::(?P<port>[0-9]*))?(?=[/?#]|\Z))?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?P<fragment>#.*)?",
    re.DOTALL,
)


def client_facts(project: Project, caller: Caller) -> dict[str, str]:
    """Name the caller's device, client and system as mails do; the device of a desktop has no name there (recorded)."""
    agent = parse_agent(caller.user_agent, project.rules)
    device = " ".join(filter(None, (agent["deviceBrand"], agent["deviceModel"]))) or "UNKNOWN"
    return {"device": device, "client": agent["clientName"], "os": agent["osName"]}
