"""What the recordings of account mails say beside requests: mails and codes that came, what the console changed, time that passed.

A secret or a code is taken from what was sent here, after it was compared with what the note says of the recorded one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mockwrite.api.pipeline import answer
from mockwrite.operations.second_factor import code_at
from mockwrite.outbox.delivery import Delivery
from mockwrite.records import LogEntry
from mockwrite.state.project import Project
from mockwrite.state.sign_in import Sender, Template
from tests.conformance.lines import Line, Note, RecordedRequest
from tests.conformance.names import texts

if TYPE_CHECKING:
    from tests.conformance.recorded_project import RecordedProject

# Which origin a recorded template is, and the other way to write a name: `Vera <vera@example.com>`.
_ORIGINS = {
    "recovery": "recovery", "verification": "verification", "magic-url": "magic-url", "otp": "email-token",
    "mfa-challenge": "mfa", "invitation": "invitation", "session-alert": "session-alert",
}  # fmt: skip
_MAILBOX = re.compile(r'(?:"?(.*?)"? )?<(.*)>\Z')
_LONG_AGO = 1_577_836_800_000
_STEP = 30_000
_STEPS = {"next": 1, "old": -3}
_AFTER = re.compile(r"(.*): after (\d+) accepted calls\Z")
_NUMBERED = re.compile(r"(.*) \d+\Z")
# The console's user has the same number as r1, so r1's log shows what it did: before the first line, and at these notes.
_CONSOLE = {
    "": ["keys.create"] * 4,
    "platforms": ["project.platform.create"] * 2,
    "session alerts": ["projects.[projectId].policies.[policy].update"],
    "custom SMTP": ["projects.[projectId].policies.[policy].update", "project.smtp.update"],
    "custom template for recovery in en": ["project.template.update"],
}


class People:
    """Reads the notes of one recording."""

    def __init__(self, mock: RecordedProject) -> None:
        self._mock = mock
        self._project: Project = mock.project
        self._seen = 0
        self._last: Line | None = None
        self._series, self._calls = "", 0
        self._note_console("")

    def before(self, line: Line) -> None:
        """Do what happened between two lines and was not kept: further calls of a series, codes of an app."""
        for other in self._mock.instance.projects.values():
            other.clock.freeze(self._project.clock.now())
        after = _AFTER.fullmatch(line.name)
        if after is not None and self._last is not None:
            self._repeat(int(after[2]))
        named = after or _NUMBERED.fullmatch(line.name)
        series = named[1] if named is not None else ""
        self._calls = self._calls + 1 if series == self._series else 1
        self._series, self._last = series, line
        self._seen = self._project.outbox.size
        for text in texts(line.request.body):
            if text.startswith("<totp:"):
                secret = self._mock.names.ours.get("<totpsecret:a1>", "")
                step = _STEPS.get(text[6:-1], 0)
                self._mock.names.replace(text, code_at(secret, self._project.clock.ms + step * _STEP))

    def _repeat(self, calls: int) -> None:
        """Send the last request again until there were so many calls of its series."""
        assert self._last is not None
        for _ in range(calls - self._calls):
            answer(self._mock.instance, self._mock.request(self._last))
        self._calls = max(self._calls, calls)

    def observe(self, note: Note) -> str | None:
        """Do what a note says; return what is here instead of what it says, None when they agree."""
        try:
            said = json.loads(note.note)
        except ValueError:
            said = note.note
        self._note_console(note.name)
        if isinstance(said, dict) and "calls made" in said:
            self._repeat(said["calls made"])
            self._series, self._last = "", None
            return None
        act = next((act for start, act in _ACTS.items() if note.name.startswith(start)), None)
        if act is None:
            return self._links(said) if "links in the mails" in note.name else None
        return act(self, note, said)

    # What came ---------------------------------------------------------------------------------------------------

    def _mail(self, note: Note, said: Any) -> str | None:
        if isinstance(said, str) or said["template"] is None:
            return self._nothing(note, said)
        name, address = _mailbox(said["to"])
        delivery = self._newest(address, _ORIGINS[said["template"]])
        if delivery is None:
            return f"no mail to {address}"
        self._save(note, delivery)
        variables = said["variables"]
        redirect = self._mock.names.translate(variables["redirect"]) if "redirect" in variables else None
        here = {
            "to": (delivery.to_name, delivery.to),
            "from": _mailbox(delivery.from_ or ""),
            "replyTo": _mailbox(delivery.reply_to or ""),
            "link": _without_times(delivery.links[0]) if redirect is not None else None,
            "code": delivery.code if said["bodyShowsCode"] else None,
            "subject": said["subjectShowsProject"] <= (self._project.name in (delivery.subject or "")),
        }
        there = {
            "to": (name, address),
            "from": _mailbox(said["from"]),
            "replyTo": _mailbox(said["replyTo"]),
            "link": _without_times(redirect) if redirect is not None else None,
            "code": delivery.secret if said["bodyShowsCode"] else None,
            "subject": True,
        }
        return None if here == there else f"{here} in place of {there}"

    def _sms(self, note: Note, said: Any) -> str | None:
        if isinstance(said, str):
            return self._nothing(note, said)
        delivery = next((each for each in reversed(self._sent()) if each.to == said["recipients"][0]), None)
        if delivery is None:
            return f"no SMS to {said['recipients'][0]}"
        self._save(note, delivery)
        wanted = said["content"].replace("<code>", delivery.secret or "").replace("<secret>", delivery.secret or "")
        wanted = self._mock.names.translate(wanted)
        return None if delivery.content == wanted else f"{delivery.content} in place of {wanted}"

    def _nothing(self, note: Note, said: Any) -> str | None:
        new = self._project.outbox.numbers_since(self._seen) if self._sent() else ()
        sent = [each for each in self._sent() if each.number in new and each.origin != "email-token"]
        return f"{sent} was sent" if sent else None

    def _newest(self, address: str, origin: str) -> Delivery | None:
        return next((each for each in reversed(self._sent()) if each.to == address and each.origin == origin), None)

    def _sent(self) -> list[Delivery]:
        from mockwrite.delivery.engine import deliver_held

        deliver_held(self._project)
        return [each for each in self._project.outbox.records() if each.origin != "messaging"]

    def _save(self, note: Note, delivery: Delivery) -> None:
        if note.saves is not None:
            self._mock.names.replace(note.saves, delivery.secret or "")

    def _links(self, said: dict[str, str]) -> str | None:
        """Compare the form of the links by the URL that was given."""
        links = {_form(link) for each in self._sent() for link in each.links}
        missing = sorted(set(said.values()) - links)
        return f"no link like {missing}" if missing else None

    # What the console did ----------------------------------------------------------------------------------------

    def _change(self, **values: Any) -> None:
        self._project.sign_in = self._project.sign_in._replace(**values)

    def _platforms(self, note: Note, said: Any) -> None:
        self._project.platforms |= {"example.com", "*.example.org"}

    def _mock_numbers(self, note: Note, said: Any) -> None:
        number, code = re.findall(r"\+?\d+", said["set"])
        self._change(mock_numbers={number: code})

    def _alerts(self, note: Note, said: Any) -> None:
        self._change(session_alerts=True)

    def _smtp(self, note: Note, said: Any) -> None:
        sender, reply = said["sender"].split(", reply ")
        name, address = _mailbox(sender)
        self._change(sender=Sender(name, address, reply.partition("@")[0].title(), reply))

    def _template(self, note: Note, said: Any) -> None:
        sender, reply = said["sender"].split(", reply ")
        name, address = _mailbox(sender)
        template = Template(said["subject"], said["message"], name, address, reply)
        self._change(templates={("recovery", "en"): template})

    def _method(self, note: Note, said: Any) -> None:
        self._change(switched_off=frozenset({note.name.removeprefix("method ")}))

    def _counters(self, note: Note, said: Any) -> None:
        self._change(switched_off=frozenset())
        self._project.limits.clear()

    def _expire(self, note: Note, said: Any) -> None:
        user = self._project.users.get(note.name.rpartition(" ")[2])
        assert user is not None
        collections = self._project.collections()
        for rows in (collections["tokens"], collections["challenges"]):
            for row in rows.where("user_sequence", user.sequence):
                rows.replace(row, expire=_LONG_AGO)
        self._project.users.replace(user, updated_at=self._project.clock.ms)

    def _codes(self, note: Note, said: Any) -> str | None:
        """Send the request that the note describes, and keep the codes."""
        headers = {
            "X-Appwrite-Project": self._project.id,
            "X-Appwrite-Session": "<session:a1>",
            "Content-Type": "application/json",
        }
        sent = RecordedRequest("POST", "/v1/account/mfa/recovery-codes", headers, (), {})
        assert self._last is not None
        response = answer(self._mock.instance, self._mock.request(replace(self._last, request=sent)))
        codes = json.loads(response.body).get("recoveryCodes", [])
        for number, code in enumerate(codes):
            self._mock.names.replace(f"<recoverycode:{number}>", code)
        wanted = (said["status"], said["count"], {said["length"]})
        here = (response.status, len(codes), set(map(len, codes)))
        return None if here == wanted else f"{here} in place of {wanted}"

    def _note_console(self, name: str) -> None:
        now = self._project.clock.ms // 1000 * 1000
        for event in _CONSOLE.get(name, []):
            entry = LogEntry(event, now, "oracleadmin", "admin@example.com", "Admin", "admin", "admin", "127.0.0.1", "")
            self._project.logs.setdefault("by-user/r1", []).append(entry)


_ACTS: dict[str, Callable[[People, Note, Any], str | None]] = {
    "mail: ": People._mail,
    "sms: ": People._sms,
    "tokens and challenges of ": People._expire,
    "platforms": People._platforms,
    "mock numbers": People._mock_numbers,
    "session alerts": People._alerts,
    "custom SMTP": People._smtp,
    "custom template for recovery": People._template,
    "method ": People._method,
    "counters": People._counters,
    "mfa: create recovery codes": People._codes,
}


def prepare_people(mock: RecordedProject, name: str) -> People | None:
    """Make what the recordings of account mails were made with; None for the others."""
    if name[:2] not in ("17", "25"):
        return None
    project = mock.project
    project.name = "Oracle"
    project.sign_in = project.sign_in._replace(dev_keys=frozenset({"dev"}))
    if name.startswith("25"):
        project.settings = project.settings.with_values(rate_limits=True)
        mock.instance.create_project("other", settings=project.settings, frozen_time=project.clock.now())
    return People(mock)


def _mailbox(text: str) -> tuple[str, str]:
    found = _MAILBOX.fullmatch(text)
    return ((found[1] or ""), found[2]) if found else ("", text)


_EXPIRE = re.compile(r"expire=[^&#]*")
# Links lead to the server's own console when no URL was given.
_OWN = re.compile(r"https?://[^/]+/console/")


def _without_times(link: str) -> str:
    return _OWN.sub("http://server/console/", _EXPIRE.sub("expire=<time>", link))


def _form(link: str) -> str:
    return re.sub(r"secret=[0-9a-f]{256}", "secret=<256 hex>", _without_times(link))
