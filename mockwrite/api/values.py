"""What things are made with, by the names in Python, for editors and type checkers.

The endpoint table decides which of them there are; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from ..records import Target


class Profile(TypedDict, total=False):
    """A user, beside its addresses."""

    id: str
    name: str | None
    password: str | None
    labels: Iterable[str]


class MessageContent(TypedDict, total=False):
    """A message of any type, beside its recipients; which of these a type has is in the endpoint table."""

    id: str
    draft: bool
    scheduled_at: datetime | str | None
    subject: str
    content: str
    html: bool
    cc: Iterable[Target | str]
    bcc: Iterable[Target | str]
    attachments: Any
    emails: Iterable[str]
    reply_to_email: str
    reply_to_name: str
    title: str
    body: str
    data: Mapping[str, Any] | None
    action: str
    image: str
    icon: str
    sound: str
    color: str
    tag: str
    badge: int
    content_available: bool
    critical: bool
    priority: str
    channel_id: str


class TableOptions(TypedDict, total=False):
    """A collection, beside what it holds."""

    name: str | None
    permissions: Iterable[str]
    document_security: bool
