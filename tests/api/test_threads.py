"""Several threads at once: a project's lock loses nothing."""

from __future__ import annotations

import http.client
import json
import threading
from urllib.parse import urlsplit

from mockwrite.mock_appwrite import MockAppwrite

CREATES = 500


def _create(world: MockAppwrite, name: str, answered: list[str]) -> None:
    address = urlsplit(world.endpoint)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    headers = {
        "X-Appwrite-Project": world.project_id,
        "X-Appwrite-Key": world.api_key,
        "Content-Type": "application/json",
    }
    for number in range(CREATES):
        body = json.dumps({"messageId": f"{name}-{number}", "content": "Hello", "users": ["ada"]})
        connection.request("POST", "/v1/messaging/messages/sms", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 201:
            answered.append(f"{name}-{number}")
    connection.close()


def test_two_threads_that_create_five_hundred_messages_each_lose_none(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.user(id="ada", phone="+12025550101")
    mock_appwrite.given.provider("twilio")
    answered: list[str] = []
    threads = [threading.Thread(target=_create, args=(mock_appwrite, name, answered)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {f"{name}-{number}" for name in ("a", "b") for number in range(CREATES)}
    assert set(answered) == expected
    assert {message.id for message in mock_appwrite.project.messages} == expected
    assert {sent.message_id for sent in mock_appwrite.outbox} == expected
