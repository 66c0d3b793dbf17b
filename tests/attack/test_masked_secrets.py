"""A secret of its own in every credential that there is, then a look for each of them wherever something is kept or told.

Allowed to show them: the answer that gives one, the page and the journal in memory (docs/server.md), and the greeting its key.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

import mockwrite
from mockwrite.outbox.masking import MASK, is_secret, mask_text
from mockwrite.providers import KINDS
from tests.commands.test_serve import Served

# What stored credentials are that is no secret.
PLAIN = {"port", "host", "domain", "region", "isEuRegion", "username", "senderId", "templateId", "bundleId", "teamId"}
PROJECT = "shop"


class Sentinels(dict[str, str]):
    """Secrets that stand nowhere else, by what they are."""

    def __missing__(self, what: str) -> str:
        self[what] = f"SENTINEL{uuid4().hex}"
        return self[what]

    def found_in(self, text: str) -> list[str]:
        """Return which stand in a text."""
        return [what for what, secret in self.items() if secret in text]


class Upstream(BaseHTTPRequestHandler):
    """A server that is not ours: it refuses everything, and repeats what it was asked."""

    def do_GET(self) -> None:
        """Refuse."""
        content = json.dumps({"message": f"no {self.path}", "code": 404, "type": "general_route_not_found"}).encode()
        self.send_response(404)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PUT = do_PATCH = do_GET

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def upstream() -> Iterator[str]:
    """The address of a server that is not ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


