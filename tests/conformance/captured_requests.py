"""Compare what a provider would have received with what a real worker sent: by meaning, and by spelling and order.

What differs each time is mapped: dates, ids of mails, boundaries, ids that the adapter makes, signatures, and what depends on
where the server runs (the address of a push's image).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.conformance.captured import Case
from tests.conformance.captured_project import CapturedProject, project_of

# What curl adds, and what follows from the URL and the body.
LEFT_OUT = frozenset({"host", "accept", "content-length"})
_IMAGE = re.compile(r"https?://.*?(/v1/storage/buckets/[^?]*)\?project=.*")
_UNIQUE = re.compile(r":[0-9a-f]{13}(?=,|\Z)")
_BOUNDARY = re.compile(rb"(?<=b[12]=_)[A-Za-z0-9]{30,}")
_MAIL_DATE = re.compile(rb"^Date: [^\r\n]+", re.MULTILINE)
_MAIL_ID = re.compile(rb"^Message-ID: <[^\r\n]+", re.MULTILINE)
_SCOPE = re.compile(r"/\d{8}/")
_SIGNATURE = re.compile(r"Signature=\S+")
_ENVELOPE = re.compile(r"<([^>]*)>")
_FORM_BOUNDARY = re.compile(rb"-{20,}[0-9a-f]{16}")


@dataclass(slots=True)
class Verdict:
    """What came out for one case: the differences in substance, and those in spelling and order alone."""

    substance: list[str] = field(default_factory=list)
    spelling: list[str] = field(default_factory=list)
    requests: int = 0
    # The rules that deliveries name as the cause of a failure.
    faults: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Normal:
    """One request in a form that can be compared: its substance, and the same with spelling and order."""

    substance: Any
    spelling: Any


def judge(case: Case, **settings: Any) -> Verdict:
    """Send a captured message and compare what came of it."""
    verdict = Verdict()
    made = project_of(case.batches, **settings)
    prepare(case, made)
    message = made.send(case.first["message"], case.first["addressed"])
    expected = [batch for batch in case.batches if batch["batch"]]
    handovers = made.handovers()
    if len(handovers) != len(expected):
        verdict.substance.append(f"{len(handovers)} batches, captured {len(expected)}")
    captured = [item for batch in expected for item in _captured(batch)]
    shown = [_shown(request) for handover in handovers for request in handover.wire(masked=False)]
    verdict.requests = max(len(captured), len(shown))
    if len(shown) != len(captured):
        verdict.substance.append(f"{len(shown)} requests, captured {len(captured)}")
    for number, (ours, theirs) in enumerate(zip(shown, captured, strict=False)):
        verdict.substance += [f"request {number}: {text}" for text in differences(ours.substance, theirs.substance)]
        if ours.spelling != theirs.spelling:
            verdict.spelling += [f"request {number}: {text}" for text in differences(ours.spelling, theirs.spelling)]
    verdict.faults = frozenset(record.fault for record in made.mock.project.outbox.records() if record.fault)
    verdict.substance += outcome_differences(made, message, case.outcome)
    return verdict


def prepare(case: Case, made: CapturedProject) -> None:
    """Order the answer that a case needs beside success, which its name says."""
    if case.name.startswith("template-missing"):
        missing = {"status": 404, "body": '{"message": "Template does not exist"}'}
        made.mock.project.faults.answer_delivery({"email.*bulk": [missing, "success"]})


def differences(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """List where two values differ, at most a few."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        found: list[str] = []
        for name in {**ours, **theirs}:
            found += differences(ours.get(name, "(absent)"), theirs.get(name, "(absent)"), f"{path}.{name}")
        return found[:4]
    if ours == theirs:
        return []
    return [f"{path}: {_short(ours)} – captured {_short(theirs)}"]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 700 else text[:700] + "…"


# What is stored -------------------------------------------------------------------------------------------------------


def outcome_differences(made: CapturedProject, message: dict[str, Any], outcome: dict[str, Any]) -> Iterator[str]:
    """Compare the state of a message with the captured one."""
    project = made.mock.project
    status = outcome["status"].partition(" ")[0]
    errors = outcome["deliveryErrors"]
    waits = [
        (later - earlier) // 1000
        for handover in made.handovers()
        for earlier, later in zip(handover.tries, handover.tries[1:], strict=False)
    ]
    pairs = {
        "status": (message["status"], status),
        "deliveredTotal": (message["deliveredTotal"], outcome["deliveredTotal"]),
        "deliveredAt": (message["deliveredAt"] is not None, outcome["deliveredAtSet"]),
        "deliveryErrors": (len(message["deliveryErrors"]), len(errors)),
        "expired": (sum(target.expired for target in project.targets), outcome["expiredTargets"]),
        "attempts": (sum(len(handover.tries) for handover in made.handovers()), outcome["attempts"]),
        "waits": (waits, [_without_chance(wait) for wait in outcome["waitsSeconds"]]),
    }
    yield from (f"{name}: {ours!r} – captured {theirs!r}" for name, (ours, theirs) in pairs.items() if ours != theirs)
    named = [entry.get("recipient") for entry in errors]
    ours_named = [_recipient(text, named) for text in message["deliveryErrors"]]
    if sorted(map(str, named)) != sorted(map(str, ours_named)):
        yield f"deliveryErrors name {ours_named} – captured {named}"


def _without_chance(seconds: int) -> int:
    """Take off what the server adds to a wait at random, a tenth of it at most."""
    return max(wait for wait in (0, 1, 2, 4, 8) if wait <= seconds) if seconds <= 9 else seconds


