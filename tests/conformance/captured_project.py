"""The project of a capture, made through the HTTP API in exact mode: providers, people, topics, files, and the message."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.operations.message_data import find_file
from mockwrite.outbox.delivery import Handover
from mockwrite.providers import KINDS
from tests.delivery.called_project import CalledProject, Refused

# Made for these tests and used nowhere: the captures hold placeholders in place of keys.
KEYS = {
    "<EC P-256 private key>": """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwHtOsclDjBDzN+hg
WwEEfSe9g/vLTeH8ffKw0mH9/x2hRANCAARgadlFqeJt4QKSC+icX7AlkTRWITO0
AkHb1e3heZ/TOe8BN93p8UqM46jPkMkPdUuPq0+GyR/lEEqbwNf/w0pE
-----END PRIVATE KEY-----""",
    "<RSA private key>": """-----BEGIN PRIVATE KEY-----
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMX5lAeDi1SbGNCw
Yt5WKItBePjJBIlWuwG+uwGnvIKBnyjiVwec/JMWWxg30jJ6gxFZGkvlzloMjmrZ
oNb/uKwzWZ80qTam0Gjw5QsnggSntuVDdMXLb5maW2qnu11T02iStvaFzj86o43g
1747593DE7jpDYifxJqpPVx5lWcpAgMBAAECfzuL1fpslnvcKpqacyJsx8Ua7Efo
LnUgoR7lP1pAGXMnibfCXGrtzQpwrvWZ1J9aOhH9uusZM/fhzvRUgQwp3mFlMfmD
toDy85MN+FM+u16XQk+fs1hcKVK7doPSOSvyBB0GOvw5V6W6uF+T1624yMq203O4
zkw+AQ/FZd7KAkUCQQD0EhMo9PZ0YV49dqf8OSXdwgwgUYLTwj+xy0TJoX96n2mu
6oT0bLb7yiLNKXZCgOYM+/uUz6V5pAs8wiw8Kp/fAkEAz6a7jme5AmAAtPIcosh9
TNqTtWKIlZPOoCGcnHpOU5eKZFFmFUdcyUN3YsFgsgt+XZjZbftUBzN/jDM86rO5
9wJBAJ56ZgqAFM84sfKC60yw5s95Qlpx0tshFC6j6ARsYtQCUqMLEE2NkbsoYzSI
KYvBGp9vtsnHkpDLXaiUBBkFLE0CQQCjaC0OWndP9CZ6PlDklOttsFAunBSpyMAA
aZLp3KGIzKceXKP9uMO+qjXn5A9o7PyLQT5Re0dbx13nAWc9tyNvAkEAiDxlL442
cXLLQr2w2OnvlhNtTz0xbPHH3gAVudH96GrSNpv/qPsiwDWHFJ0sBP6sFyv4Pio6
mvrMSAMjy5ArOw==
-----END PRIVATE KEY-----""",
}
CHANNELS = {"email": "email", "sms": "phone", "push": "push"}


def prepared(value: Any) -> Any:
    """Put keys of our own where a capture has placeholders."""
    if isinstance(value, dict):
        return {name: prepared(item) for name, item in value.items()}
    return KEYS.get(value, value) if isinstance(value, str) else value


class CapturedProject:
    """One project in which a captured message can be sent."""

    def __init__(self, *, exact: bool = True, **settings: Any) -> None:
        self.mock = CalledProject(exact=exact, **settings)
        self.target_ids: dict[str, str] = {}
        self._gone: list[str] = []

    def call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Make an API call; raises Refused."""
        return self.mock.call(method, path, **body)

    # Providers ----------------------------------------------------------------------------------------------------

    def add_provider(self, stored: dict[str, Any]) -> None:
        """Make a provider as it was stored: what POST refuses comes by PATCH."""
        kind, id, project = stored["provider"], stored["$id"], self.mock.project
        credentials, options = prepared(stored["credentials"]), prepared(stored["options"])
        values = {
            "encryption": "none",
            **{name: value for name, value in {**credentials, **options}.items() if value != ""},
        }
        late = {name: values.pop(name) for name in ("replyToEmail", "from", "bundle") if name in values}
        body = {name: value for name, value in values.items() if name in KINDS[kind].create}
        self.call("POST", f"/messaging/providers/{kind}", providerId=id, name=kind, enabled=stored["enabled"], **body)
        if "bundle" in late:
            late["bundleId"] = late.pop("bundle")
        if late:
            self.call("PATCH", f"/messaging/providers/{kind}/{id}", **late)
        found = project.providers.get(id)
        assert found is not None
        if (found.enabled, found.credentials, found.options) != (stored["enabled"], credentials, options):
            # A state that the API does not let one make in a call or two.
            changes = {"enabled": stored["enabled"], "credentials": credentials, "options": options}
            project.providers.replace(found, updated_at=found.updated_at, **changes)

    # People -------------------------------------------------------------------------------------------------------

    def add_target(self, channel: str, identifier: str, provider_id: str | None = None, user_id: str = "owner") -> str:
        """Make a user (if there is none) with a target of its own; return the target's id."""
        try:
            self.call("POST", "/users", userId=user_id)
        except Refused:
            pass  # there already
        id = f"t{len(self.target_ids) + 1}"
        body = {"targetId": id, "providerType": channel, "identifier": identifier}
        self.call("POST", f"/users/{user_id}/targets", **body, **({"providerId": provider_id} if provider_id else {}))
        self.target_ids[identifier] = id
        return id

    def add_missing_provider(self, id: str) -> None:
        """Make a provider that is to be deleted before the message is sent: a target may name one that is gone."""
        self.add_provider(
            {
                "$id": id,
                "provider": "mailgun",
                "enabled": True,
                "credentials": {"isEuRegion": False, "apiKey": "k", "domain": "example.com"},
                "options": {"fromEmail": "gone@example.com"},
            }
        )
        self._gone.append(id)

    def remove_missing_providers(self) -> None:
        """Delete the providers that were made only to be named."""
        for id in self._gone:
            self.call("DELETE", f"/messaging/providers/{id}")

    def add_topic(self, id: str, subscribers: list[str]) -> None:
        """Make a topic and subscribe targets to it, by their identifiers, in order."""
        self.call("POST", "/messaging/topics", topicId=id, name=id, subscribe=["any"])
        for number, identifier in enumerate(subscribers):
            target = self.target_ids[identifier]
            self.call("POST", f"/messaging/topics/{id}/subscribers", subscriberId=f"{id}-{number}", targetId=target)

    # Files --------------------------------------------------------------------------------------------------------

    def add_file(self, id: str, name: str, content: bytes, mime_type: str) -> str:
        """Upload a file into a bucket that stores it as it is; its type is set as it was stored. Return `bucket:file`."""
        project = self.mock.project
        if "files" not in project.buckets:
            self.call(
                "POST", "/storage/buckets", bucketId="files", name="files", encryption=False, compression="none",
                maximumFileSize=30_000_000, permissions=['create("any")'],
            )  # fmt: skip
        # The name follows in a PATCH, for there is no way to write every name into the head of a multipart form.
        head = f'--b\r\nContent-Disposition: form-data; name="fileId"\r\n\r\n{id}\r\n--b\r\n'
        head += 'Content-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
        headers = {
            "x-appwrite-project": "shop",
            "x-appwrite-key": self.mock.secret,
            "content-type": "multipart/form-data; boundary=b",
        }
        body = head.encode() + (content or b"-") + b"\r\n--b--\r\n"
        answer(self.mock.instance, Request("POST", "/v1/storage/buckets/files/files", headers=headers, body=body))
        found = find_file(project, "files", id)
        assert found is not None, f"the file {name!r} was not stored"
        project.files.replace(found, updated_at=found.updated_at, name=name, mime_type=mime_type, content=content)
        return f"files:{id}"

    # The message --------------------------------------------------------------------------------------------------

    def send(self, message: dict[str, Any], addressed: dict[str, Any]) -> dict[str, Any]:
        """Make a message as it was stored and send it; return it as it is in the end."""
        route = message["type"]
        data = dict(message["data"])
        extra: dict[str, Any] = {}
        for name in ("cc", "bcc"):
            given = message.get(f"{name}, as given") or []
            if given:
                extra[name] = [self.target_ids[identifier] for identifier in given]
        if message.get("attachments"):
            extra["attachments"] = [
                self.add_file(f"a{number}", file["name"], _content(file), file["mimeType"])
                for number, file in enumerate(message["attachments"])
            ]
        if isinstance(data.get("image"), dict):
            data["image"] = self.add_file("f1", "f1.png", b"\x89PNG\r\n\x1a\n" + bytes(32), "image/png")
        receivers = {
            "topics": addressed["topics"],
            "users": addressed["users"],
            "targets": [self.target_ids[identifier] for identifier in addressed["targets"]],
        }
        first = dict(data)
        if route == "push" and not first.keys() & {"title", "body", "data"}:
            first["title"] = "0"  # counts as given, and is not stored
        path = f"/messaging/messages/{route}"
        self.call("POST", path, messageId="m1", draft=True, **receivers, **first, **extra)
        made = self.mock.project.messages.get("m1")
        stored = made.data if made is not None else {}
        missing = {name: value for name, value in data.items() if name != "image" and stored.get(name) != value}
        if missing:
            self.call("PATCH", f"{path}/m1", **missing)
        self.call("PATCH", f"{path}/m1", draft=False)
        return self.mock.message()

    def handovers(self) -> list[Handover]:
        """Return what was handed to adapters, in order, each once."""
        records = self.mock.project.outbox.records()
        return list({id(record.handover): record.handover for record in records}.values())


