"""The calls of `verify` to what lies around Messaging: signing in, second factors, files and teams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .steps import Step, one_query

_U1, _U2 = "/users/{p}u1", "/users/{p}u2"
_PASSWORD = "correct horse battery"
# One hash of the same word for each algorithm that users can be brought along with.
_HASHES: dict[str, dict[str, Any]] = {
    "argon2": {"password": "$argon2i$v=19$m=20,t=3,p=2$YXBwd3JpdGU$A/54i238ed09ZR4NwlACU5XnkjNBZU9QeOEuhjLiexI"},
    "bcrypt": {"password": "$2a$15$xX/myGbFU.ZSKHSi6EHdBOySTdYm8QxBLXmOPHrYMwV0mHRBBSBOq"},
    "md5": {"password": "144fa7eaa4904e8ee120651997f70dcc"},
    "phpass": {"password": "$P$Br387rwferoKN7uwHZqNMu98q3U8RO."},
    "sha": {"password": "4243da0a694e8a2f727c8060fe0507c8fa01ca68146c76d2c190805b638c20c6", "passwordVersion": "sha256"},
    "scrypt": {
        "password": "3fdef49701bc4cfaacd551fe017283513284b4731e6945c263246ef948d3cf63",
        "passwordSalt": "salt", "passwordCpu": 16384, "passwordMemory": 12, "passwordParallel": 2, "passwordLength": 64,
    },
    "scrypt-modified": {
        "password": "UlM7JiXRcQhzAGlaonpSqNSLIz475WMddOgLjej5De9vxTy48K6WtqlEzrRFeK4t0COfMhWCb8wuMHgxOFCHFQ==",
        "passwordSalt": "UxLMreBr6tYyjQ==", "passwordSaltSeparator": "Bw==",
        "passwordSignerKey": "XyEKE9RcTDeLEsL/RjwPDBv/RqDl8fb3gpYEOQaPihbxf1ZAtSOHCjuAAa7Q3oHpCYhXSN9tizHgVOwn6krflQ==",
    },
}  # fmt: skip


def users() -> Iterator[Step]:
    """Everything else that a key can do with a user."""
    for algorithm, values in _HASHES.items():
        made = {"userId": f"{{p}}{algorithm}", "email": f"{{p}}{algorithm}@example.com", **values}
        deviation = "sha-options" if algorithm == "sha" else None
        yield Step(f"a user with a hash by {algorithm}", "POST", f"/users/{algorithm}", made, deviation=deviation)
        yield Step(f"the user with a hash by {algorithm} deleted", "DELETE", f"/users/{{p}}{algorithm}")
    yield Step("a number", "PATCH", f"{_U1}/phone", {"number": "{phone}"})
    yield Step("a number that is taken", "PATCH", f"{_U2}/phone", {"number": "{phone}"})
    yield Step("a number that is none", "PATCH", f"{_U2}/phone", {"number": "12"})
    yield Step("an address that is taken", "PATCH", f"{_U2}/email", {"email": "{p}u1b@example.com"})
    yield Step("a verified number", "PATCH", f"{_U1}/verification/phone", {"phoneVerification": True})
    yield Step("a password", "PATCH", f"{_U1}/password", {"password": _PASSWORD})
    yield Step("a short password", "PATCH", f"{_U1}/password", {"password": "short"})
    yield Step("memberships of nobody", "GET", "/users/{p}none/memberships")
    yield Step("memberships", "GET", f"{_U1}/memberships")
    yield Step("what the user did", "GET", f"{_U1}/logs")
    yield Step("identities", "GET", "/users/identities")
    yield Step("an unknown identity deleted", "DELETE", "/users/identities/{p}none")
    yield Step("usage", "GET", "/users/usage", query=(("range", "24h"),))
    yield Step("usage over a wrong time", "GET", "/users/usage", query=(("range", "1y"),))
    yield Step("a user who may act as others", "PATCH", f"{_U1}/impersonator", {"impersonator": True})
    yield Step("… and no longer", "PATCH", f"{_U1}/impersonator", {"impersonator": False})
    yield from _factors()


def _factors() -> Iterator[Step]:
    codes = f"{_U1}/mfa/recovery-codes"
    yield Step("second factors", "GET", f"{_U1}/mfa/factors")
    yield Step("no recovery codes", "GET", codes)
    yield Step("no recovery codes to replace", "PUT", codes)
    yield Step("recovery codes", "PATCH", codes)
    yield Step("recovery codes again", "PATCH", codes)
    yield Step("recovery codes read", "GET", codes)
    yield Step("recovery codes replaced", "PUT", codes)
    yield Step("no authenticator to delete", "DELETE", f"{_U1}/mfa/authenticators/totp")
    yield Step("a second factor wanted", "PATCH", f"{_U1}/mfa", {"mfa": True})
    yield Step("no second factor wanted", "PATCH", f"{_U1}/mfa", {"mfa": False})


def account() -> Iterator[Step]:
    """Signing in and out, and what a signed-in user can do; the session is one that the key makes."""
    signed_in = {"x-appwrite-session": "{session}"}
    by_jwt = {"x-appwrite-jwt": "{jwt}"}

    def as_user(name: str, method: str, path: str, body: Any = None, **more: Any) -> Step:
        return Step(name, method, path, body, **{"key": "none", "headers": signed_in, **more})

    yield Step("a session", "POST", f"{_U1}/sessions", {}, keeps={"session": "secret", "session_id": "$id"})
    yield Step("sessions", "GET", f"{_U1}/sessions")
    yield Step("a JWT", "POST", f"{_U1}/jwts", {}, keeps={"jwt": "jwt"})
    yield Step("a token", "POST", f"{_U1}/tokens", {}, keeps={"token": "secret"})
    yield Step("a token of no length", "POST", f"{_U1}/tokens", {"length": 0})
    yield as_user("the account", "GET", "/account")
    yield as_user("the account by JWT", "GET", "/account", headers=by_jwt)
    yield as_user("a JWT that is none", "GET", "/account", headers={"x-appwrite-jwt": "a.b.c"})
    yield as_user("a session and a JWT", "GET", "/account", headers={**signed_in, **by_jwt})
    yield Step("a key and a session", "GET", "/messaging/topics", headers=signed_in)
    yield as_user("the account named", "PATCH", "/account/name", {"name": "Three"})
    yield as_user("the account's preferences", "PATCH", "/account/prefs", {"prefs": {"b": 2}})
    yield as_user("the account's preferences read", "GET", "/account/prefs")
    yield as_user("the account's sessions", "GET", "/account/sessions")
    yield as_user("the account's session", "GET", "/account/sessions/current")
    yield as_user("the account's session extended", "PATCH", "/account/sessions/current")
    yield as_user("an unknown session of the account", "GET", "/account/sessions/{p}none")
    yield as_user("a JWT of the account", "POST", "/account/jwts", {})
    yield as_user("a user's topics", "GET", "/messaging/topics")
    yield Step("a second factor wanted of a session", "PATCH", f"{_U1}/mfa", {"mfa": True})
    yield as_user("the account with one factor", "GET", "/account")
    yield as_user("a user's topics with one factor", "GET", "/messaging/topics")
    yield as_user("the account by JWT with one factor", "GET", "/account", headers=by_jwt)
    yield Step("one factor is enough again", "PATCH", f"{_U1}/mfa", {"mfa": False})
    device = {"targetId": "{p}device", "identifier": "{p}device"}
    yield as_user("a device", "POST", "/account/targets/push", device)
    yield as_user("a device again", "POST", "/account/targets/push", device)
    yield as_user("a device's token", "PUT", "/account/targets/{p}device/push", {"identifier": "{p}device2"})
    yield as_user("a device deleted", "DELETE", "/account/targets/{p}device/push")
    yield as_user("an unknown device deleted", "DELETE", "/account/targets/{p}none/push")
    sign_in = {"email": "{p}u1b@example.com", "password": _PASSWORD}
    yield as_user("signing in twice", "POST", "/account/sessions/email", sign_in)
    yield Step("signing in", "POST", "/account/sessions/email", sign_in, key="none")
    yield Step("a wrong password", "POST", "/account/sessions/email", {**sign_in, "password": "wrong word"}, key="none")
    by_token = {"userId": "{p}u1", "secret": "{token}"}
    yield Step("a wrong token", "POST", "/account/sessions/token", {**by_token, "secret": "wrong"}, key="none")
    yield Step("signing in by token", "POST", "/account/sessions/token", by_token, key="none")
    new = {"userId": "{p}u4", "email": "{p}u4@example.com", "password": _PASSWORD}
    yield Step("signing up", "POST", "/account", new, key="none")
    yield Step("signing up again", "POST", "/account", new, key="none")
    yield from _leaving()
    yield Step("an unknown session deleted", "DELETE", f"{_U1}/sessions/{{p}}none")
    yield Step("a session deleted", "DELETE", f"{_U1}/sessions/{{session_id}}")
    yield as_user("with a session that is gone", "GET", "/account")
    yield Step("all sessions deleted", "DELETE", f"{_U1}/sessions")
    yield Step("a session of a blocked user", "POST", f"{_U2}/sessions", {}, keeps={"blocked": "secret"})
    yield as_user("a blocked user", "GET", "/account", headers={"x-appwrite-session": "{blocked}"})


def _leaving() -> Iterator[Step]:
    """The ways in which a user ends what it has, each with a session of its own."""
    own: dict[str, Any] = {"key": "none", "headers": {"x-appwrite-session": "{leaving}"}}
    words = {"password": "another good word", "oldPassword": _PASSWORD}
    yield Step("a session for changing oneself", "POST", "/users/{p}u4/sessions", {}, keeps={"leaving": "secret"})
    moved = {"email": "{p}u4b@example.com", "password": _PASSWORD}
    yield Step("the account's address", "PATCH", "/account/email", moved, **own)
    yield Step("the account's number", "PATCH", "/account/phone", {"phone": "{phone2}", "password": _PASSWORD}, **own)
    yield Step(
        "the account's number, wrong password",
        "PATCH",
        "/account/phone",
        {"phone": "{phone2}", "password": "wrong word"},
        **own,
    )
    yield Step("the account's password", "PATCH", "/account/password", words, **own)
    yield Step("what the account did", "GET", "/account/logs", **own)
    for name, method, path in (
        ("signing out", "DELETE", "/account/sessions/current"),
        ("signing out everywhere", "DELETE", "/account/sessions"),
        ("blocking oneself", "PATCH", "/account/status"),
        ("deleting oneself", "DELETE", "/account"),
    ):
        yield Step(f"a session for {name}", "POST", "/users/{p}u4/sessions", {}, keeps={"leaving": "secret"})
        yield Step(name, method, path, **own)
        if path == "/account/status":
            yield Step("unblocking", "PATCH", "/users/{p}u4/status", {"status": True})
    yield Step("the new user is gone", "GET", "/users/{p}u4")
    yield Step(
        "signing in as nobody", "POST", "/account/sessions/anonymous", {}, key="none", keeps={"anonymous": "userId"}
    )
    yield Step("nobody deleted", "DELETE", "/users/{anonymous}")


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def storage() -> Iterator[Step]:
    """Buckets and files, and messages that refer to them."""
    bucket, files = "/storage/buckets/{p}b", "/storage/buckets/{p}b/files"
    new = {"bucketId": "{p}b", "name": "B", "maximumFileSize": 1000, "allowedFileExtensions": ["txt", "png"]}
    yield Step("a bucket", "POST", "/storage/buckets", new)
    yield Step("a bucket again", "POST", "/storage/buckets", new)
    yield Step("a bucket with null", "POST", "/storage/buckets", {"bucketId": "{p}b9", "name": "B", "antivirus": None})
    yield Step("the bucket", "GET", bucket)
    yield Step("the buckets", "GET", "/storage/buckets", query=one_query("limit", None, 1))
    yield Step("an unknown bucket", "GET", "/storage/buckets/{p}none")
    yield Step("the bucket replaced", "PUT", bucket, {**new, "name": "B2"})
    yield Step("a file", "POST", files, {"fileId": "{p}f"}, upload=b"hello")
    yield Step("a file again", "POST", files, {"fileId": "{p}f"}, upload=b"hello")
    yield Step("an image", "POST", files, {"fileId": "{p}i"}, upload=_PNG)
    yield Step("no file", "POST", files, {"fileId": "{p}g"})
    yield Step("a file that is too large", "POST", files, {"fileId": "{p}g"}, upload=b"x" * 1001)
    wrong_range = {"content-range": "bytes 9-1/5"}
    yield Step("a wrong range", "POST", files, {"fileId": "{p}g"}, upload=b"hello", headers=wrong_range)
    chunk = {"content-range": "bytes 0-4/10", "x-appwrite-id": "_x"}
    yield Step("a wrong id of a chunk", "POST", files, {"fileId": "{p}g"}, upload=b"hello", headers=chunk)
    yield Step("the file", "GET", f"{files}/{{p}}f")
    yield Step("the files", "GET", files)
    yield Step("an unknown file", "GET", f"{files}/{{p}}none")
    yield Step("a file renamed", "PUT", f"{files}/{{p}}f", {"name": "b.txt"})
    for way in ("download", "view"):
        yield Step(f"{way}", "GET", f"{files}/{{p}}f/{way}")
    yield Step("preview", "GET", f"{files}/{{p}}i/preview")
    yield Step("preview of a wrong width", "GET", f"{files}/{{p}}i/preview", query=(("width", "x"),))
    yield Step("a range that is not there", "GET", f"{files}/{{p}}f/download", headers={"range": "bytes=90-99"})
    yield Step("an image without its JWT", "GET", f"{files}/{{p}}i/push", key="none")
    mail = {"messageId": "{p}attached", "subject": "S", "content": "C", "draft": True}
    yield Step("an attachment", "POST", "/messaging/messages/email", {**mail, "attachments": ["{p}b:{p}f"]})
    yield Step("an attachment deleted", "DELETE", "/messaging/messages/{p}attached")
    lost = {**mail, "messageId": "{p}x", "attachments": ["{p}b:{p}none"]}
    yield Step("an unknown attachment", "POST", "/messaging/messages/email", lost)
    push = {"messageId": "{p}pictured", "title": "T", "body": "B", "draft": True}
    pictured = {**push, "image": "{p}b:{p}i"}
    address = {"image_jwt": "data.image.url?jwt"}
    yield Step("an image in a push", "POST", "/messaging/messages/push", pictured, keeps=address)
    by_address: dict[str, Any] = {"key": "none", "query": (("jwt", "{image_jwt}"),)}
    yield Step("an image by its address", "GET", f"{files}/{{p}}i/push", **by_address)
    yield Step("another file by that address", "GET", f"{files}/{{p}}f/push", **by_address)
    yield Step("an image deleted", "DELETE", "/messaging/messages/{p}pictured")
    text = {**push, "messageId": "{p}x", "image": "{p}b:{p}f"}
    yield Step("an image that is none", "POST", "/messaging/messages/push", text)
    yield Step("a file deleted", "DELETE", f"{files}/{{p}}f")
    yield Step("a file deleted again", "DELETE", f"{files}/{{p}}f")
    yield Step("a bucket deleted", "DELETE", bucket)


def teams() -> Iterator[Step]:
    """Teams and memberships."""
    team, members = "/teams/{p}team", "/teams/{p}team/memberships"
    new = {"teamId": "{p}team", "name": "T"}
    yield Step("a team", "POST", "/teams", new)
    yield Step("a team again", "POST", "/teams", new)
    yield Step("the team", "GET", team)
    yield Step("the teams", "GET", "/teams", query=one_query("limit", None, 1))
    yield Step("an unknown team", "GET", "/teams/{p}none")
    yield Step("a team renamed", "PUT", team, {"name": "T2"})
    yield Step("a team's preferences", "PUT", f"{team}/prefs", {"prefs": {"a": 1}})
    yield Step("a team's preferences read", "GET", f"{team}/prefs")
    member = {"userId": "{p}u1", "roles": ["editor"]}
    yield Step("a member", "POST", members, member, keeps={"membership": "$id"})
    yield Step("a member again", "POST", members, member)
    yield Step("an unknown member", "POST", members, {**member, "userId": "{p}none"})
    yield Step("a member with a long role", "POST", members, {"userId": "{p}u2", "roles": ["r" * 50]})
    yield Step("nobody as a member", "POST", members, {"roles": []})
    yield Step("the members", "GET", members)
    yield Step("a member read", "GET", f"{members}/{{membership}}")
    yield Step("an unknown membership", "GET", f"{members}/{{p}}none")
    yield Step("a member's roles", "PATCH", f"{members}/{{membership}}", {"roles": ["writer"]})
    yield Step("a member put out", "DELETE", f"{members}/{{membership}}")
    yield Step("a member put out again", "DELETE", f"{members}/{{membership}}")
    yield Step("a team deleted", "DELETE", team)
