"""The failures a provider can answer with, by name (contract: delivery.md, appendix, rows "Judge").

A row says what each adapter would report for it. The texts are the providers' manner of speaking, not recordings.
What happens next follows from them: a text with one of the `RETRYABLE_WORDS` is tried again, and the sentinel of a dead
device token marks the target as expired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...faults.fields import FailureName
from ...providers import KINDS
from .reading import EXPIRED_TOKEN, NO_RESULT, READERS, TRANSPORT, UNKNOWN_ERROR, AdapterStops, ProviderAnswer

RETRYABLE_WORDS = (
    "throttl",
    "rate exceeded",
    "rate limit",
    "too many requests",
    "429",
    "quota",
    "service unavailable",
    "503",
    "timed out",
    "timeout",
    "temporarily",
)


def is_retryable(error: str) -> bool:
    """Tell whether a batch that failed with this text is tried again (1.9.5 on)."""
    text = error.lower()
    return any(word in text for word in RETRYABLE_WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A kind of failure. `errors` holds the texts of the providers that have it.

    `whole_batch`: it concerns the account or the service, so every recipient of the batch fails whatever the adapter
    judges by. `throws`: the kinds whose adapter stops with an exception, which is one error for the batch without a recipient.
    `refuses_recipient`: an SMTP server refuses this recipient only, and takes the mail for the others.
    """

    name: FailureName
    meaning: str
    errors: Mapping[str, str]
    whole_batch: bool = False
    throws: frozenset[str] = frozenset()
    refuses_recipient: bool = False

    @property
    def channels(self) -> frozenset[str]:
        """The channels in which it exists."""
        return frozenset(KINDS[kind].type for kind in self.errors)

    def error(self, kind: str) -> str:
        """Return what the adapter of a provider kind reports; `NO_RESULT` when it reports nothing.

        Raises KeyError when it cannot fail so.
        """
        return self.errors[kind]

    def expires_target(self, kind: str) -> bool:
        """Tell whether it marks the target as expired: only some adapters report dead tokens."""
        return KINDS[kind].adapter.reports_dead_tokens and self.error(kind) == EXPIRED_TOKEN

    def retryable(self, kind: str) -> bool:
        """Tell whether it is tried again under a provider kind."""
        return kind not in self.throws and is_retryable(self.error(kind))


def failure(name: str, kind: str) -> Failure:
    """Return the failure of this name if a provider kind can fail so.

    Raises ValueError with the names that exist for the channel of this kind.
    """
    found = FAILURES.get(name)
    if found is not None and kind in found.errors:
        return found
    channel = KINDS[kind].type
    known = ", ".join(names_for(kind))
    raise ValueError(f"a {channel} provider {kind} cannot fail with {name!r}; it can with: {known}")


def names_for(kind: str) -> list[str]:
    """Return the names of the failures of a provider kind."""
    return [name for name, row in FAILURES.items() if kind in row.errors]


def _every(channels: tuple[str, ...] = ("email", "sms", "push"), **texts: str) -> dict[str, str]:
    """The texts of all kinds of some channels, the unknown error where none is given.

    Msg91 never has one: its adapter reads no reason from any answer, so nothing under it is tried again.
    """
    return {kind: texts.get(kind, UNKNOWN_ERROR) for kind, row in KINDS.items() if row.type in channels}


def _answered(name: FailureName, meaning: str, answer: ProviderAnswer, **texts: str) -> Failure:
    """A failure of the whole service: what each adapter makes of one and the same answer, or of its absence.

    `texts` are those of SMTP, which has no such answers.
    """
    errors: dict[str, str] = dict(texts)
    throws: set[str] = set()
    for kind, reader in READERS.items():
        try:
            errors[kind] = reader.error(answer) or ""
        except AdapterStops as stop:
            errors[kind] = str(stop)
            throws.add(kind)
    return Failure(name=name, meaning=meaning, errors=errors, whole_batch=True, throws=frozenset(throws))


