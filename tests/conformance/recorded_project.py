"""The server that a recording is played against: prepared in code, its clock set from the recorded answers."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlencode

from mockwrite.access.signing import make_jwt
from mockwrite.api.http import Request, Response
from mockwrite.api.pipeline import answer
from mockwrite.delivery.engine import deliver_held
from mockwrite.instance import Instance
from mockwrite.moments import to_datetime
from mockwrite.operations.uploads import put_file
from mockwrite.settings import Settings
from mockwrite.state.ids import Ids
from mockwrite.state.project import KEY_SCOPES, Project
from tests.conformance import outcomes
from tests.conformance.content import BOUNDARY, multipart_body, png
from tests.conformance.left_out import make_up_for
from tests.conformance.lines import Line, Note, RecordedRequest
from tests.conformance.names import INVENTED_ID, Names, map_texts, texts
from tests.conformance.people import People, prepare_people

PROJECT = "oracle"
# Resources that the key `all` reads and writes, and those that it has besides in the files from 12 on.
_ALL = ("users", "targets", "providers", "messages", "topics", "subscribers", "buckets", "files")
_ALL_LATER = (*_ALL, "teams", "sessions")
# The keys of the files about databases: `all` has these too, `legacy` and `new` have no others.
_LEGACY = ("databases", "collections", "attributes", "indexes", "documents")
_NEW = ("databases", "tables", "columns", "indexes", "rows")
_ABOUT_DATABASES = ("15", "16", "25")
# Recorded with a client that does not say what it is.
_KEY = re.compile(r"<key:([^>]*)>")
_USER_IN_NAME = re.compile(r"\bu3\b")
_WAIT = re.compile(r"list shows status (\w+) after ([\d.]+)s")
# The team of the placeholder `<membership:…>`.
_TEAM = "tm"
_IMAGE_URL = re.compile(r"/files/([^/]+)/push\?project=\w+&jwt=([\w.-]+)")
# "… of push draft fpng, other file": the credential in the URL of that message's image.
_IMAGE_IN_NAME = re.compile(r"of push draft (\w+)")
# `<64230 x>` stands for so many letters.
ELIDED = re.compile(r"<(\d+) x>")
# The client with which the recordings were made; from 15 on it said nothing of itself.
_HOST = {"host": "127.0.0.1"}
_AGENT = {"user-agent": "Python-urllib/2.8"}
_START = "2026-11-23T14:00:00.000+00:00"


class RecordedIds(Ids):
    """Hands out the ids that the recorded server invented, as long as there are any; then ids of its own.

    Lists are filtered and ordered by ids too (`endsWith $id`), so other ids would have other answers.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._seen: set[str] = set()
        self._next: list[str] = []

    def expect(self, answer: Any) -> None:
        """Hand out next the ids that come up in this answer for the first time, in its order."""
        found = [text for text in texts(answer) if INVENTED_ID.fullmatch(text) and text not in self._seen]
        self._next = list(dict.fromkeys(found))
        self._seen.update(self._next)

    def unique(self, now: int) -> str:
        """Make an id."""
        return self._next.pop(0) if self._next else super().unique(now)


