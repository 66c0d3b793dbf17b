"""One message to one person, as the provider was given it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar, overload

from ..moments import to_datetime
from ..names import Suggesting
from ..php.nesting import texts_in
from ..system.visible import one_line
from .mail import MESSAGING, Mail

if TYPE_CHECKING:
    from .content import Attachment
    from .links import Link

T = TypeVar("T")


def _nothing(*, masked: bool = True, links: bool = True) -> list[Any]:
    return []


class Handover(NamedTuple):
    """One hand-over of a batch to a provider.

    `wire` makes what the provider would have received; called with `masked=False`, keys and passwords are in it, with
    `links=False` no secrets of links and no codes. `tries` are the
    times of the tries in milliseconds, `note` says what else there is to know about its deliveries. `named` are
    those whom the To header of an e-mail names; None: each reader alone.
    """

    time: int
    recipients: int
    wire: Callable[..., list[Any]] = _nothing
    tries: tuple[int, ...] = ()
    note: str = ""
    named: tuple[str, ...] | None = None


def delivery_id(number: int) -> str:
    """Return the id of the delivery with a number."""
    return f"d{number}"


def number_of(id: str) -> int:
    """Return the number of the delivery with an id. Raises ValueError for what is none."""
    return int(id.removeprefix("d"))


class Part(Generic[T]):
    """A field of what was sent, read from a delivery's payload; None where the channel has no such field."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, delivery: None, owner: type) -> Self: ...
    @overload
    def __get__(self, delivery: Delivery, owner: type) -> T | None: ...
    def __get__(self, delivery: Delivery | None, owner: type) -> Self | T | None:
        if delivery is None:
            return self
        value: T | None = getattr(delivery.payload, self._name, None)
        return value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Delivery(Suggesting):
    """One mail, SMS or push as one recipient would have got it, or failed to.

    `message_id` is empty for what an account sent. `to` is the address, number or device token; `role` is `to`, `cc` or `bcc`; `provider` the kind (`twilio`).
    `payload` holds what was sent; its fields are readable here (`subject`, `title` …) and None where the channel has no
    such field. `attempts` are the times of the tries in milliseconds, where there was more than one.
    """

    id: str
    number: int
    project_id: str
    message_id: str
    channel: str
    role: str
    to: str
    target_id: str | None
    user_id: str | None
    topic_id: str | None
    provider_id: str
    provider: str
    status: str
    error: str | None
    at: int
    payload: Any = field(repr=False)
    handover: Handover = field(repr=False)
    attempts: tuple[int, ...] = ()
    # The name of the fault rule that decided the outcome.
    fault: str | None = None
    # What an account sent: its secret, link and code. None for a message of Messaging.
    mail: Mail | None = field(default=None, repr=False)

    subject = Part[str]("E-mail: the subject.")
    content = Part[str]("E-mail and SMS: the text or HTML.")
    html = Part[bool]("E-mail: whether the content is HTML.")
    title = Part[str]("Push: the title.")
    body = Part[str]("Push: the text.")
    data = Part[Any]("Push: the data for the app.")
    action = Part[str]("Push: what a tap does.")
    image = Part[str]("Push: the URL of the image.")
    icon = Part[str]("Push: the icon.")
    sound = Part[str]("Push: the sound.")
    color = Part[str]("Push: the colour.")
    tag = Part[str]("Push: the tag that groups notifications.")
    badge = Part[int]("Push: the number on the app's icon.")
    priority = Part[str]("Push: `high` or `normal`.")

    @property
    def time(self) -> datetime:
        """When it was sent, on the project's clock."""
        return to_datetime(self.at)

    @property
    def origin(self) -> str:
        """Where it came from: `messaging`, or what an account sends, such as `recovery`."""
        return self.mail.origin if self.mail is not None else MESSAGING

    @property
    def secret(self) -> str | None:
        """What an account mail gives to its reader: the secret in the link, or the code. None for a message."""
        return (self.mail.secret or None) if self.mail is not None else None

    @property
    def expires(self) -> datetime | None:
        """Until when that secret is good, on the project's clock."""
        ends = self.mail.expires if self.mail is not None else None
        return None if ends is None else to_datetime(ends)

    @property
    def to_name(self) -> str:
        """The name beside the address of an account mail."""
        return self.mail.to_name if self.mail is not None else ""

    @property
    def from_(self) -> str | None:
        """The sender: `Name <address>` of an e-mail, the number of an SMS."""
        if self.channel != "email":
            sender: str | None = getattr(self.payload, "from_", None)
            return sender
        return _mailbox(self.payload.from_name, self.payload.from_email)

    @property
    def reply_to(self) -> str | None:
        """E-mail: `Name <address>` to reply to; None when the provider has none."""
        if self.channel != "email":
            return None
        return _mailbox(self.payload.reply_to_name, self.payload.reply_to_email) or None

    @property
    def named(self) -> tuple[str, ...]:
        """E-mail: whom the To header names as this reader gets it. Nobody where all are blind copies of one mail."""
        for told in (getattr(self.payload, "named", None), self.handover.named):
            if told is not None:
                return tuple(told)
        return (self.to,) if self.role == "to" else ()

    @property
    def copied(self) -> tuple[str, ...]:
        """E-mail: whom the Cc header names; every reader sees it."""
        return tuple(getattr(self.payload, "cc", ()))

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """E-mail: what is attached, each with `name`, `mime_type`, `size` and `content`."""
        return tuple(getattr(self.payload, "attachments", ()))

    @property
    def warnings(self) -> list[str]:
        """What goes better here than in production, in words and each once."""
        return list(dict.fromkeys(file.warning for file in self.attachments if file.warning))

    @property
    def links(self) -> list[Link]:
        """The links a reader can follow, in order: of the text, the HTML's anchors, and a push's action and data.

        Each is a text with `host`, `path` and `query`: `sent.links[0].query["secret"]`.
        """
        from .links import Found, find_links  # loads Python's HTML parser

        html = bool(self.content and self.html)
        texts = [self.content] if self.content else self._texts()
        return Found(find_links(texts, html=html), "link", texts, html=html)

    @property
    def link(self) -> Link:
        """The first link: in an account mail the one it was sent for. IndexError, with what was looked through, when there is
        none."""
        from .links import Link

        return Link(self.mail.link) if self.mail is not None and self.mail.link else self.links[0]

    @property
    def code(self) -> str:
        """The likeliest one-time code: in an account mail the one it was sent for. IndexError, with what was looked through,
        when there is none."""
        return self.mail.code if self.mail is not None and self.mail.code else self.codes[0]

    @property
    def codes(self) -> list[str]:
        """What looks like a one-time code in the subject, title, text or data, most likely first: `sent.codes[0]`."""
        from .links import Found, find_codes

        html, content, others = bool(self.html), self.content or "", self._texts()
        found = dict.fromkeys([*find_codes((content,), html=html), *find_codes(others)])
        return Found(found, "code", (*others, content), html=html)

    def _texts(self) -> list[str]:
        """Return the texts beside an e-mail's or SMS's content."""
        texts = [self.subject, self.title, self.body, self.action]
        return [text for text in texts if text] + [*texts_in(self.data)]

    def wire(self, *, masked: bool = True) -> list[Any]:
        """Return what the provider would have received for the batch of this delivery, in order, each try anew.

        `masked` hides keys and passwords.
        """
        return self.handover.wire(masked=masked)

    def __str__(self) -> str:
        what = self.subject if self.channel == "email" else self.content or self.title or self.body
        text = " ".join((what or "").split())
        shown = text if len(text) <= 60 else text[:59] + "…"
        role = "" if self.role == "to" else f" ({self.role})"
        end = f" – failed: {self.error}" if self.status == "failed" else ""
        return one_line(f"{self.channel:<5} to {self.to}{role} via {self.provider}: {shown!r}{end}")

    def __repr__(self) -> str:
        return f"<Delivery {self}>"


def _mailbox(name: str | None, address: str | None) -> str:
    return f"{name} <{address}>" if name and address else address or ""