# An APNs reason is one word (TooManyRequests), so it holds none of the retryable ones; FCM says that the service is
# "currently unavailable", which is none either. Both are tried once, as by the real server.
_ROWS = (
    Failure(
        name="invalid_recipient",
        meaning="the address, number or token is not one",
        refuses_recipient=True,
        errors=_every(
            mailgun="'to' parameter is not a valid address",
            sendgrid="Does not contain a valid address.",
            resend="Invalid `to` field: an e-mail address is expected.",
            ses="Invalid recipient address",
            smtp="SMTP Error: the recipients were refused: 501 5.1.3 Bad recipient address syntax",
            twilio="The 'To' number is not a valid phone number.",
            telesign="The phone number is not valid.",
            textmagic="Phone number is not valid",
            vonage="Invalid 'to' address",
            fcm="The registration token is not a valid FCM registration token",
            # Apple calls it a BadDeviceToken, which the adapter takes for a dead one.
            apns=EXPIRED_TOKEN,
            appwrite="The device is not known.",
        ),
    ),
    Failure(
        name="bounced",
        meaning="the mailbox does not exist or has bounced before",
        refuses_recipient=True,
        errors=_every(
            ("email",),
            mailgun="The recipient is on the list of addresses that bounced",
            sendgrid="The address is on the bounce list.",
            resend="The recipient is on the suppression list because of a bounce.",
            ses="Address is on the suppression list",
            smtp="SMTP Error: the recipients were refused: 550 5.1.1 Mailbox does not exist",
        ),
    ),
    Failure(
        name="rejected",
        meaning="the provider refuses this message for this recipient",
        errors=_every(
            mailgun="The message was rejected by the sending policy",
            sendgrid="The from address does not match a verified sender identity.",
            resend="The domain of the sender is not verified.",
            ses="Email address is not verified.",
            smtp="SMTP Error: data not accepted: 550 5.7.1 Message rejected by policy",
            twilio="Attempt to send to a recipient who has unsubscribed",
            telesign="The phone number is blocked.",
            textmagic="The recipient has opted out",
            vonage="Number barred",
            fcm="SenderId mismatch",
            apns="PayloadTooLarge",
            appwrite="The notification was refused.",
        ),
    ),
    Failure(
        name="throttled",
        meaning="too many messages in too short a time",
        errors=_every(
            mailgun="Too many requests",
            sendgrid="too many requests",
            resend="Too many requests: slow down and try again.",
            ses="Maximum sending rate exceeded.",
            smtp="SMTP Error: data not accepted: 451 4.7.1 Temporarily deferred, too many messages",
            twilio="Too Many Requests",
            telesign="Rate limit reached for this account.",
            textmagic="Too many requests",
            vonage="Throughput Rate Exceeded - wait and try again",
            fcm="Quota exceeded for message sending per minute.",
            apns="TooManyRequests",
            appwrite="Too many requests",
        ),
    ),
    Failure(
        name="expired_token",
        meaning="the device token is gone; the target is marked as expired",
        errors=_every(("push",), fcm=EXPIRED_TOKEN, apns=EXPIRED_TOKEN, appwrite=EXPIRED_TOKEN),
    ),
    Failure(
        name="provider_down",
        meaning="the provider answers 503 or refuses the connection",
        whole_batch=True,
        errors=_every(
            # Its adapter reports about recipients for 2xx and 4xx only.
            mailgun=NO_RESULT,
            sendgrid="Service Unavailable",
            resend="Service Unavailable",
            ses="Service Unavailable",
            smtp="SMTP Error: could not connect to the SMTP host. Connection refused",
            twilio="Service Unavailable",
            telesign="Service Unavailable",
            textmagic="Service Unavailable",
            fcm="The service is currently unavailable.",
            apns="ServiceUnavailable",
            appwrite="Service Unavailable",
        ),
    ),
    _answered(
        "timeout",
        "the provider does not answer within 30 seconds",
        ProviderAnswer(transport=TRANSPORT["hang"]),
        smtp="SMTP Error: could not connect to the SMTP host. Connection timed out",
    ),
    Failure(
        name="unauthorized",
        meaning="the provider refuses the credentials",
        whole_batch=True,
        errors=_every(
            mailgun="Forbidden",
            sendgrid="The provided authorization grant is invalid, expired, or revoked",
            resend="API key is invalid",
            ses="The security token included in the request is invalid.",
            smtp="SMTP Error: could not authenticate.",
            twilio="Authenticate",
            telesign="Invalid authorization.",
            textmagic="The username or the API key is wrong",
            vonage="Bad Credentials",
            fcm="Request had invalid authentication credentials. Expected OAuth 2 access token.",
            apns="InvalidProviderToken",
            appwrite="Not authorized",
        ),
    ),
    Failure(
        name="quota",
        meaning="the account has used up what it may send, or its credit",
        whole_batch=True,
        errors=_every(
            mailgun="The account has reached its sending quota",
            sendgrid="Maximum credits exceeded",
            resend="You have reached your daily email sending quota.",
            ses="Daily message quota exceeded.",
            smtp="SMTP Error: data not accepted: 550 5.4.5 Daily sending quota exceeded",
            twilio="The account has exceeded its daily messages limit",
            telesign="Insufficient funds.",
            textmagic="The balance is too low",
            vonage="Quota Exceeded - rejected",
            fcm="Quota exceeded for the project.",
            apns="TooManyProviderTokenUpdates",
            appwrite="The quota of the project is used up.",
        ),
    ),
    _answered(
        "server_error",
        "the provider answers 500 without a reason",
        ProviderAnswer(500, ""),
        smtp="SMTP Error: data not accepted: 554 5.3.0 Internal error",
    ),
    # SMTP always says something.
    replace(
        _answered("unexplained", "the provider refuses the request and gives no reason", ProviderAnswer(400, "{}")),
        whole_batch=False,
    ),
    Failure(
        name="adapter_exception",
        meaning="the adapter stops with an exception: one error for the batch, no recipient named",
        whole_batch=True,
        throws=frozenset(KINDS),
        errors=dict.fromkeys(KINDS, "The adapter stopped with an exception.")
        | {"ses": "The template could not be created."},
    ),
)

FAILURES: Mapping[str, Failure] = {row.name: row for row in _ROWS}
