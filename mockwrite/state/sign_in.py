"""How people sign in to one project: what its console would hold (contract: account-mails.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

# The ways to sign in that a project can switch off (account-mails.md §6).
METHODS = ("email-password", "magic-url", "email-otp", "anonymous", "invites", "jwt", "phone")


class Sender(NamedTuple):
    """Who account mails come from. The defaults are those of a server that was told nothing."""

    name: str = "Appwrite"
    email: str = "noreply@appwrite.io"
    reply_to_name: str = "Appwrite"
    reply_to_email: str = "noreply@appwrite.io"


class Template(NamedTuple):
    """A text of one's own for account mails of one kind and language; `{{user}}`, `{{redirect}}` … are filled in."""

    subject: str
    message: str
    sender_name: str = ""
    sender_email: str = ""
    reply_to: str = ""


class Person(NamedTuple):
    """Somebody at another service; without a provider, at any. `refuses`: nobody signs in there."""

    email: str
    name: str = ""
    provider: str = ""
    uid: str = ""
    refuses: bool = False


class SignIn(NamedTuple):
    """Never changed in place: a project gets a new one (`_replace`), so snapshots need not copy it.

    `mock_numbers` are phone numbers with their fixed codes; `switched_off` of METHODS; `any_url` lets links lead anywhere;
    `sender` and `templates` (by kind and language) are the project's own; `people` can be chosen when somebody signs in through another service, `signs_in` does so without being asked.
    """

    mock_numbers: Mapping[str, str] = {}
    switched_off: frozenset[str] = frozenset()
    session_alerts: bool = False
    any_url: bool = False
    locale: str = "en"
    dev_keys: frozenset[str] = frozenset()
    sender: Sender | None = None
    templates: Mapping[tuple[str, str], Template] = {}
    people: tuple[Person, ...] = ()
    signs_in: Person | None = None


DEFAULT = SignIn()


def changed(before: SignIn, values: Mapping[str, Any]) -> SignIn:
    """Return a project's rules with other values, by their names.

    Raises ValueError saying which value cannot be used, and TypeError for a name that does not exist.
    """
    unknown = sorted(set(values) - set(SignIn._fields))
    if unknown:
        raise TypeError(f"signing in has no {', '.join(unknown)}; it has {', '.join(SignIn._fields)}")
    off = frozenset(values.get("switched_off", before.switched_off))
    if wrong := sorted(off - set(METHODS)):
        raise ValueError(f"{', '.join(wrong)} is no way to sign in; these can be switched off: {', '.join(METHODS)}")
    numbers = dict(values.get("mock_numbers", before.mock_numbers))
    for number, code in numbers.items():
        if not (str(code).isdecimal() and len(str(code)) == 6):
            raise ValueError(f"the code of the mock number {number} has six figures, got {code!r}")
    return before._replace(**{**values, "switched_off": off, "mock_numbers": numbers})
