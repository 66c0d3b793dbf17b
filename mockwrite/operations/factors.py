"""Second factors of users, and what else the Users service has around them: identities, log, usage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..access.caller import Caller
from ..errors import AppwriteError
from ..moments import format_time
from ..queries.kinds import IDENTITIES
from ..queries.parsing import Query
from ..records import LogEntry, Record, User
from ..state.project import Project
from .finding import find_user, missing
from .lists import logs, page

if TYPE_CHECKING:
    from ..state.factors import Authenticator, Identity

_CODES, _DIGITS = 6, 10
_HOUR = 3_600_000
# How many points a period of the usage statistics has, and how many milliseconds lie between two.
PERIODS = {"24h": (24, _HOUR), "30d": (30, 24 * _HOUR), "90d": (90, 24 * _HOUR)}


def list_factors(project: Project, caller: Caller, *, user_id: str) -> dict[str, bool]:
    """Tell which second factors a user can use."""
    return factors_of(project, find_user(project, user_id))


def factors_of(project: Project, user: User) -> dict[str, bool]:
    """Tell which second factors a user can use: an address and a number count once they are verified (recorded)."""
    own = authenticator_of(project, user)
    return {
        "totp": own is not None and own.verified,
        "phone": bool(user.phone) and user.phone_verification,
        "email": bool(user.email) and user.email_verification,
        "recoveryCode": bool(user.mfa_recovery_codes),
    }


def get_recovery_codes(project: Project, caller: Caller, *, user_id: str) -> list[str]:
    """Return the recovery codes; 404 `user_recovery_codes_not_found` before they were made."""
    codes = find_user(project, user_id).mfa_recovery_codes
    if not codes:
        raise AppwriteError("user_recovery_codes_not_found")
    return codes


def authenticator_of(project: Project, user: User) -> Authenticator | None:
    """Return the authenticator of a user, verified or not."""
    return project.authenticators.first("user_sequence", user.sequence)


def create_recovery_codes(project: Project, caller: Caller, *, user_id: str) -> list[str]:
    """Make the first recovery codes; 409 `user_recovery_codes_already_exists`."""
    user = find_user(project, user_id)
    if user.mfa_recovery_codes:
        raise AppwriteError("user_recovery_codes_already_exists")
    return _new_codes(project, user)


def replace_recovery_codes(project: Project, caller: Caller, *, user_id: str) -> list[str]:
    """Make other recovery codes in place of the present ones; 404 `user_recovery_codes_not_found`."""
    get_recovery_codes(project, caller, user_id=user_id)
    return _new_codes(project, find_user(project, user_id))


def _new_codes(project: Project, user: User) -> list[str]:
    codes = [project.ids.secret(_DIGITS) for _ in range(_CODES)]
    return project.users.change(user, project.clock.ms, mfa_recovery_codes=codes).mfa_recovery_codes


def delete_authenticator(project: Project, caller: Caller, *, user_id: str, type: str) -> None:
    """Forget the authenticator of a user; 404 `user_authenticator_not_found`."""
    remove_authenticator(project, find_user(project, user_id))


def remove_authenticator(project: Project, user: User) -> None:
    """Forget an authenticator; 404 `user_authenticator_not_found`."""
    own = authenticator_of(project, user)
    if own is None:
        raise AppwriteError("user_authenticator_not_found")
    project.authenticators.remove(own)


def list_identities(
    project: Project, caller: Caller, *, queries: Query, search: str, total: bool = True
) -> tuple[int, list[Identity]]:
    """List who users are at other services."""
    return page(project, project.identities, IDENTITIES, queries, search=search, total=total)


def delete_identity(project: Project, caller: Caller, *, identity_id: str) -> None:
    """Forget an identity; 404 `user_identity_not_found`."""
    project.identities.remove(find_identity(project, identity_id))


def find_identity(project: Project, identity_id: str) -> Identity:
    """Return an identity; 404 `user_identity_not_found`."""
    found = project.identities.get(identity_id)
    if found is None:
        raise missing("identity", identity_id)
    return found


def list_logs(
    project: Project, caller: Caller, *, user_id: str, queries: Query, total: bool = True
) -> tuple[int, list[LogEntry]]:
    """List what a user did."""
    find_user(project, user_id)
    return logs(project, f"by-user/{user_id}", queries, total=total)


def get_usage(project: Project, caller: Caller, *, period: str) -> dict[str, Any]:
    """Count the users and sessions there were at points of a period, oldest first; the last point is this hour or day."""
    points, step = PERIODS[period.lower()]
    last = project.clock.ms // step * step
    times = [last - step * back for back in range(points - 1, -1, -1)]
    return {
        "range": period,
        "usersTotal": len(project.users),
        "sessionsTotal": len(project.sessions),
        "users": _history(project.users, times, step),
        "sessions": _history(project.sessions, times, step),
    }


def _history(records: Iterable[Record], times: list[int], step: int) -> list[dict[str, Any]]:
    made = sorted(record.created_at for record in records)
    return [{"value": bisect_left(made, at + step), "date": format_time(at)} for at in times]