def _recipient(text: str, known: list[str | None]) -> str | None:
    return next((name for name in known if name and text.startswith(f"{name}: ")), None)


# Requests -------------------------------------------------------------------------------------------------------------


def _captured(batch: dict[str, Any]) -> Iterator[Normal]:
    for request in batch["requests"]:
        body = request["body"]
        content = base64.b64decode(body["base64"]) if isinstance(body, dict) else body.encode()
        headers = [(name.lower(), value) for name, value in request["headers"] if name.lower() not in LEFT_OUT]
        yield _http(request["method"], request["url"], headers, content)
    for mail in batch["smtp"]:
        login = mail["auth"]
        content = mail["data"]
        octets = base64.b64decode(content["base64"]) if isinstance(content, dict) else content.encode()
        yield _mail(
            {
                "port": mail["port"],
                "login": f"{login['login']} {login['password']}" if login else None,
                "from": mail["mailFrom"],
                "to": mail["rcptTo"],
                "tls": mail["tls"],
            },
            octets,
            tls_is_certain=not batch["providers"][0]["options"].get("autoTLS"),
        )


_ENCRYPTIONS = {"none": "none", "tls": "starttls", "ssl": "ssl"}


def _shown(request: Any) -> Normal:
    if request.method == "SMTP":
        session = request.headers
        facts = {
            "port": urlsplit(request.url).port,
            "login": session.get("Login"),
            "from": _ENVELOPE.findall(session["MAIL FROM"])[0],
            "to": _ENVELOPE.findall(session["RCPT TO"]),
            "tls": _ENCRYPTIONS[session["Encryption"].lower()],
        }
        return _mail(facts, request.content, tls_is_certain=session["Auto-TLS"] == "off")
    headers = [(name.lower(), value) for name, value in request.headers.items()]
    return _http(request.method, request.url, headers, request.content)


def _http(method: str, url: str, headers: list[tuple[str, str]], content: bytes) -> Normal:
    types = dict(headers).get("content-type", "")
    meaning, spelling = _body(types, content)
    mapped = [(name, _header(name, value)) for name, value in headers]
    facts = {"method": method, "url": url}
    return Normal({**facts, "headers": dict(mapped), "body": meaning}, {**facts, "headers": mapped, "body": spelling})


def _header(name: str, value: str) -> Any:
    if name == "content-type":
        return value.partition("boundary=")[0]
    if name == "x-amz-date":
        return "a date"
    if name != "authorization":
        return value
    if value.startswith("AWS4"):
        return _SIGNATURE.sub("Signature", _SCOPE.sub("/date/", value))
    if value in ("Bearer ***", "Bearer dummy-access-token"):
        return "Bearer of the provider's token"
    scheme, _, token = value.partition(" ")
    return (scheme, *_token(token)) if scheme == "Bearer" and token.count(".") == 2 else value


def _token(token: str) -> tuple[str, str]:
    """Return the header and the claims of a JWT in order, its times as distances."""
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    if "iat" in claims:
        claims["exp"] -= claims["iat"]
        claims["iat"] = "a time"
    return json.dumps(header), json.dumps(claims)


def _body(types: str, content: bytes) -> tuple[Any, Any]:
    if types.startswith("multipart/form-data"):
        boundary = types.partition("boundary=")[2]
        return _parts(types, content), _FORM_BOUNDARY.sub(b"boundary", content.replace(boundary.encode(), b"boundary"))
    text = content.decode()
    if types.startswith("application/x-www-form-urlencoded"):
        pairs = [(name, _form_value(name, value)) for name, value in parse_qsl(text, keep_blank_values=True)]
        plain = text if "assertion" not in dict(pairs) and "recipients" not in dict(pairs) else pairs
        return dict(pairs), plain
    value = json.loads(text)
    mapped = _map_texts(value)
    in_order = json.loads(text, object_pairs_hook=lambda pairs: ["object", *map(list, pairs)])
    return mapped, json.dumps(_map_texts(in_order), ensure_ascii=False)


def _form_value(name: str, value: str) -> Any:
    if name == "assertion":
        return _token(value)
    return _UNIQUE.sub(":unique", value) if name == "recipients" else value


def _parts(types: str, content: bytes) -> dict[str, Any]:
    head = f"Content-Type: {types}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + content)
    return {
        str(part.get_param("name", header="content-disposition")): (
            part["content-disposition"],
            part.get("content-type"),
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    }


def _map_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _raw_mail(item) if name == "Data" else _map_texts(item) for name, item in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and value[0] == "Data":
            return ["Data", _raw_mail(value[1])]
        return [_map_texts(item) for item in value]
    return _IMAGE.sub(r"\1", value) if isinstance(value, str) else value


def _raw_mail(text: str) -> str:
    return _mapped_mail(base64.b64decode(text)).decode()


def _mapped_mail(content: bytes) -> bytes:
    content = _MAIL_DATE.sub(b"Date: a date", content)
    return _BOUNDARY.sub(b"boundary", _MAIL_ID.sub(b"Message-ID: an id", content))


def _mail(facts: dict[str, Any], content: bytes, *, tls_is_certain: bool) -> Normal:
    # Whether the server offers encryption is not known where the mailer only takes what is offered.
    if not tls_is_certain:
        del facts["tls"]
    mapped = _mapped_mail(content).decode()
    return Normal({**facts, "mail": mapped}, {**facts, "mail": mapped})