class RecordedProject:
    """One project `oracle` of one release. What was learnt of invented names lives as long as the project."""

    def __init__(self, version: str, *, exact: bool = True) -> None:
        settings = Settings(appwrite_version=version, exact=exact, strict_auth=True, delivery="manual")
        self.instance = Instance(settings)
        self.project: Project = self.instance.create_project(PROJECT, frozen_time=_START)
        self._ids = self.project.ids = RecordedIds(seed=1)
        self.names = Names()
        self._client = {**_HOST, **_AGENT}
        self._keys: dict[str, str] = {}
        self._last_message: str | None = None
        self._image_tokens: dict[str, str] = {}
        self._people: People | None = None

    def prepare(self, name: str) -> None:
        """Make what a file needs and no line of it makes."""
        self._people = prepare_people(self, name)
        if name.startswith("11"):
            put_file(self.project, bucket_id="b1", file_id="ftxt", name="a.txt", content=b"hello")
            put_file(self.project, bucket_id="b1", file_id="fpng", name="a.png", content=png(160))
        outcomes.script(self.project)
        self._client = {**_HOST, **(_AGENT if name[:2] < "15" else {"user-agent": ""})}
        self._keys.clear()
        self._add_key("all", _scopes_of_all(name))
        self._add_key("none", {"locale.read"})
        self._add_key("legacy", _both(*_LEGACY))
        self._add_key("new", _both(*_NEW))

    def _add_key(self, name: str, scopes: set[str]) -> str:
        secret = f"standard_{name.encode().hex()}"
        self._keys[name] = self.project.add_key(scopes=scopes, name=name, secret=secret).secret
        return secret

    def _key(self, name: str) -> str:
        if name in self._keys:
            return self._keys[name]
        return self._add_key(name, {name}) if name in KEY_SCOPES else name

    def play(self, line: Line, at: int) -> Response:
        """Send one recorded request at a time in milliseconds.

        Messages that wait are sent before: the recorded worker needed less time than passed between two lines, but for
        those in which somebody meets a message that is being processed.
        """
        outcomes.follow(self.project)
        if not _meets_processing(line):
            deliver_held(self.project)
        self.project.clock.freeze(to_datetime(max(at, self.project.clock.ms)))
        make_up_for(line, self.project)
        if self._people is not None:
            self._people.before(line)
        self._ids.expect(line.answer.body)
        if _is_elided(line):
            return self._play_aside(line)
        return answer(self.instance, self.request(line))

    def _play_aside(self, line: Line) -> Response:
        """Play a line with a very long body: the recorded server got it at another time, and later lists are without it."""
        before = set(self.project.messages.rows())
        response = answer(self.instance, self.request(line))
        for sequence, message in list(self.project.messages.rows().items()):
            if sequence not in before:
                self.project.messages.remove(message)
        return response

    def learn(self, line: Line, response: Response) -> None:
        """Keep what later lines refer to: the credential that an answer holds, and the message that was made."""
        body = _json(response)
        if line.saves is not None:
            self.names.replace(line.saves, credential_in(response, line.saves))
        if body.get("teamId") == _TEAM and "userId" in body:
            self.names.ours.setdefault(f"<membership:{body['userId']}>", str(body["$id"]))
        if image := _IMAGE_URL.search(str(body.get("data"))):
            self._image_tokens[image[1]] = image[2]
        if line.request.path.startswith("/v1/messaging/messages/") and line.request.method in ("POST", "PATCH"):
            self._last_message = str(body.get("$id", self._last_message))

    def observe(self, note: Note) -> str | None:
        """Let the time of an observation pass; return what is here instead of what it says, None when they agree."""
        if self._people is not None:
            return self._people.observe(note)
        seen = _WAIT.fullmatch(note.note)
        if seen is None or self._last_message is None:
            return None
        deliver_held(self.project)
        self.project.clock.advance(seconds=float(seen[2]))
        deliver_held(self.project)
        message = self.project.messages.get(self._last_message)
        if message is None or seen[1] in (message.status, "processing"):
            return None
        return f"message {message.id} is {message.status}"

    def request(self, line: Line) -> Request:
        """Turn a recorded request into one for this project."""
        sent = line.request
        headers = dict(self._client)
        headers.update((name.lower(), self._header(value, line)) for name, value in sent.headers.items())
        if _is_elided(line):
            # Of these requests nothing was kept but the size of the body.
            headers |= {
                "content-type": "application/json",
                "x-appwrite-project": PROJECT,
                "x-appwrite-key": self._key("all"),
            }
        if sent.parts is not None:
            headers["content-type"] = f"{sent.headers.get('Content-Type', '')}; boundary={BOUNDARY}"
        return Request(
            method=sent.method,
            path=self.names.translate(sent.path),
            query=urlencode([(name, self._parameter(value, line)) for name, value in sent.query]),
            headers=headers,
            body=self._body(sent),
        )

    def _parameter(self, text: str, line: Line) -> str:
        if text == "<jwt:image>":
            named = _IMAGE_IN_NAME.search(line.name)
            return self._image_tokens.get(named[1] if named else line.request.path.split("/")[-2], "")
        return self.names.translate(text)

    def _header(self, text: str, line: Line) -> str:
        text = _KEY.sub(lambda found: self._key(found[1]), text)
        if text == "<jwt>":
            user = "u3" if _USER_IN_NAME.search(line.name) else "u1"
            return make_jwt(self.project, {"userId": user, "sessionId": "", "exp": self.project.clock.ms // 1000 + 900})
        return self.names.translate(text)

    def _body(self, sent: RecordedRequest) -> bytes:
        if sent.parts is not None:
            return multipart_body(sent.parts)
        if sent.raw is not None:
            return self.names.translate(sent.raw).encode()
        if sent.body is None:
            return b""
        body = map_texts(sent.body, lambda text: ELIDED.sub(lambda found: "x" * int(found[1]), text))
        return json.dumps(self.names.translate_json(body)).encode()


def _scopes_of_all(name: str) -> set[str]:
    """Return the scopes that the key `all` had when a file was recorded."""
    later = (*_LEGACY, *_NEW) if name[:2] in _ABOUT_DATABASES else ()
    return _both(*(_ALL_LATER if name[:2] >= "12" else _ALL), *later) & KEY_SCOPES


def _both(*resources: str) -> set[str]:
    return {f"{resource}.{action}" for resource in resources for action in ("read", "write")}


def _is_elided(line: Line) -> bool:
    return any(ELIDED.fullmatch(text) for text in texts(line.request.body))


def _meets_processing(line: Line) -> bool:
    body = line.answer.body
    kind = body.get("type") if isinstance(body, dict) else None
    deleting = line.request.method == "DELETE" and kind == "message_already_scheduled"
    return deleting or kind == "message_already_processing"


def credential_in(response: Response, name: str) -> str:
    """Return the session secret, token, JWT or id that an answer holds under a placeholder; empty when there is none."""
    body = _json(response)
    if name.startswith(("<challenge:", "<membership:")):
        return str(body.get("$id", ""))
    secret = body.get("secret") or body.get("jwt")
    if secret:
        return str(secret)
    cookie = re.search(rf"a_session_{PROJECT}=([^;]+)", response.header("set-cookie") or "")
    fallback = json.loads(response.header("x-fallback-cookies") or "{}")
    return unquote(cookie[1]) if cookie else str(fallback.get(f"a_session_{PROJECT}", ""))


def _json(response: Response) -> dict[str, Any]:
    try:
        value = json.loads(response.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
