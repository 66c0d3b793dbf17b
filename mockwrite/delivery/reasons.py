"""Why somebody was sent a message or left out: each reason by name, in words for people who do not know the code."""

from __future__ import annotations

from typing import NamedTuple

from ..moments import to_datetime

SENT, FAILED, WAITING, LEFT_OUT = "sent", "failed", "waiting", "left out"


class Reason(NamedTuple):
    """A reason: its name, what became of the recipient, and a text with places for facts."""

    name: str
    outcome: str
    text: str


_ROWS = (
    # The message was handed over.
    Reason("sent", SENT, "Sent on {time} through {provider}."),
    Reason(
        "sent_by_fallback",
        SENT,
        "Sent on {time} through {provider}, the default provider, because the provider of this target, {own}, {own_state}.",
    ),
    Reason("refused", FAILED, "{provider} refused it: {error}"),
    Reason("fault", FAILED, 'The fault rule "{fault}" made it fail. {provider} reported: {error}'),
    Reason("limit", FAILED, "{provider} never takes this: {limit}. It reported: {error}"),
    Reason(
        "dead_token",
        FAILED,
        "{provider} reported that this device token is dead: the app was removed or the token replaced. The target is now "
        "marked as expired.",
    ),
    # The message was sent without this one.
    Reason("wrong_channel", LEFT_OUT, "This target is {target_type}, and the message is {message_type}."),
    Reason("no_target", LEFT_OUT, "This user has no {target_word}.{others}"),
    Reason(
        "duplicate", LEFT_OUT, "The same {target_word} was reached already {first}, and each one is served once there."
    ),
    Reason("unsubscribed", LEFT_OUT, 'Unsubscribed from the topic "{topic}" on {time}.'),
    Reason(
        "maintained",
        LEFT_OUT,
        "The target was marked as expired, since a provider had reported its device token as dead, and the daily maintenance removed "
        'it with its subscription to the topic "{topic}" on {time}.',
    ),
    Reason("subscribed_later", LEFT_OUT, 'Subscribed to the topic "{topic}" on {time}, after the message was sent.'),
    Reason("target_later", LEFT_OUT, "This target was added on {time}, after the message was sent."),
    Reason("unknown_topic", LEFT_OUT, 'There is no topic "{id}".'),
    Reason("unknown_user", LEFT_OUT, 'There is no user "{id}".'),
    Reason("unknown_target", LEFT_OUT, 'There is no target "{id}".'),
    Reason("copy_of_nothing", LEFT_OUT, "No mail was sent that this could be a copy of."),
    Reason(
        "not_addressed", LEFT_OUT, "The message is not addressed to this person: it goes to {addressed}.{subscribed}"
    ),
    Reason(
        "not_recorded",
        LEFT_OUT,
        "The message is {status}, but nothing is known of this recipient: {unknown}.",
    ),
    # Nothing was sent to anybody.
    Reason("no_provider", FAILED, "There was no enabled {channel} provider{disabled}."),
    Reason("cannot_be_built", FAILED, "The message could not be put together: {note}."),
    Reason("draft", WAITING, "The message is a draft; nothing is sent until it is changed with `draft: false`."),
    Reason(
        "draft_with_schedule",
        WAITING,
        "The message is a draft again, but the schedule that it was created with still stands, as in Appwrite: it goes on "
        "{time}. The project's clock shows {now}.",
    ),
    Reason("scheduled", WAITING, "The message is scheduled for {time}. The project's clock shows {now}."),
    Reason("waits_for_deliver", WAITING, "Delivery is manual: the message waits until it is told to go (`deliver`)."),
    Reason(
        "waits_for_time",
        WAITING,
        "Delivery takes {wait} s here: the message goes on {time}. The project's clock shows {now}.",
    ),
)
REASONS = {row.name: row for row in _ROWS}

# What the words of a channel are: the message, a target, and the identifier.
MESSAGES = {"email": "an e-mail", "sms": "an SMS", "push": "a push notification"}
TARGETS = {"email": "an e-mail address", "sms": "a phone number", "push": "a device token"}
TARGET_WORDS = {"email": "e-mail address", "sms": "phone number", "push": "device token"}
CHANNEL_WORDS = {"email": "e-mail", "sms": "SMS", "push": "push"}


def when(ms: int) -> str:
    """Write a time for people: `2030-01-31 08:00:00 UTC`."""
    return to_datetime(ms).strftime("%Y-%m-%d %H:%M:%S UTC")


def listed(items: list[str], most: int = 5) -> str:
    """Join a few names with commas and "and"; the rest is counted."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1]) if part) if items else "nobody"