class Attacked:
    """A served project in which each credential is used, rightly and wrongly. `told` is what the server said of it."""

    def __init__(self, served: Served, secrets: Sentinels) -> None:
        self.root = served.endpoint.removesuffix("/v1")
        self.secrets = secrets
        self.told: list[str] = []
        headers = {"X-Appwrite-Project": PROJECT}
        self.control = httpx.Client(base_url=f"{self.root}/_mockwrite", headers=headers, timeout=60)
        self.api = httpx.Client(
            base_url=served.endpoint, headers={**headers, "X-Appwrite-Key": secrets["project key"]}, timeout=60
        )
        self.user = httpx.Client(base_url=served.endpoint, headers=headers, timeout=60)

    def call(self, client: httpx.Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Make a call; a refusal is told."""
        answer = client.request(method, path, json=body, headers=headers)
        if answer.status_code >= 400:
            self.told.append(answer.text)
        return answer.json() if answer.content else None

    def close(self) -> None:
        """Close the connections."""
        for client in (self.control, self.api, self.user):
            client.close()

    def use_everything(self) -> None:
        """Use every credential."""
        self.control.post("/projects", json={"id": PROJECT, "key": self.secrets["project key"]})
        self._providers()
        self._users()
        self._account()
        self._messages()
        self.use_queries()

    def _providers(self) -> None:
        for kind, row in KINDS.items():
            given: dict[str, Any] = {}
            for name in row.credentials:
                given[name] = self.secrets[f"{kind} {name}"] if name not in PLAIN else "plain"
                if name == "serviceAccountJSON":
                    given[name] = {"project_id": "p", "client_email": "e@p.test", "private_key": given[name]}
            given |= {"isEuRegion": False} if kind == "mailgun" else {"port": 25} if kind == "smtp" else {}
            sender = {"from": "+15550001111"} if row.type == "sms" else {"fromEmail": "shop@example.com"}
            body = {
                "providerId": kind,
                "name": kind,
                **given,
                **(sender if row.type != "push" else {}),
                "enabled": True,
            }
            self.call(self.api, "POST", f"/messaging/providers/{kind}", body)
            # Refused: another time, and with a value of a wrong kind that error texts may repeat.
            self.call(self.api, "POST", f"/messaging/providers/{kind}", body)
            wrong = {name: {"a": [value]} for name, value in given.items()}
            self.call(self.api, "PATCH", f"/messaging/providers/{kind}/{kind}", wrong)

    def _users(self) -> None:
        hashed = {
            "passwordSalt": self.secrets["salt"],
            "passwordSaltSeparator": self.secrets["salt separator"],
            "passwordSignerKey": self.secrets["signer key"],
        }
        body = {"userId": "old", "email": "old@example.com", "password": self.secrets["hash"], **hashed}
        self.call(self.api, "POST", "/users/scrypt-modified", body)
        self.call(self.api, "POST", "/users/scrypt-modified", body)
        body = {"userId": "ada", "email": "ada@example.com", "phone": "+15551234567", "name": "Ada"}
        self.call(self.api, "POST", "/users", {**body, "password": self.secrets["password"]})
        self.call(self.api, "PATCH", "/users/ada/password", {"password": self.secrets["password"]})
        self.call(self.api, "PATCH", "/users/ada/password", {"password": [self.secrets["password of a wrong kind"]]})
        self.secrets["session"] = self.call(self.api, "POST", "/users/ada/sessions")["secret"]
        self.secrets["token"] = self.call(self.api, "POST", "/users/ada/tokens")["secret"]
        self.secrets["jwt"] = self.call(self.api, "POST", "/users/ada/jwts")["jwt"]
        codes = self.call(self.api, "PATCH", "/users/ada/mfa/recovery-codes")["recoveryCodes"]
        self.secrets["recovery code"] = codes[0]

    def _account(self) -> None:
        login = {"email": "ada@example.com", "password": self.secrets["password"]}
        self.call(self.user, "POST", "/account/sessions/email", login)
        self.call(self.user, "POST", "/account/sessions/email", {**login, "password": self.secrets["wrong password"]})
        me = {"X-Appwrite-Session": self.secrets["session"]}
        change = {"password": self.secrets["new password"], "oldPassword": self.secrets["password"]}
        self.call(self.user, "PATCH", "/account/password", change, **me)
        self.call(self.user, "PATCH", "/account/password", {**change, "oldPassword": self.secrets["no password"]}, **me)
        self.call(self.user, "GET", "/account", **{"X-Appwrite-JWT": self.secrets["jwt"]})
        self.call(self.user, "GET", "/account", **{"X-Appwrite-JWT": f"{self.secrets['wrong jwt']}.a.b"})
        app = self.call(self.user, "POST", "/account/mfa/authenticators/totp", {}, **me)
        self.secrets["second factor"] = app["secret"]
        url = f"http://localhost/reset?token={self.secrets['token in a link']}"
        self.call(self.user, "POST", "/account/recovery", {"email": "ada@example.com", "url": url})
        self.call(
            self.user, "POST", "/account/tokens/magic-url", {"userId": "ada", "email": "ada@example.com", "url": url}
        )
        self.call(self.user, "POST", "/account/verifications/email", {"url": url}, **me)
        for mail in self.control.get("/outbox", params={"origin": "recovery"}).json()["deliveries"]:
            self.secrets["recovery"] = mail["secret"]
        for mail in self.control.get("/outbox", params={"origin": "magic-url"}).json()["deliveries"]:
            self.secrets["magic link"] = mail["secret"]
        for secret in (self.secrets["magic link"], self.secrets["wrong link"]):
            self.call(self.user, "PUT", "/account/sessions/magic-url", {"userId": "ada", "secret": secret})
        body = {"userId": "ada", "password": self.secrets["recovered password"], "secret": self.secrets["recovery"]}
        self.call(self.user, "PUT", "/account/recovery", body)
        self.call(self.user, "PUT", "/account/recovery", body)
        self.call(self.user, "POST", "/account/sessions/token", {"userId": "ada", "secret": self.secrets["token"]})
        self.call(
            self.user,
            "PUT",
            "/account/mfa/challenges",
            {"challengeId": "c", "otp": self.secrets["one-time code"]},
            **me,
        )

    def _messages(self) -> None:
        link = f"https://app.test/go?a=1&amp;secret={self.secrets['link of a message']}"
        inner = f"https://app.test/?to=https%3A%2F%2Fx.test%3Ftoken%3D{self.secrets['link in a link']}"
        pad = "lorem ipsum " * 9
        for enabled in [kind for kind in KINDS if KINDS[kind].type != "push" and kind != "smtp"]:
            self.call(self.api, "PATCH", f"/messaging/providers/{KINDS[enabled].type}/{enabled}", {})
        for kind in KINDS:
            # One provider at a time, so that each has its turn.
            for other in KINDS:
                self.call(self.api, "PATCH", f"/messaging/providers/{other}/{other}", {"enabled": other == kind})
            body: dict[str, Any] = {"messageId": f"m-{kind}", "users": ["ada"]}
            body |= {"content": f"{pad}<a href='{link}'>x</a> {inner}"}
            channel = KINDS[kind].type
            if channel == "push":
                data = {"secret": self.secrets["secret of a push"], "open": inner}
                del body["content"]
                body |= {"title": "Hi", "body": inner, "data": data}
                target = {
                    "targetId": f"t-{kind}",
                    "providerType": "push",
                    "providerId": kind,
                    "identifier": f"device-{kind}",
                }
                self.call(self.api, "POST", "/users/ada/targets", target)
            elif channel == "email":
                body |= {"subject": "Hi", "html": True}
            self.call(self.api, "POST", f"/messaging/messages/{channel}", body)

    def use_queries(self) -> None:
        """Put secrets into queries."""
        for name in ("secret", "jwt", "password", "apiKey", "token", "pass%77ord", "secret[0]"):
            secret = self.secrets[f"query {name}"]
            for path in ("/account", "/users", "/messaging/messages/none", "/functions/none", f"/none?{name}={secret}"):
                self.call(self.user, "GET", f"{path}{'&' if '?' in path else '?'}a=1&{name}={secret}")


@pytest.fixture(params=[(), ("--record-links",)], ids=["masked", "links whole"])
def flags(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Flags of the recording."""
    chosen: tuple[str, ...] = request.param
    return chosen


def test_no_credential_stands_where_something_is_kept_or_told(
    tmp_path: Path, upstream: str, flags: tuple[str, ...]
) -> None:
    path, secrets = tmp_path / "run.jsonl", Sentinels()
    served = Served(
        "--record", str(path), "--webhook", upstream, "--webhook-secret", secrets["webhook secret"], *flags,
        "--relay", f"smtp://mail:{secrets['password of the relay']}@127.0.0.1:9",
    )  # fmt: skip
    attacked = Attacked(served, secrets)
    try:
        attacked.use_everything()
        control = attacked.control
        sent = control.get("/outbox", params={"limit": 1000, "status": "any"}).json()["deliveries"]
        wires = [control.get(f"/outbox/{item['id']}/wire").text for item in sent]
        kept = [control.get(f"/outbox/{item['id']}/wire", params={"links": "masked"}).text for item in sent]
        explained = [control.get(f"/explain/{item['messageId']}").text for item in sent if item["messageId"]]
        # What comes closest is shown as it was captured; the calls that were refused are not.
        late = control.get("/wait", params={"timeout": 0, "search": "to:nobody-here"}).json()
        told = [*attacked.told, *late["refused"], *late["situation"]]
        forwarded = [json.dumps(control.get(f"/outbox/{item['id']}").json()["forwarded"]) for item in sent]
        metrics = control.get("/metrics").text
    finally:
        attacked.close()
        printed, complaints = served.stop()
    # They were used, and in memory links are whole.
    assert {item["provider"] for item in sent} >= set(KINDS)
    whole = {what: secrets[what] for what in ("link of a message", "link in a link", "secret of a push", "magic link")}
    for secret in whole.values():
        assert any(secret in json.dumps(item) for item in sent)
        assert any(secret in wire for wire in wires) or secret == whole["magic link"]
    assert set(secrets.found_in("\n".join(wires))) <= {*whole, "recovery", "token in a link"}
    assert secrets.found_in("\n".join(kept)) == []
    for text in (*told, *explained, *forwarded):
        assert not secrets.found_in(text), text
    assert secrets.found_in(printed + complaints + metrics) == []
    recorded = secrets.found_in(path.read_text())
    assert set(recorded) == ({*whole, "recovery", "token in a link"} if flags else set())
    recording = mockwrite.open_recording(path)
    assert recording.unread == ()
    # What tells about a failed test is written of calls that are still whole.
    assert secrets.found_in("\n".join(map(str, recording.journal))) == []


def test_no_credential_of_a_call_that_is_passed_on_stands_anywhere(tmp_path: Path, upstream: str) -> None:
    path, secrets = tmp_path / "run.jsonl", Sentinels()
    served = Served("--record", str(path), "--upstream", upstream, "--upstream-key", secrets["upstream key"])
    attacked = Attacked(served, secrets)
    try:
        attacked.control.post("/projects", json={"id": PROJECT, "key": secrets["project key"]})
        attacked.use_queries()
        body = {"password": secrets["password"], "email": "ada@example.com"}
        assert attacked.call(attacked.user, "POST", "/functions/notify/executions", body)["code"] == 404
        assert "upstream" in attacked.control.get("/journal").text
        told = attacked.control.get("/wait", params={"timeout": 0, "search": "to:nobody-here"}).text
    finally:
        attacked.close()
        printed, complaints = served.stop()
    for text in (printed, complaints, told, path.read_text()):
        assert [line for line in text.splitlines() if secrets.found_in(line)] == []


def test_failure_texts_show_no_credential_of_a_refused_call() -> None:
    with mockwrite.MockServer() as server, server.project() as mock:
        for name in ("secret", "jwt", "password", "apiKey", "token"):
            httpx.get(f"{mock.endpoint}/users?{name}=SENTINEL&a=kept", headers={"X-Appwrite-Project": mock.project_id})
        with pytest.raises(AssertionError) as failure:
            mock.outbox.one(to="ada@example.com")
        text = str(failure.value)
        assert "a=kept" in text
        assert "SENTINEL" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_name_of_each_credential_of_a_provider_tells_that_it_is_secret(kind: str) -> None:
    assert {name for name in KINDS[kind].credentials if not is_secret(name)} <= PLAIN


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://a.test/?secret=abc to sign in", f"https://a.test/?secret={MASK} to sign in"),
        ("?a=1&amp;token=abc<b>", f"?a=1&amp;token={MASK}<b>"),
        ("https://a.test/#access_token=abc", f"https://a.test/#access_token={MASK}"),
        ("?next=https%3A%2F%2Fb%3Fjwt%3Dabc%26c%3D1&d=2", f"?next=https%3A%2F%2Fb%3Fjwt%3D{MASK}%26c%3D1&d=2"),
        ("smtp://mail:abc@b.test:25", f"smtp://mail:{MASK}@b.test:25"),
        ("apiKey=abc", f"apiKey={MASK}"),
        ("a=b&totp=true&queries[0]=limit(1)", "a=b&totp=true&queries[0]=limit(1)"),
        ("to ada@example.com at 12:30", "to ada@example.com at 12:30"),
    ],
)
def test_parameters_and_passwords_are_masked_and_nothing_around_them(text: str, masked: str) -> None:
    assert mask_text(text) == masked
