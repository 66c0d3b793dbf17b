"""The journal of API calls over HTTP."""

from __future__ import annotations

import httpx

from mockwrite.testing.mock_appwrite import MockAppwrite


def send_sms(mock: MockAppwrite) -> str:
    """Send an SMS through the emulated API; return the message's id."""
    mock.given.provider("twilio")
    user = mock.given.user(phone="+15551234567")
    answer = httpx.post(
        f"{mock.endpoint}/messaging/messages/sms",
        headers={"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key},
        json={"messageId": "unique()", "content": "Hi", "users": [user.id]},
    )
    assert answer.status_code == 201
    return str(answer.json()["$id"])


def test_a_call_is_linked_to_its_message_and_deliveries(mock: MockAppwrite, control: httpx.Client) -> None:
    message_id = send_sms(mock)
    (call,) = control.get("/journal").json()["calls"]
    assert call == call | {"method": "POST", "path": "/v1/messaging/messages/sms", "status": 201, "caller": "key"}
    assert call["messageId"] == message_id
    assert call["deliveryIds"] == [record.id for record in mock.outbox]
    whole = control.get(f"/journal/{call['id']}").json()
    assert '"content"' in whole["request"]["body"]
    assert message_id in whole["answer"]["body"]


def test_calls_are_searched_and_read_by_pages(mock: MockAppwrite, control: httpx.Client) -> None:
    send_sms(mock)
    for name in ("a", "b", "c"):
        httpx.get(f"{mock.endpoint}/users/{name}", headers={"X-Appwrite-Project": mock.project_id})
    assert control.get("/journal", params={"search": "failed"}).json()["total"] == 3
    assert control.get("/journal", params={"search": "method:post"}).json()["total"] == 1
    assert control.get("/journal", params={"search": "has:delivery path:sms"}).json()["total"] == 1
    page = control.get("/journal", params={"offset": 2, "limit": 1}).json()
    assert [call["path"] for call in page["calls"]] == ["/v1/users/b"]
    assert control.get("/journal", params={"search": "channel:sms"}).status_code == 400


def test_a_call_that_is_not_kept_is_a_404(control: httpx.Client) -> None:
    assert control.get("/journal/99").status_code == 404
