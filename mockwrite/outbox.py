"""What would have been sent: immutable `Delivery` records and the `Outbox` that a test, a command or a page reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, overload

from .clock import to_datetime
from .matching import check_names, differences

CHANNELS = ("email", "sms", "push")


class OutboxError(AssertionError):
    """An expectation about the outbox that does not hold; the text shows what was captured instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One hand-over of a batch to a provider. `wire` makes what the provider would have received."""

    time: int
    recipients: int
    wire: Callable[[], list[Any]] = list


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Delivery:
    """One mail, SMS or push as one recipient would have got it, or failed to.

    `to` is the address, number or device token; `role` is `to`, `cc` or `bcc`; `provider` the kind (`twilio`).
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

    @property
    def time(self) -> datetime:
        """When it was sent, on the project's clock."""
        return to_datetime(self.at)

    def _part(self, name: str) -> Any:
        return getattr(self.payload, name, None)

    @property
    def subject(self) -> str | None:
        """E-mail: the subject."""
        subject: str | None = self._part("subject")
        return subject

    @property
    def content(self) -> str | None:
        """E-mail and SMS: the text or HTML."""
        content: str | None = self._part("content")
        return content

    @property
    def html(self) -> bool | None:
        """E-mail: whether the content is HTML."""
        html: bool | None = self._part("html")
        return html

    @property
    def from_(self) -> str | None:
        """The sender: `Name <address>` of an e-mail, the number of an SMS."""
        if self.channel != "email":
            sender: str | None = self._part("from_")
            return sender
        return _mailbox(self._part("from_name"), self._part("from_email"))

    @property
    def reply_to(self) -> str | None:
        """E-mail: `Name <address>` to reply to; None when the provider has none."""
        return _mailbox(self._part("reply_to_name"), self._part("reply_to_email")) or None

    @property
    def attachments(self) -> tuple[Any, ...]:
        """E-mail: what is attached, each with `name`, `mime_type`, `size` and `content`."""
        return tuple(self._part("attachments") or ())

    @property
    def title(self) -> str | None:
        """Push: the title."""
        title: str | None = self._part("title")
        return title

    @property
    def body(self) -> str | None:
        """Push: the text."""
        body: str | None = self._part("body")
        return body

    @property
    def data(self) -> Any:
        """Push: the data for the app."""
        return self._part("data")

    @property
    def action(self) -> str | None:
        """Push: what a tap does."""
        action: str | None = self._part("action")
        return action

    @property
    def image(self) -> str | None:
        """Push: the URL of the image."""
        image: str | None = self._part("image")
        return image

    @property
    def icon(self) -> str | None:
        """Push: the icon."""
        icon: str | None = self._part("icon")
        return icon

    @property
    def sound(self) -> str | None:
        """Push: the sound."""
        sound: str | None = self._part("sound")
        return sound

    @property
    def color(self) -> str | None:
        """Push: the colour."""
        color: str | None = self._part("color")
        return color

    @property
    def tag(self) -> str | None:
        """Push: the tag that groups notifications."""
        tag: str | None = self._part("tag")
        return tag

    @property
    def badge(self) -> int | None:
        """Push: the number on the app's icon."""
        badge: int | None = self._part("badge")
        return badge

    @property
    def priority(self) -> str | None:
        """Push: `high` or `normal`."""
        priority: str | None = self._part("priority")
        return priority

    def wire(self) -> list[Any]:
        """Return what the provider would have received for the batch of this delivery, secrets masked."""
        return self.handover.wire()

    def __str__(self) -> str:
        what = self.subject if self.channel == "email" else self.content if self.channel == "sms" else self.title or self.body
        text = " ".join((what or "").split())
        shown = text if len(text) <= 60 else text[:59] + "…"
        role = "" if self.role == "to" else f" ({self.role})"
        end = f" – failed: {self.error}" if self.status == "failed" else ""
        return f"{self.channel:<5} to {self.to}{role} via {self.provider}: {shown!r}{end}"

    def __repr__(self) -> str:
        return f"<Delivery {self}>"


FIELDS = (
    "id", "project_id", "message_id", "channel", "role", "to", "target_id", "user_id", "topic_id", "provider_id", "provider",
    "status", "error", "time", "subject", "content", "html", "from_", "reply_to", "attachments", "title", "body", "data",
    "action", "image", "icon", "sound", "color", "tag", "badge", "priority",
)  # fmt: skip


def _mailbox(name: str | None, address: str | None) -> str:
    return f"{name} <{address}>" if name and address else address or ""


