"""From a message and a provider to what is handed over (contract: delivery.md, building the outgoing message)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..file_types import known_type
from ..operations.message_data import find_file
from ..outbox.content import Attachment, Content, Email, Push, Sms
from ..providers import KINDS
from ..records import Message, Provider
from ..state.project import Project
from ..state.run import Recipient


class CannotBuild(Exception):
    """The message cannot be put together: the server's worker would crash here. The text says why."""


class CannotHandOver(Exception):
    """The adapter gives up: one error for the whole batch. The text says why, `fault` which rule ordered it."""

    def __init__(self, reason: str, *, fault: str | None = None) -> None:
        self.fault = fault
        super().__init__(reason)


def build(project: Project, message: Message, provider: Provider, copies: Sequence[Recipient]) -> Content:
    """Put together what a provider gets, without recipients; `copies` are those of an e-mail.

    Raises CannotBuild.
    """
    return _BUILDERS[message.provider_type](project, message, provider, copies)


def _email(project: Project, message: Message, provider: Provider, copies: Sequence[Recipient]) -> Email:
    data, options = message.data, provider.options
    cc = tuple([copy.identifier for copy in copies if copy.source == "cc"])
    bcc = tuple([copy.identifier for copy in copies if copy.source == "bcc"])
    if project.rules.cc_crashes and (cc or bcc):
        raise CannotBuild("the library of this release cannot send copies: every cc and bcc needs a name")
    return Email(
        to=(),
        cc=cc,
        bcc=bcc,
        subject=str(data.get("subject", "")),
        content=str(data.get("content", "")),
        html=bool(data.get("html", False)),
        from_name=str(options.get("fromName", "")),
        from_email=str(options.get("fromEmail", "")),
        reply_to_name=str(data.get("replyToName") or options.get("replyToName", "")),
        reply_to_email=str(data.get("replyToEmail") or options.get("replyToEmail", "")),
        attachments=tuple([_attachment(project, item) for item in data.get("attachments") or ()]),
    )


def _attachment(project: Project, item: dict[str, str]) -> Attachment:
    bucket = project.buckets.get(item["bucketId"])
    file = None if bucket is None else find_file(project, item["bucketId"], item["fileId"])
    if file is None or not file.complete:
        raise CannotBuild(f"the attachment {item['bucketId']}:{item['fileId']} does not exist or is not complete")
    return Attachment(name=file.name, mime_type=known_type(file.mime_type), content=file.content)


def _sms(project: Project, message: Message, provider: Provider, copies: Sequence[Recipient]) -> Sms:
    return Sms(to=(), content=str(message.data.get("content", "")), from_=provider.options.get("from"))


def _push(project: Project, message: Message, provider: Provider, copies: Sequence[Recipient]) -> Push:
    data = message.data
    title, body = data.get("title") or None, data.get("body") or None
    if title is None and body is None and data.get("data") is None:
        raise CannotBuild("a push needs a title, a body or data")
    image = data.get("image")
    priority = data.get("priority")
    return Push(
        to=(),
        title=title,
        body=body,
        data=data.get("data"),
        action=data.get("action"),
        image=image.get("url") if isinstance(image, dict) else None,
        icon=data.get("icon"),
        sound=data.get("sound"),
        color=data.get("color"),
        tag=data.get("tag"),
        badge=data.get("badge"),
        content_available=data.get("contentAvailable"),
        critical=data.get("critical"),
        # Only the exact word is high; the parameter takes any letter case.
        priority=None if priority is None else "high" if priority == "high" else "normal",
        channel_id=data.get("channelId"),
    )


_BUILDERS: dict[str, Callable[[Project, Message, Provider, Sequence[Recipient]], Content]] = {
    "email": _email,
    "sms": _sms,
    "push": _push,
}


def check_adapter(project: Project, provider: Provider, content: Content, first: str) -> None:
    """Raise CannotHandOver when the adapter would refuse the batch before sending it; `first` is its first recipient."""
    if not isinstance(content, Email) or not content.attachments:
        return
    adapter = KINDS[provider.kind].adapter
    limit, mail_limit = adapter.attachment_limit, adapter.mail_limit
    size = sum(len(item.content) for item in content.attachments)
    if size > limit:
        raise CannotHandOver(f"the attachments have {size} bytes, {provider.kind} takes {limit}")
    # Base64 makes a third more; only a mail that comes near the limit is put together to be measured.
    if mail_limit is not None and size * 3 // 2 > mail_limit:
        from .outgoing.ses import raw_mail  # heavy (Python's email package)

        whole = len(raw_mail(content, first, project.clock.ms))
        if whole > mail_limit:
            raise CannotHandOver(f"the mail has {whole} bytes with its attachments, {provider.kind} takes {mail_limit}")
    if not KINDS[provider.kind].takes_attachments_in(project.rules):
        raise CannotHandOver(f"{provider.kind} takes no attachments in this release")
