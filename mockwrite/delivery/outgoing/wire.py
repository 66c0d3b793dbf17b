"""One request on the wire, and what all adapters have in common (delivery.md, appendix, "Common")."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, TypeAlias, TypeVar
from urllib.parse import quote_plus

from ...outbox.masking import MASK
from ...php.arrays import with_lists
from ...php.numbers import with_numbers
from ...records import Provider
from ...releases import Rules


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One request that a provider would have received.

    `method` is an HTTP method, `SMTP`, or `INTERNAL` where nothing leaves Appwrite. For SMTP `headers` are the facts of
    the session and `body` is the MIME message. `recipients` are all whom this request reaches, each once, copies too.
    `note` says what the request itself does not show: the claims of a token, when it is sent at all. `Host`, `Accept` and
    `Content-Length`, which the HTTP library adds, are left out. `raw` are the bytes of a body that is no plain text.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: str
    recipients: tuple[str, ...]
    note: str = ""
    raw: bytes | None = None

    @property
    def content(self) -> bytes:
        """The body as bytes."""
        return self.body.encode("utf-8", "replace") if self.raw is None else self.raw

    def as_dict(self) -> dict[str, Any]:
        """Return the request as JSON values."""
        shown = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "raw"}
        return {**shown, "headers": dict(self.headers), "recipients": list(self.recipients)}


@dataclass(frozen=True, slots=True)
class Sending:
    """One hand-over: by which provider, under which rules, when (project time in ms), and are secrets masked.

    `steps` are the requests that were made where the provider's answers decide it; empty: those of a success.
    """

    provider: Provider
    rules: Rules
    now: int
    masked: bool = True
    steps: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        """The time in whole seconds."""
        return self.now // 1000

    def credential(self, name: str) -> str:
        """Return a stored credential as text, empty when there is none."""
        return _text(self.provider.credentials, name)

    def option(self, name: str) -> str:
        """Return a stored option as text, empty when there is none."""
        return _text(self.provider.options, name)

    def secret(self, name: str) -> str:
        """Return a stored credential, masked if secrets are."""
        return self.hide(self.credential(name))

    def hide(self, secret: str) -> str:
        """Mask a secret unless they are to be shown."""
        return MASK if self.masked else secret

    def basic(self, user: str, password: str) -> dict[str, str]:
        """Return the header of HTTP basic authentication."""
        return {"Authorization": "Basic " + self.hide(base64.b64encode(f"{user}:{password}".encode()).decode())}

    def bearer(self, name: str) -> dict[str, str]:
        """Return the header that carries a stored credential as bearer token."""
        return {"Authorization": "Bearer " + self.secret(name)}


C = TypeVar("C")
# The functions that write the requests of providers of one channel, by their kind.
Builders: TypeAlias = Mapping[str, Callable[[Sending, C], list[WireRequest]]]


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def each_once(*groups: Iterable[str]) -> tuple[str, ...]:
    """Join groups of recipients, without repetitions, in order."""
    return tuple(dict.fromkeys(recipient for group in groups for recipient in group))


class Body(NamedTuple):
    """A body as text, and its media type."""

    type: str
    text: str


def request(
    adapter: str,
    url: str,
    headers: Mapping[str, str],
    body: Body,
    recipients: Iterable[str],
    note: str = "",
) -> WireRequest:
    """Make a POST as the adapter of this name sends it."""
    sender = {"User-Agent": f"Appwrite {adapter} Message Sender"}
    return WireRequest("POST", url, {**sender, **_with_type(headers, body.type)}, body.text, tuple(recipients), note)


def _with_type(headers: Mapping[str, str], content_type: str) -> dict[str, str]:
    # Each adapter has its own place for it; where none is named it comes last.
    return {name: content_type if name == _TYPE else value for name, value in {**headers, _TYPE: content_type}.items()}


_TYPE = "Content-Type"
# Put first among an adapter's headers where the adapter does so.
TYPE_FIRST: Mapping[str, str] = {_TYPE: ""}


def batch_request(url: str, headers: Mapping[str, str], body: Any, recipients: Iterable[str], note: str) -> WireRequest:
    """Make a POST with a JSON body as the adapters of pushes send them: over HTTP/2, side by side, and without a name."""
    return WireRequest("POST", url, dict(headers), json_text(body), tuple(recipients), note)


def json_request(
    adapter: str, url: str, headers: Mapping[str, str], body: Any, recipients: Iterable[str], note: str = ""
) -> WireRequest:
    """Make a POST with a JSON body."""
    return request(adapter, url, headers, Body("application/json", json_text(body)), recipients, note)


def form_request(
    adapter: str,
    url: str,
    headers: Mapping[str, str],
    fields: Mapping[str, str | None],
    recipients: Iterable[str],
    note: str = "",
) -> WireRequest:
    """Make a POST with a form; fields that are None are left out."""
    body = Body("application/x-www-form-urlencoded", form_text(fields))
    return request(adapter, url, headers, body, recipients, note)


def json_text(value: Any) -> str:
    """Write a value as the server's JSON.

    PHP also escapes slashes and letters beyond ASCII; they are left readable here, which is the same JSON.
    """
    return json.dumps(with_numbers(with_lists(value)), ensure_ascii=False, separators=(",", ":"))


def form_text(fields: Mapping[str, str | None]) -> str:
    """Write form fields as PHP does (a tilde is escaped); the mask stays readable."""
    pairs = (f"{_form_quote(name)}={_form_quote(value)}" for name, value in fields.items() if value is not None)
    return "&".join(pairs)


def _form_quote(text: str) -> str:
    return quote_plus(text).replace("~", "%7E").replace(quote_plus(MASK), MASK)


def unsigned_token(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """Write a JWT whose signature is masked: nothing is ever signed for a provider here."""
    return ".".join([_segment(header), _segment(claims), MASK])


def _segment(values: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).rstrip(b"=").decode()


def claims_note(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """Write what a token says, for people."""
    return f"The token says: header {json.dumps(header)}, claims {json.dumps(claims)}. It is not signed here."
