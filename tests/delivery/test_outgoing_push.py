"""Push on the wire: FCM and APNs field by field (contract: delivery.md, appendix)."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from mockwrite.delivery.outgoing import wire_requests
from mockwrite.delivery.outgoing.wire import WireRequest
from mockwrite.outbox.content import Push
from mockwrite.records import Provider
from mockwrite.releases import parse_version, rules_for

NOW = 1_767_225_600_000
SECONDS = NOW // 1000
CREDENTIALS: dict[str, dict[str, Any]] = {
    "fcm": {"serviceAccountJSON": {"project_id": "parcels", "client_email": "push@example.com", "private_key": "k"}},
    "apns": {"authKey": "k", "authKeyId": "KEY", "teamId": "TEAM", "bundleId": "com.example"},
    "appwrite": {},
}


def wire(
    kind: str, push: Push, version: str = "1.9.6", *, credentials: Any = None, options: dict[str, Any] | None = None
) -> list[WireRequest]:
    """Return the requests of a push under a release."""
    carrier = Provider(
        id="p",
        created_at=NOW,
        updated_at=NOW,
        name="p",
        kind=kind,
        type="push",
        enabled=True,
        credentials=CREDENTIALS[kind] if credentials is None else credentials,
        options=options or {},
    )
    return wire_requests(carrier, push, rules_for(parse_version(version)), now=NOW)


def message(version: str = "1.9.6", **fields: Any) -> Any:
    """Return FCM's message for one device, without its token."""
    _, send = wire("fcm", Push(to=("t",), **fields), version)
    content = json.loads(send.body)["message"]
    assert content.pop("token") == "t"
    return content


def payload(version: str = "1.9.6", **fields: Any) -> Any:
    """Return the body of an APNs request for one device."""
    [send] = wire("apns", Push(to=("t",), **fields), version)
    return json.loads(send.body)


def claims(token: str) -> Any:
    """Read the claims of a JWT without looking at its signature."""
    segment = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


FCM_FIELDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"title": "T"}, {"notification": {"title": "T"}}),
    ({"body": "B"}, {"notification": {"body": "B"}}),
    ({"data": {"n": 1}}, {"data": {"n": 1}}),
    ({"data": {}}, {"data": []}),
    ({"data": {"0": "a", "1": {"x": {}}}}, {"data": ["a", {"x": []}]}),
    (
        {"action": "A"},
        {"android": {"notification": {"click_action": "A"}}, "apns": {"payload": {"aps": {"category": "A"}}}},
    ),
    (
        {"image": "I"},
        {
            "android": {"notification": {"image": "I"}},
            "apns": {"payload": {"aps": {"mutable-content": 1}}, "fcm_options": {"image": "I"}},
        },
    ),
    ({"sound": "S"}, {"android": {"notification": {"sound": "S"}}, "apns": {"payload": {"aps": {"sound": "S"}}}}),
    ({"critical": False}, {"apns": {"payload": {"aps": {"sound": {"critical": 1}}}}}),
    (
        {"critical": True, "sound": "S"},
        {
            "android": {"notification": {"sound": "S"}},
            "apns": {"payload": {"aps": {"sound": {"critical": 1, "name": "S"}}}},
        },
    ),
    ({"icon": "I"}, {"android": {"notification": {"icon": "I"}}}),
    ({"color": "C"}, {"android": {"notification": {"color": "C"}}}),
    ({"tag": "T"}, {"android": {"notification": {"tag": "T"}}}),
    ({"badge": 0}, {"apns": {"payload": {"aps": {"badge": 0}}}}),
    ({"content_available": True}, {"apns": {"payload": {"aps": {"content-available": 1}}}}),
    ({"content_available": False}, {"apns": {"payload": {"aps": {"content-available": 0}}}}),
    ({"priority": "high"}, {"android": {"priority": "high"}, "apns": {"headers": {"apns-priority": "10"}}}),
    ({"priority": "normal"}, {"android": {"priority": "normal"}, "apns": {"headers": {"apns-priority": "5"}}}),
    ({"channel_id": "C"}, {}),
]
APNS_FIELDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"title": "T"}, {"aps": {"alert": {"title": "T"}}}),
    ({"body": "B"}, {"aps": {"alert": {"body": "B"}}}),
    ({"data": {"n": 1}}, {"aps": {"data": {"n": 1}}}),
    ({"action": "A"}, {"aps": {"category": "A"}}),
    ({"sound": "S"}, {"aps": {"sound": "S"}}),
    ({"critical": False}, {"aps": {"sound": {"critical": 1, "name": "default", "volume": 1.0}}}),
    ({"critical": True, "sound": "S"}, {"aps": {"sound": {"critical": 1, "name": "S", "volume": 1.0}}}),
    ({"badge": 3}, {"aps": {"badge": 3}}),
    ({"content_available": False}, {"aps": {"content-available": 0}}),
    ({"priority": "high"}, {"headers": {"apns-priority": "10"}}),
    ({"priority": "normal"}, {"headers": {"apns-priority": "5"}}),
    ({"title": "T", "image": "I", "icon": "I", "color": "C", "tag": "T"}, {"aps": {"alert": {"title": "T"}}}),
]


