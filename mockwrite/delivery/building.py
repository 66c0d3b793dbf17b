"""From a message and a provider to what is handed over (contract: delivery.md, building the outgoing message)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..file_types import known_type
from ..operations.message_data import find_file
from ..operations.uploads import on_disk, stored_as
from ..outbox.content import Attachment, Content, Email, Push, Sms
from ..providers import KINDS
from ..records import Message, Provider
from ..state.project import Project
from ..state.run import Recipient
from .keys import is_private_key
from .outgoing.receivers import known


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
    type = KINDS[provider.kind].type
    if not project.exact:
        # A provider of another type gets nothing that it can read; here it refuses the message (see the deviations).
        return _BUILDERS[message.provider_type](project, message, provider, copies)
    if type == "email" and provider.options.get("encryption") not in (None, "", "ssl", "tls"):
        raise CannotBuild(
            f"the mailer does not know the encryption {provider.options['encryption']!r}, only ssl and tls"
        )
    needed = [name for name in _NEEDED[type] if name not in message.data]
    if needed:
        raise CannotBuild(f"{provider.kind} sends {type}, and the message has no {' and no '.join(needed)}")
    return _BUILDERS[type](project, message, provider, copies)


# What the adapters of a type cannot do without. What a push needs is checked when it is built.
_NEEDED: Mapping[str, tuple[str, ...]] = {"email": ("subject", "content"), "sms": ("content",), "push": ()}


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
    content, warning = file.content, ""
    if stored := stored_as(file):
        if project.exact:
            content = on_disk(file)
        else:
            warning = (
                f"the attachment {file.name} ({file.reference}): in production up to {_STORED_UNTIL} it arrives {stored} as it is "
                f"stored; turn {_REMEDIES[stored]} off for the bucket {file.bucket_id}"
            )
    return Attachment(name=file.name, mime_type=known_type(file.mime_type), content=content, warning=warning)


# The last release that sends attachments as they lie on its disk (corrections.md, 41).
_STORED_UNTIL = "1.9.6"
_REMEDIES = {"encrypted": "encryption", "compressed": "compression"}


def _sms(project: Project, message: Message, provider: Provider, copies: Sequence[Recipient]) -> Sms:
    return Sms(to=(), content=str(message.data.get("content", "")), from_=provider.options.get("from"))


def _push(project: Project, message: Message, provider: Provider, copies: Sequence[Recipient]) -> Push:
    data = message.data
    title, body = data.get("title") or None, data.get("body") or None
    if title is None and body is None and data.get("data") is None:
        raise CannotBuild("a push needs a title, a body or data")
    custom = data.get("data")
    if isinstance(custom, dict) and "$id" in custom:
        # The server's database takes such a map for a document, which the push cannot carry (captured).
        raise CannotBuild('the data of a push has the key "$id"')
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
    adapter = KINDS[provider.kind].adapter
    # By default any text passes for a key: tests seldom have real ones.
    if adapter.key is not None and project.exact:
        stored = provider.credentials.get(adapter.key.credential)
        key = stored.get(adapter.key.name) if isinstance(stored, dict) else stored
        if not is_private_key(key, elliptic=adapter.key.elliptic):
            raise CannotHandOver(f"the {adapter.key.credential} of {provider.kind} holds no private key to sign with")
    if isinstance(content, Email) and content.attachments:
        _check_files(project, provider, content, first)


def _check_files(project: Project, provider: Provider, email: Email, first: str) -> None:
    adapter = KINDS[provider.kind].adapter
    limit, mail_limit = adapter.attachment_limit, adapter.mail_limit
    size = sum(len(item.content) for item in email.attachments)
    if size > limit:
        raise CannotHandOver(f"the attachments have {size} bytes, {provider.kind} takes {limit}")
    if adapter.mailer_throws_with_files:
        for what, address in (("sender", email.from_email), ("reply-to address", email.reply_to_email)):
            if not known(address):
                raise CannotHandOver(
                    f"{provider.kind} sends attachments only with a {what} that is an address, and it is {address!r}"
                )
        if email.content == "0":
            raise CannotHandOver("the body of the mail is empty")
    # Base64 makes a third more; only a mail that comes near the limit is put together to be measured.
    if mail_limit is not None and size * 3 // 2 > mail_limit:
        from .outgoing.ses import raw_mail  # only for such a mail

        whole = len(raw_mail(email, first, project.clock.ms))
        if whole > mail_limit:
            raise CannotHandOver(f"the mail has {whole} bytes with its attachments, {provider.kind} takes {mail_limit}")
    if not KINDS[provider.kind].takes_attachments_in(project.rules):
        raise CannotHandOver(f"{provider.kind} takes no attachments in this release")
