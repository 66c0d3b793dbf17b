"""How people sign in to one project: what its console would hold (contract: account-mails.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import AppwriteError

# The ways to sign in that a project can switch off (account-mails.md §6).
METHODS = ("email-password", "magic-url", "email-otp", "anonymous", "invites", "jwt", "phone")

# What account mails and codes go out by, with the error of a server that was not told of an SMTP host or an SMS provider (account-mails.md
# §4 and §11, by reading).
CHANNELS: Mapping[str, str] = {"email": "general_smtp_disabled", "sms": "general_phone_disabled"}
# How many of the latest passwords a project can forbid.
LONGEST_HISTORY = 20


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
    `disabled_channels` of CHANNELS; `password_history` is how many of the latest passwords may not come again, 0 for none;
    `sender` and `templates` (by kind and language) are the project's own; `people` can be chosen when somebody signs in through another service, `signs_in` does so without being asked.
    """

    mock_numbers: Mapping[str, str] = {}
    switched_off: frozenset[str] = frozenset()
    session_alerts: bool = False
    any_url: bool = False
    disabled_channels: frozenset[str] = frozenset()
    password_history: int = 0
    locale: str = "en"
    dev_keys: frozenset[str] = frozenset()
    sender: Sender | None = None
    templates: Mapping[tuple[str, str], Template] = {}
    people: tuple[Person, ...] = ()
    signs_in: Person | None = None

    def require_channel(self, channel: str) -> None:
        """Refuse to send where the server has nothing to send by: 503 `general_smtp_disabled` or `general_phone_disabled`."""
        if channel in self.disabled_channels:
            raise AppwriteError(CHANNELS[channel])


DEFAULT = SignIn()


def changed(before: SignIn, values: Mapping[str, Any]) -> SignIn:
    """Return a project's rules with other values, by their names.

    Raises ValueError saying which value cannot be used, and TypeError for a name that does not exist.
    """
    unknown = sorted(set(values) - set(SignIn._fields))
    if unknown:
        raise TypeError(f"signing in has no {', '.join(unknown)}; it has {', '.join(SignIn._fields)}")
    strangers = [row for row in values.get("people", ()) if not isinstance(row, Person)]
    if strangers:
        raise ValueError(
            f"people are of the class Person (mockwrite.state.sign_in), got {strangers[0]!r}; oauth.ask(…) takes addresses"
        )
    off = frozenset(values.get("switched_off", before.switched_off))
    if wrong := sorted(off - set(METHODS)):
        raise ValueError(f"{', '.join(wrong)} is no way to sign in; these can be switched off: {', '.join(METHODS)}")
    disabled = frozenset(values.get("disabled_channels", before.disabled_channels))
    if wrong := sorted(disabled - CHANNELS.keys()):
        raise ValueError(
            f"{', '.join(wrong)} is no channel of account mails; these can be disabled: {', '.join(CHANNELS)}"
        )
    history = values.get("password_history", before.password_history)
    if not 0 <= history <= LONGEST_HISTORY:
        raise ValueError(f"password_history is a number of passwords from 0 (none) to {LONGEST_HISTORY}, got {history}")
    numbers = dict(values.get("mock_numbers", before.mock_numbers))
    for number, code in numbers.items():
        if not (str(code).isdecimal() and len(str(code)) == 6):
            raise ValueError(f"the code of the mock number {number} has six figures, got {code!r}")
    return before._replace(**{**values, "switched_off": off, "disabled_channels": disabled, "mock_numbers": numbers})