@pytest.mark.parametrize(("fields", "expected"), FCM_FIELDS, ids=[str(fields) for fields, _ in FCM_FIELDS])
def test_fcm_gets_each_field_in_its_places_and_nothing_else(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    assert message(**fields) == expected


@pytest.mark.parametrize(("fields", "expected"), APNS_FIELDS, ids=[str(fields) for fields, _ in APNS_FIELDS])
def test_apns_gets_each_field_in_its_place_and_nothing_else(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    assert payload(**fields) == expected


def test_fcm_asks_for_a_token_once_and_sends_once_a_device() -> None:
    token, *sends = wire("fcm", Push(to=("a", "b"), title="T"))
    form = parse_qs(token.body)
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    assert claims(form["assertion"][0]) == {
        "iss": "push@example.com",
        "iat": SECONDS - 60,
        "exp": SECONDS + 3600,
        "scope": "https://www.googleapis.com/auth/firebase.messaging",
        "aud": token.url,
    }
    assert form["assertion"][0].endswith(".***")
    assert token.recipients == ()
    assert [send.recipients for send in sends] == [("a",), ("b",)]
    assert {send.url for send in sends} == {"https://fcm.googleapis.com/v1/projects/parcels/messages:send"}


@pytest.mark.parametrize("stored", [{}, {"serviceAccountJSON": [1]}, {"serviceAccountJSON": 1}], ids=str)
def test_an_odd_service_account_can_be_shown_too(stored: dict[str, Any]) -> None:
    token, send = wire("fcm", Push(to=("t",), title="T"), credentials=stored)
    assert claims(parse_qs(token.body)["assertion"][0])["iss"] == ""
    assert send.url == "https://fcm.googleapis.com/v1/projects//messages:send"


def test_apns_signs_in_with_the_key_and_the_team() -> None:
    [send] = wire("apns", Push(to=("t",), title="T"))
    assert send.url == "https://api.push.apple.com/3/device/t"
    assert claims(send.headers["Authorization"]) == {"iss": "TEAM", "iat": SECONDS, "exp": SECONDS + 3600}
    assert (send.headers["apns-topic"], send.headers["apns-push-type"]) == ("com.example", "alert")
    assert "apns-priority" not in send.headers
    assert '"iss": "TEAM"' in send.note


def test_apns_has_a_sandbox() -> None:
    [send] = wire("apns", Push(to=("t",), title="T"), options={"sandbox": True})
    assert send.url == "https://api.development.push.apple.com/3/device/t"


def test_up_to_1_6_1_unset_fields_were_sent_as_null() -> None:
    assert message("1.6.1", body="B")["notification"] == {"title": None, "body": "B"}
    assert payload("1.6.1", body="B", action="A") == {
        "aps": {"alert": {"title": None, "body": "B"}, "badge": None, "sound": None, "data": None}
    }


def test_appwrites_own_push_is_said_to_be_internal() -> None:
    [record] = wire("appwrite", Push(to=("t",), title="T"), options={"qos": 1})
    assert (record.method, record.url, record.headers) == ("INTERNAL", "", {})
    assert json.loads(record.body) == {"title": "T", "qos": 1}
    assert "not public" in record.note