class Deliveries(Sequence[Delivery]):
    """Some deliveries, in the order in which they were made."""

    def __init__(self, records: Iterable[Delivery], situation: Callable[[], list[str]] = list) -> None:
        self._records = tuple(records)
        self._situation = situation

    def _shown(self) -> Sequence[Delivery]:
        return self._records

    def _all(self) -> Sequence[Delivery]:
        return self._records

    def __len__(self) -> int:
        return len(self._shown())

    @overload
    def __getitem__(self, index: int) -> Delivery: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Delivery]: ...
    def __getitem__(self, index: int | slice) -> Delivery | Sequence[Delivery]:
        return self._shown()[index]

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self._shown())

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.table()}>"

    def where(self, **match: Any) -> Deliveries:
        """Return the deliveries that match: `where(channel="sms", to=re.compile("^\\+49"))`.

        A field can be a value, a compiled pattern, a callable, or any object with its own equality. What failed is
        left out unless the match names a `status`. Raises TypeError for a field that deliveries do not have.
        """
        check_names(match, FIELDS)
        records = self._all() if "status" in match else self._shown()
        return Deliveries(
            (record for record in records if not differences(match, record.__getattribute__)), self._situation
        )

    def one(self, **match: Any) -> Delivery:
        """Return the only delivery that matches; raises OutboxError when there is none or more than one."""
        found = self.where(**match)
        if len(found) == 1:
            return found[0]
        raise OutboxError(self._complaint("exactly one delivery", match, found))

    def table(self) -> str:
        """Write the deliveries one a line, those that failed too."""
        records = self._all()
        if not records:
            return "nothing was captured"
        lines = [f"  {number}. {record}" for number, record in enumerate(records[:20], 1)]
        if len(records) > 20:
            lines.append(f"  … and {len(records) - 20} more")
        return "\n".join([f"{len(records)} captured", *lines])

    def _complaint(self, wanted: str, match: dict[str, Any], found: Sequence[Delivery]) -> str:
        described = ", ".join(f"{name}={value!r}" for name, value in match.items()) or "any"
        lines = [f"expected {wanted} with {described}, found {len(found)}", f"outbox: {self.table()}"]
        lines += self._situation()
        return "\n".join(lines)


class Outbox(Deliveries):
    """Everything one project has sent. It keeps the final outcome of every attempt.

    `len`, truth, iteration, indexing, `one` and `where` see what was sent, unless a match names a `status`; `failed` has
    the rest. An empty outbox is false.
    """

    def __init__(self, changed: threading.Condition, situation: Callable[[], list[str]]) -> None:
        super().__init__((), situation)
        self._every: list[Delivery] = []
        self._sent: list[Delivery] = []
        self._last = 0
        self._changed = changed
        self.listeners: list[Callable[[Delivery], None]] = []

    def _shown(self) -> Sequence[Delivery]:
        with self._changed:
            return tuple(self._sent)

    def _all(self) -> Sequence[Delivery]:
        with self._changed:
            return tuple(self._every)

    def __len__(self) -> int:
        with self._changed:
            return len(self._sent)

    @property
    def failed(self) -> Deliveries:
        """The deliveries that failed."""
        return Deliveries((record for record in self._all() if record.status == "failed"), self._situation)

    @property
    def all(self) -> Deliveries:
        """All deliveries, sent and failed."""
        return Deliveries(self._all(), self._situation)

    def next_number(self) -> int:
        """Draw the number of the next delivery."""
        self._last += 1
        return self._last

    @property
    def next_delivery(self) -> int:
        """How many deliveries there are, to be handed to `ids_since` later."""
        return len(self._every)

    def ids_since(self, position: int) -> list[str]:
        """Return the ids of the deliveries made since `next_delivery` was read."""
        return [record.id for record in self._every[position:]] if len(self._every) > position else []

    def add(self, record: Delivery) -> None:
        """Keep a delivery and wake whoever waits."""
        with self._changed:
            self._every.append(record)
            if record.status == "sent":
                self._sent.append(record)
            self._changed.notify_all()
        for listener in self.listeners:
            listener(record)

    def wait_for(self, *, count: int = 1, timeout: float = 5.0, **match: Any) -> Deliveries:
        """Wait until `count` deliveries match, at most `timeout` seconds of real time; return them.

        Raises OutboxError, with what was captured, when the time is over.
        """
        check_names(match, FIELDS)
        found: list[Deliveries] = []

        def enough() -> bool:
            found[:] = [self.where(**match)]
            return len(found[0]) >= count

        with self._changed:
            if self._changed.wait_for(enough, timeout):
                return found[0]
        raise OutboxError(self._complaint(f"{count} within {timeout} s", match, found[0]))

    def clear(self, **match: Any) -> int:
        """Forget the deliveries that match (all without a match); return how many."""
        check_names(match, FIELDS)
        with self._changed:
            gone = {record.id for record in self._every if not differences(match, record.__getattribute__)}
            self._every = [record for record in self._every if record.id not in gone]
            self._sent = [record for record in self._sent if record.id not in gone]
            return len(gone)

    def state(self) -> tuple[int, list[Delivery]]:
        """Return what `restore` needs."""
        return self._last, list(self._every)

    def restore(self, state: tuple[int, list[Delivery]]) -> None:
        """Bring back a saved state."""
        with self._changed:
            self._last, every = state
            self._every = list(every)
            self._sent = [record for record in every if record.status == "sent"]
