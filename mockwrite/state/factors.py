"""What a user proves with that it is him, beside a password: second factors, and who he is at other services.

Loaded by the first call that makes one.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..records import Record


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class Challenge(Record):
    """A second factor that was asked for. `code` is the one that was sent; empty when the user has it already."""

    user_id: str
    user_sequence: int
    factor: str
    code: str
    expire: int


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class Authenticator(Record):
    """An app that makes codes from a shared secret; it counts once it is verified."""

    user_id: str
    user_sequence: int
    secret: str
    verified: bool = False


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class Identity(Record):
    """Who a user is at another service."""

    user_id: str
    user_sequence: int
    provider: str
    provider_uid: str
    provider_email: str
    provider_access_token_expiry: int | None = None

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (queries.md §7)."""
        return f"{self.id} {self.user_id} {self.provider} {self.provider_uid} {self.provider_email}"
