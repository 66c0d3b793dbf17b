"""What a message says: the input of every adapter (contract: delivery.md, "Building the outgoing message").

`to` is one batch of addresses, numbers or tokens as it is handed to the provider. None means that the field is unset.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from .masking import mask


class Attachment(NamedTuple):
    """A file of an e-mail. `mime_type` is the one it is sent with; `warning` says what becomes of the file in production, where
    that is something else."""

    name: str
    mime_type: str
    content: bytes
    warning: str = ""

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.content)


class Email(NamedTuple):
    """An e-mail; `html` tells what `content` is. An empty reply-to is what a provider without one really sends."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    content: str = ""
    html: bool = False
    from_name: str = ""
    from_email: str = ""
    reply_to_name: str = ""
    reply_to_email: str = ""
    attachments: tuple[Attachment, ...] = ()
    # Whom the To header of the mail names, where that is not told for the whole batch.
    named: tuple[str, ...] | None = None


class Sms(NamedTuple):
    """An SMS; `from_` is None where the provider has no sender option (msg91)."""

    to: tuple[str, ...]
    content: str = ""
    from_: str | None = None


class Push(NamedTuple):
    """A push notification; `image` is the URL, `priority` is `high` or `normal`."""

    to: tuple[str, ...]
    title: str | None = None
    body: str | None = None
    data: object | None = None
    action: str | None = None
    image: str | None = None
    icon: str | None = None
    sound: str | None = None
    color: str | None = None
    tag: str | None = None
    badge: int | None = None
    content_available: bool | None = None
    critical: bool | None = None
    priority: str | None = None
    channel_id: str | None = None


Content: TypeAlias = Email | Sms | Push


def masked_texts(content: Content, *secrets: str) -> dict[str, Any]:
    """Return the fields of what a message says as files keep them: links without their secrets, and without these secrets."""
    said = {name: value for name, value in content._asdict().items() if isinstance(value, str | dict | list)}
    masked: dict[str, Any] = mask(said, *secrets)
    return masked