def project_of(batches: Sequence[dict[str, Any]], **settings: Any) -> CapturedProject:
    """Make the project of a captured message, up to the message."""
    line = batches[0]
    made = CapturedProject(**settings)
    channel = line["message"]["type"]
    for stored in line["providers"]:
        if stored["enabled"]:
            made.add_provider(stored)
    for stored in line["providers"]:
        if not stored["enabled"]:
            made.add_provider(stored)
    for identifier, provider_id, user_id in _people(line):
        if provider_id is not None and provider_id not in made.mock.project.providers:
            made.add_missing_provider(provider_id)
        made.add_target(channel, identifier, provider_id, user_id)
    for name in ("cc", "bcc"):
        for identifier in line["message"].get(f"{name}, as given") or []:
            if identifier not in made.target_ids:
                made.add_target(channel, identifier)
    for topic in line["topics"]:
        subscribers = topic["subscribers, in order"]
        if not isinstance(subscribers, list):
            # Too many to be listed: those that were served.
            subscribers = _served(batches)
            for identifier in subscribers:
                made.add_target(channel, identifier)
        made.add_topic(topic["id"], subscribers)
    made.remove_missing_providers()
    return made


def _served(batches: Sequence[dict[str, Any]]) -> list[str]:
    """Return whom the batches of a message were for; over SMTP they are the last of the blind copies."""
    names: list[str] = []
    for batch in batches:
        handed = batch["handed to the adapter"]
        hidden = len(batch["message"].get("bcc, as given") or [])
        receivers = handed["to"] or handed["bcc"][hidden:]
        names += [receiver["email"] if isinstance(receiver, dict) else receiver for receiver in receivers]
    return names


def _people(line: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    """Return the targets in order of creation: identifier, own provider, user (user1 has the first, user2 the second …)."""
    channel = line["message"]["type"]
    targets = line["targets, in order of creation"]
    if not isinstance(targets, list):
        listed = [topic["subscribers, in order"] for topic in line["topics"]]
        names = [name for subscribers in listed if isinstance(subscribers, list) for name in subscribers]
        return [(name, None, "owner") for name in names]
    return [
        (target["identifier"], target["providerId"], f"user{number}")
        for number, target in enumerate(targets, 1)
        if channel == "push" or target["identifier"].startswith("+") == (channel == "sms")
    ]


def _content(file: dict[str, Any]) -> bytes:
    if "contentBase64" in file:
        return base64.b64decode(file["contentBase64"])
    every = file["everyByte"]
    return (every.encode() if isinstance(every, str) else bytes([every])) * int(file["size"])


def channel_of(kind: str) -> str:
    """The channel of a provider kind."""
    return KINDS[kind].type
