"""Why somebody did or did not get a message: `explain(project, message_id, person)`.

What was sent is read from the record of the sending and the outbox, not guessed anew; only for a message that was not sent
yet the present state is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from ..outbox.delivery import Delivery
from ..records import Message
from ..state.project import Project
from ..state.run import Run
from .explained_mails import explain_mail
from .explanation import Candidate, Explanation
from .outgoing.limits import BY_FAULT
from .outgoing.reading import EXPIRED_TOKEN
from .people import Addressee, find_person
from .reasons import FAILED, LEFT_OUT, REASONS, SENT, TARGET_WORDS, WAITING, when
from .recipients import default_provider
from .ways import Way, addressed, channel_word, disabled_providers, ways


def explain(project: Project, message_id: str, person: str | None = None, *, limit: int | None = None) -> Explanation:
    """Explain a message, or what became of it for one person.

    `person` is the id of a user or target, an e-mail address, a phone number or a device token. With `limit` at most so
    many candidates are kept, those that did not get it first. Raises LookupError when there is no such message or person.
    """
    with project.lock:
        message = project.messages.get(message_id)
        if message is None:
            mail = explain_mail(project, message_id)
            if mail is not None:
                return mail
            known = ", ".join([row.id for row in project.messages][-10:])
            latest = f"the latest messages are {known}" if known else f"the project {project.id} has none yet"
            raise LookupError(f"there is no message {message_id!r}; {latest}")
        who = find_person(project, message, person) if person is not None else None
        case = _Case(project, message, who)
        candidates, counts = case.candidates(limit)
        return Explanation(
            message_id=message.id,
            status=message.status,
            person=who.label if who is not None else None,
            summary=case.summary(counts),
            candidates=tuple(candidates),
            total=counts.total(),
            counts=dict(counts),
        )


class _Case:
    """One message (for one person) under examination."""

    def __init__(self, project: Project, message: Message, person: Addressee | None) -> None:
        self.project = project
        self.message = message
        self.person = person
        self.run: Run | None = project.runs.get(message.id)
        self.is_over = message.is_over
        # Where anybody was reached, what is gone since (a topic, a target) is no reason.
        self.served_topics: set[str | None] = set()
        self.served_users: set[str | None] = set()
        jobs = () if self.is_over else project.agenda()
        # When it is sent, if it is queued: at once, or because its time has come.
        self.queued_for = next((job.due for job in jobs if job.kind == "send" and job.ref == message.id), None)
        self.deliveries = self._find_deliveries()
        self._topics: dict[str, str] = {}

    def _find_deliveries(self) -> dict[tuple[str, str | None, str], list[Delivery]]:
        """Return the deliveries of this message by target (or address), topic and role."""
        found: dict[tuple[str, str | None, str], list[Delivery]] = {}
        if self.run is None:
            return found
        outbox = self.project.outbox
        if self.person is None:
            records = outbox.between(self.run.first, self.run.last)
        else:
            keys = (*self.person.addresses, *self.person.target_ids, *self.person.user_ids)
            numbers = self.run.numbers(outbox, keys)
            records = [record for number in numbers for record in outbox.between(number, number)]
        for record in records:
            key = (record.target_id or record.to.lower(), record.topic_id, record.role)
            found.setdefault(key, []).append(record)
            self.served_topics.add(record.topic_id)
            if record.topic_id is None:
                self.served_users.add(record.user_id)
        return found

    def candidates(self, limit: int | None) -> tuple[list[Candidate], Counter[str]]:
        """Return what became of each candidate, and how many there are of each outcome.

        With a limit those that did not get it come first, and the others are only counted once there are enough.
        """
        run = self.run if self.is_over else None
        counts: Counter[str] = Counter()
        sent: list[Candidate] = []
        others: list[Candidate] = []
        for way in chain(ways(self.project, self.message, run, self.person), self._lost_ways()):
            records = self._take(way)
            if not records and self._is_gone_since(way):
                continue
            kept = sent if records and records[0].status == "sent" else others
            if limit is not None and len(kept) >= limit and kept is sent:
                counts[SENT] += 1
                continue
            found = self._delivered(way, records) if records else self._undelivered(way)
            counts[found.outcome] += 1
            kept.append(found)
        if not counts and self.person is not None:
            found = self._not_addressed(self.person)
            counts[found.outcome] += 1
            others.append(found)
        if limit is not None:
            return [*others, *sent][:limit], counts
        return [*sent, *others], counts

    def _is_gone_since(self, way: Way) -> bool:
        if way.problem == "unknown_topic":
            return way.topic_id in self.served_topics
        return way.problem in ("unknown_user", "no_target") and way.user_id in self.served_users

    def _lost_ways(self) -> Iterator[Way]:
        """Yield the ways of deliveries that are left over: their targets were deleted since."""
        users = set(self.message.users)
        for records in list(self.deliveries.values()):
            for number, record in enumerate(list(records)):
                # Who was named as a user and as a target was served as a user first.
                named = "user" if record.user_id in users and number == 0 else "target"
                source = record.role if record.role != "to" else "topic" if record.topic_id else named
                yield Way(source, record.target_id, record.user_id, record.to, record.topic_id)

    def _undelivered(self, way: Way) -> Candidate:
        dropped = self.run.dropped_as(way.source, way.target_id or way.address, way.topic_id) if self.run else None
        if dropped is not None:
            first = dropped.first
            way_word = (
                f'through the topic "{self._topic_name(first.topic_id)}"' if first.topic_id else _AS[first.source]
            )
            facts = {"target_word": TARGET_WORDS[self.message.provider_type], "first": way_word}
            return self._made(way, "duplicate", facts)
        if way.problem is not None:
            return self._made(way, way.problem, way.facts)
        return self._made(way, *self._why_not_sent(way))

    def _take(self, way: Way) -> list[Delivery]:
        """Take the deliveries of one way: one, or of a copy all, since a copy may go with each recipient's mail."""
        copy = way.source in ("cc", "bcc")
        key = (way.target_id or (way.address or "").lower(), way.topic_id, way.source if copy else "to")
        records = self.deliveries.get(key)
        if not records:
            return []
        if copy:
            return self.deliveries.pop(key)
        first = records.pop(0)
        # An SMTP server that refused another recipient took the mail for this one at every try.
        again = [record for record in records if record.handover is first.handover]
        for record in again:
            records.remove(record)
        return [first, *again]

    def _delivered(self, way: Way, records: list[Delivery]) -> Candidate:
        record = records[0]
        way = replace(way, address=record.to)  # the target may have another address by now
        facts = {"time": when(record.at), "provider": self._provider(record.provider_id, record.provider)}
        name = "sent"
        if record.status == "failed":
            facts |= {"error": record.error or "", "fault": record.fault or ""}
            limit = BY_FAULT.get(record.fault or "")
            facts["limit"] = f"{limit.meaning} ({limit.fault})" if limit is not None else ""
            name = _cause(record)
        own = self._passed_over(way)
        if own and record.status == "sent":
            facts |= own
            name = "sent_by_fallback"
        candidate = self._made(way, name, facts, tuple(item.id for item in records))
        notes = []
        if own and record.status == "failed":
            notes.append(f" It went there because the provider of this target, {own['own']}, {own['own_state']}.")
        if len(record.attempts) > 1:
            notes.append(f" It was tried {len(record.attempts)} times.")
        if record.handover.note and record.status == "sent":
            notes.append(f" {record.handover.note}")
        if way.expired and name != "dead_token":
            notes.append(" The target is marked as expired; Appwrite sends to it all the same.")
        if not notes:
            return candidate
        end = "" if candidate.reason.endswith((".", "!", "?")) else "."
        return replace(candidate, reason=candidate.reason + end + "".join(notes))

    def _passed_over(self, way: Way) -> dict[str, str]:
        """Return the facts about the own provider of a target that was passed over for the default one."""
        fallbacks = self.run.fallbacks if self.run is not None else None
        own = fallbacks.get(way.target_id) if fallbacks and way.target_id is not None else None
        if own is None or way.source in ("cc", "bcc"):
            return {}
        if isinstance(own, str):
            return {"own": own, "own_state": "does not exist any more"}
        now = self.project.providers.get(own.id)
        state = "is disabled" if now is not None and not now.enabled else "was disabled"
        return {"own": f"{own.name} ({own.kind})", "own_state": state}

    def _why_not_sent(self, way: Way) -> tuple[str, dict[str, str]]:
        """Say why a candidate without a problem of its own was not served: the message was not sent, or not yet.

        It returns the name of a reason and its facts.
        """
        message, project, run = self.message, self.project, self.run
        now = when(project.clock.ms)
        if self.queued_for is not None:
            facts = {"wait": f"{project.delivery_wait / 1000:g}", "time": when(self.queued_for), "now": now}
            return "waits_for_time", facts
        if not self.is_over and message.id in project.held:
            return "waits_for_deliver", {}
        if message.status in ("draft", "scheduled"):
            times = [row.at for row in project.schedules.where("message_id", message.id) if row.active]
            facts = {"time": when(min(times)) if times else "an unknown time", "now": now}
            if message.status == "scheduled":
                return "scheduled", facts
            # An SMS does not know its first schedule, so making it a draft again does not stop it (messages.md, SMS quirk).
            return ("draft_with_schedule", facts) if times else ("draft", {})
        if run is not None and run.providers is not None:
            return "no_provider", {"channel": channel_word(message), "disabled": disabled_providers(run.providers)}
        if run is not None and run.note is not None:
            return "cannot_be_built", {"note": run.note}
        if message.status == "processing":
            return "waits_for_deliver", {}
        if way.source in ("cc", "bcc") and run is not None:
            return "copy_of_nothing", {}
        dropped = project.outbox.dropped
        unknown = (
            f"the outbox keeps the newest {project.outbox.most} deliveries, {dropped} older ones were let go (--keep)"
            if dropped
            else "the outbox was cleared, or the message comes from a seed"
        )
        return "not_recorded", {"status": message.status, "unknown": unknown}

    def _not_addressed(self, person: Addressee) -> Candidate:
        rows = [
            row
            for target in person.targets
            for row in self.project.subscribers.where("target_sequence", target.sequence)
        ]
        names = sorted({self._topic_name(row.topic_id) for row in rows})
        subscribed = f" Topics of this person: {', '.join(names)}." if names else " This person subscribes to no topic."
        user_id = person.user.id if person.user else next(iter(person.user_ids), None)
        way = Way("not addressed", user_id=user_id, address=person.asked if not user_id else None)
        facts = {"addressed": addressed(self.project, self.message), "subscribed": subscribed}
        return self._made(way, "not_addressed", facts)

    def _made(self, way: Way, cause: str, facts: Mapping[str, str], delivery_ids: tuple[str, ...] = ()) -> Candidate:
        reason = REASONS[cause]
        user = self.project.users.get(way.user_id) if way.user_id is not None else None
        return Candidate(
            outcome=reason.outcome,
            cause=cause,
            reason=reason.text.format_map(facts),
            way=f'topic "{self._topic_name(way.topic_id)}"' if way.topic_id is not None else way.source,
            name=user.name or None if user is not None else None,
            address=way.address,
            user_id=way.user_id,
            target_id=way.target_id,
            topic_id=way.topic_id,
            delivery_ids=delivery_ids,
        )

    def _topic_name(self, id: str) -> str:
        if id not in self._topics:
            topic = self.project.topics.get(id)
            self._topics[id] = topic.name if topic is not None else id
        return self._topics[id]

    def _provider(self, id: str, kind: str) -> str:
        provider = self.project.providers.get(id)
        return f"{provider.name} ({kind})" if provider is not None else f"{id} ({kind})"

    def summary(self, counts: Counter[str]) -> str:
        """Say in a sentence or two what became of the message."""
        message = self.message
        title = str(message.data.get(_TITLES[message.provider_type]) or message.id)
        what = f'the {channel_word(message)} "{title if len(title) <= 60 else title[:59] + "…"}" ({message.id})'
        if self.person is not None:
            yet = " yet" if counts[WAITING] else ""
            text = f"Why {self.person.label} {'got' if counts[SENT] else 'did not get'} {what}{yet}:"
            if counts[SENT] > 1 and not self.project.rules.resolves_before_sending:
                text += " (more than once, since Appwrite drops duplicates only within one topic or list of a message)"
            return text
        text = f"{what[0].upper()}{what[1:]} {_STATES[message.status]}{self._counted(counts)}."
        if message.status == "failed" and counts[SENT]:
            text += " Appwrite calls a message failed when it failed for anybody."
        if not self.is_over and default_provider(self.project, message.provider_type) is None:
            text += f" There is no enabled {channel_word(message)} provider: it would fail."
        return text

    def _counted(self, counts: Counter[str]) -> str:
        """Continue the sentence with how many there are of each outcome; that of the message itself comes first."""
        own, joint = _OWN_OUTCOMES.get(self.message.status, ("", ""))
        words = [
            f"{count} {each}" for each in (SENT, FAILED, WAITING, LEFT_OUT) if (count := counts[each]) and each != own
        ]
        if not counts[own]:
            nobody = "; ".join(self.message.delivery_errors).rstrip(".") or "nobody is addressed"
            return f": {', '.join(words) or nobody}"
        recipients = f" {joint} {counts[own]} recipient{'s' * (counts[own] != 1)}"
        return f"{recipients}; {', '.join(words)}" if words else recipients


_TITLES = {"email": "subject", "sms": "content", "push": "title"}
_STATES = {
    "draft": "is a draft",
    "scheduled": "is scheduled",
    "processing": "is being processed",
    "sent": "was sent",
    "failed": "failed",
}
# The outcome of a recipient that is also the message's, and what joins both: "was sent to 2 recipients".
_OWN_OUTCOMES = {"sent": (SENT, "to"), "failed": (FAILED, "for")}
_AS = {
    "user": "as a user of the message",
    "target": "as a target of the message",
    "address": "as an address of the message",
}


def _cause(record: Delivery) -> str:
    """Return the name of the reason why a delivery failed."""
    if record.error == EXPIRED_TOKEN:
        return "dead_token"
    if record.fault in BY_FAULT:
        return "limit"
    return "fault" if record.fault else "refused"
