"""The calls that `verify` compares: every endpoint and error type that a key can reach, in an order that builds up and
cleans up. Ids begin with a prefix of their own, written `{p}`."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps
from typing import Any

from ..names import wire_name
from ..providers import EXAMPLE_CREDENTIALS, KINDS, Kind
from . import neighbours
from .corrected import corrected
from .steps import Step, one_query

_MSG = "/messaging/messages"


def steps() -> Iterator[Step]:
    """Yield all calls in order."""
    yield from _callers()
    yield from _users()
    yield from _targets()
    yield from neighbours.users()
    yield from neighbours.account()
    for kind, row in KINDS.items():
        if not row.newest_only:
            yield from _provider(kind, row)
    yield from _topics()
    yield from _subscribers()
    for type, data in (
        ("email", {"subject": "S", "content": "C"}),
        ("sms", {"content": "C"}),
        ("push", {"title": "T", "body": "B"}),
    ):
        yield from _messages(type, data)
    yield from _states()
    yield from neighbours.storage()
    yield from neighbours.teams()
    yield from corrected()
    yield from _lists()
    yield from _logs()
    yield from _removals()


def _callers() -> Iterator[Step]:
    yield Step("a guest", "GET", "/messaging/topics", key="none")
    yield Step("an unknown key", "GET", "/messaging/topics", key="wrong")
    yield Step("an unknown route", "GET", "/messaging/nothing")
    yield Step("a wrong method", "PUT", "/messaging/topics")
    yield Step("a body that is a text", "POST", "/messaging/topics", "text", deviation="scalar-body")
    yield Step("health", "GET", "/health")
    yield Step("the version, for a guest", "GET", "/health/version", key="none")
    yield Step("the version, for a key", "GET", "/health/version")
    yield Step("ping", "GET", "/ping")
    yield Step("an unknown project", "GET", "/messaging/topics", headers={"x-appwrite-project": "{p}none"})
    yield Step("a key without a project", "GET", "/messaging/topics", headers={"x-appwrite-project": ""})
    elsewhere = {"origin": "https://{p}elsewhere.example.com"}
    yield Step("an unknown origin", "GET", "/account", key="none", headers=elsewhere)


def _users() -> Iterator[Step]:
    made = {"userId": "{p}u1", "email": "{p}u1@example.com", "name": "One"}
    yield Step("a user", "POST", "/users", made)
    yield Step("a user with a taken id", "POST", "/users", {"userId": "{p}u1"})
    yield Step("a user with a taken address", "POST", "/users", {"userId": "{p}u9", "email": "{p}u1@example.com"})
    yield Step("a bare user", "POST", "/users", {"userId": "{p}u2"})
    yield Step("a user without an id", "POST", "/users", {})
    yield Step("a user with a wrong address", "POST", "/users", {"userId": "{p}u9", "email": "x"})
    yield Step("a user whose name is null", "POST", "/users", {"userId": "{p}u3", "name": None})
    yield Step("the user", "GET", "/users/{p}u1")
    yield Step("an unknown user", "GET", "/users/{p}none")
    yield Step("a malformed id", "GET", "/users/_x")
    yield Step("a new name", "PATCH", "/users/{p}u1/name", {"name": "Two"})
    yield Step("labels", "PUT", "/users/{p}u1/labels", {"labels": ["vip", "vip"]})
    yield Step("preferences", "PATCH", "/users/{p}u1/prefs", {"prefs": {"a": 1}})
    yield Step("preferences read", "GET", "/users/{p}u1/prefs")
    yield Step("a new address", "PATCH", "/users/{p}u1/email", {"email": "{p}u1b@example.com"})
    yield Step("the same address again", "PATCH", "/users/{p}u1/email", {"email": "{p}u1b@example.com"})
    yield Step("verification", "PATCH", "/users/{p}u1/verification", {"emailVerification": True})
    yield Step("blocking", "PATCH", "/users/{p}u2/status", {"status": False})


def _targets() -> Iterator[Step]:
    path = "/users/{p}u1/targets"
    new = {"targetId": "{p}t1", "providerType": "push", "identifier": "{p}token"}
    yield Step("a target", "POST", path, new)
    yield Step("a target with a taken id", "POST", path, {**new, "identifier": "{p}other"})
    yield Step("a target with a taken identifier", "POST", path, {**new, "targetId": "{p}t9"})
    yield Step(
        "an e-mail target",
        "POST",
        path,
        {"targetId": "{p}t2", "providerType": "email", "identifier": "{p}m@example.com"},
    )
    yield Step("a wrong address", "POST", path, {"targetId": "{p}t9", "providerType": "email", "identifier": "x"})
    yield Step("a wrong number", "POST", path, {"targetId": "{p}t9", "providerType": "sms", "identifier": "x"})
    yield Step("a type in capitals", "POST", path, {"targetId": "{p}t9", "providerType": "PUSH", "identifier": "{p}y"})
    yield Step("an unknown type", "POST", path, {"targetId": "{p}t9", "providerType": "fax", "identifier": "{p}y"})
    yield Step("the target", "GET", f"{path}/{{p}}t1")
    yield Step("an unknown target", "GET", f"{path}/{{p}}none")
    yield Step("the targets", "GET", path)
    yield Step("a new identifier", "PATCH", f"{path}/{{p}}t1", {"identifier": "{p}token2"})
    yield Step(
        "an identifier that is taken",
        "PATCH",
        f"{path}/{{p}}t1",
        {"identifier": "{p}m@example.com"},
        deviation="no-500",
    )
    yield Step("an unknown provider", "PATCH", f"{path}/{{p}}t1", {"providerId": "{p}none"})
    yield Step("null for a name", "PATCH", f"{path}/{{p}}t1", {"name": None})


def _provider(kind: str, row: Kind) -> Iterator[Step]:
    path = f"/messaging/providers/{kind}"
    full: dict[str, Any] = {wire_name(name): value for name, value in EXAMPLE_CREDENTIALS[kind].items()}
    if row.type == "email":
        full["fromEmail"] = "from@example.com"
    elif "from" in row.options:
        full["from"] = "+12025550100"
    least = {"host": "h"} if "host" in row.create else {}
    new = {"providerId": f"{{p}}{kind}", "name": "P"}
    yield Step(f"{kind}: with nothing", "POST", path, {**new, **least, "enabled": True})
    yield Step(f"{kind}: again", "POST", path, {**new, **least})
    yield Step(f"{kind}: enabled too early", "PATCH", f"{path}/{{p}}{kind}", {"enabled": True})
    yield Step(f"{kind}: completed", "PATCH", f"{path}/{{p}}{kind}", {**full, "enabled": True})
    yield Step(
        f"{kind}: complete", "POST", path, {"providerId": f"{{p}}{kind}-full", "name": "P", **full, "enabled": True}
    )
    yield Step(f"{kind}: without an id", "POST", path, {"name": "P", **full})
    yield Step(f"{kind}: read", "GET", f"/messaging/providers/{{p}}{kind}")
    yield Step(f"{kind}: disabled", "PATCH", f"{path}/{{p}}{kind}-full", {"enabled": False})
    yield Step(f"{kind}: unknown", "PATCH", f"{path}/{{p}}none", {"name": "x"})
    other = next(name for name, rival in KINDS.items() if name != kind and rival.type == "sms")
    yield Step(f"{kind}: as {other}", "PATCH", f"/messaging/providers/{other}/{{p}}{kind}", {"name": "x"})


def _topics() -> Iterator[Step]:
    path = "/messaging/topics"
    yield Step("a topic", "POST", path, {"topicId": "{p}top", "name": "T"})
    yield Step("a topic again", "POST", path, {"topicId": "{p}top", "name": "T"})
    yield Step("a topic for nobody", "POST", path, {"topicId": "{p}top2", "name": "T2", "subscribe": []})
    yield Step("a role that is none", "POST", path, {"topicId": "{p}x", "name": "T", "subscribe": ["role:all"]})
    yield Step("roles as a map", "POST", path, {"topicId": "{p}x", "name": "T", "subscribe": {"a": "any"}})
    yield Step("the topic", "GET", f"{path}/{{p}}top")
    yield Step("an unknown topic", "GET", f"{path}/{{p}}none")
    yield Step("a new name", "PATCH", f"{path}/{{p}}top", {"name": "T1", "subscribe": ["any"]})
    yield Step(
        "the topics after one", "GET", path, query=one_query("cursorAfter", None, "{p}top"), deviation="topic-cursor"
    )


def _subscribers() -> Iterator[Step]:
    path = "/messaging/topics/{p}top/subscribers"
    new = {"subscriberId": "{p}s1", "targetId": "{p}t1"}
    yield Step("a subscriber", "POST", path, new)
    yield Step("a subscriber again", "POST", path, new)
    yield Step("the same target again", "POST", path, {**new, "subscriberId": "{p}s2"})
    yield Step("an unknown target", "POST", path, {"subscriberId": "{p}s3", "targetId": "{p}none"})
    yield Step("an unknown topic", "POST", "/messaging/topics/{p}none/subscribers", new)
    yield Step("the subscribers", "GET", path)
    yield Step("the subscriber", "GET", f"{path}/{{p}}s1")
    yield Step("an unknown subscriber", "GET", f"{path}/{{p}}none")
    yield Step("the topic counts", "GET", "/messaging/topics/{p}top")


def _messages(type: str, data: dict[str, Any]) -> Iterator[Step]:
    path, id = f"{_MSG}/{type}", f"{{p}}{type}"
    new = {"messageId": id, **data, "draft": True}
    yield Step(f"{type}: a draft", "POST", path, new)
    yield Step(f"{type}: a taken id", "POST", path, new)
    yield Step(f"{type}: nobody to send to", "POST", path, {"messageId": "{p}x", **data})
    yield Step(f"{type}: a target of another type", "POST", path, {**new, "messageId": "{p}x", "targets": ["{p}none"]})
    yield Step(
        f"{type}: a time in the past", "POST", path, {**new, "messageId": "{p}x", "scheduledAt": "2001-01-01T00:00:00Z"}
    )
    yield Step(f"{type}: null for draft", "POST", path, {"messageId": "{p}x", **data, "draft": None})
    yield Step(f"{type}: changed", "PATCH", f"{path}/{id}", {**data, "users": ["{p}u1"]})
    yield Step(f"{type}: nothing changed", "PATCH", f"{path}/{id}", {})
    yield Step(f"{type}: scheduled", "PATCH", f"{path}/{id}", {"scheduledAt": "2099-01-01T00:00:00Z"})
    yield Step(f"{type}: a draft again", "PATCH", f"{path}/{id}", {"draft": True})
    yield Step(f"{type}: unknown", "PATCH", f"{path}/{{p}}none", {})
    yield Step(f"{type}: read", "GET", f"{_MSG}/{id}")
    yield Step(f"{type}: its targets", "GET", f"{_MSG}/{id}/targets")
    if type == "email":
        yield Step("email: an unknown bucket", "POST", path, {**new, "messageId": "{p}x", "attachments": ["{p}b:{p}f"]})
    if type == "push":
        yield Step("push: an unknown image", "POST", path, {**new, "messageId": "{p}x", "image": "{p}b:{p}f"})
        yield Step("push: data as text", "POST", path, {**new, "messageId": "{p}x", "data": "{}"})


def _states() -> Iterator[Step]:
    """Messages that were sent, fail, and are scheduled. Nobody gets one: the topic is empty, the time far away."""
    later = "2099-01-01T00:00:00Z"
    sent = {"messageId": "{p}sent", "content": "C", "topics": ["{p}top2"]}
    underway = ("message_already_processing", "message_already_failed")
    yield Step("sent to nobody", "POST", f"{_MSG}/sms", sent)
    yield Step("changed while it is sent", "PATCH", f"{_MSG}/sms/{{p}}sent", {"content": "D"}, either=underway)
    yield Step("failed", "GET", f"{_MSG}/{{p}}sent", waits=True)
    yield Step("changed when it has failed", "PATCH", f"{_MSG}/sms/{{p}}sent", {"content": "D"})
    yield Step("deleted when it has failed", "DELETE", f"{_MSG}/{{p}}sent")
    new = {"messageId": "{p}timed", "content": "C", "topics": ["{p}top2"], "scheduledAt": later}
    timed = Step("given its time", "PATCH", f"{_MSG}/sms/{{p}}timed", {"scheduledAt": later})
    yield Step("a scheduled SMS", "POST", f"{_MSG}/sms", new, freed_by=timed)
    yield Step("changed without its time", "PATCH", f"{_MSG}/sms/{{p}}timed", {"content": "D"})
    yield Step("deleted without its time", "DELETE", f"{_MSG}/{{p}}timed")
    yield timed
    yield Step("deleted with its time", "DELETE", f"{_MSG}/{{p}}timed")
    draft = {"messageId": "{p}never", "subject": "S", "content": "C", "draft": True, "scheduledAt": later}
    yield Step("a draft with a time", "POST", f"{_MSG}/email", draft)
    sending = {"draft": False, "topics": ["{p}top2"]}
    yield Step("a draft with a time sent", "PATCH", f"{_MSG}/email/{{p}}never", sending, deviation="no-500")
    yield Step("a draft with a time deleted", "DELETE", f"{_MSG}/{{p}}never")


def _lists() -> Iterator[Step]:
    for path, attribute in (
        ("/messaging/messages", "status"), ("/messaging/providers", "provider"), ("/messaging/topics", "name"),
        ("/users", "name"), ("/messaging/topics/{p}top/subscribers", "targetId"), ("/users/{p}u1/targets", "identifier"),
    ):  # fmt: skip
        yield Step(f"{path}: an unknown attribute", "GET", path, query=one_query("equal", "nothing", "x"))
        yield Step(
            f"{path}: an unknown method", "GET", path, query=one_query("createdAfter", "$createdAt", "2020-01-01")
        )
        yield Step(f"{path}: no match", "GET", path, query=one_query("equal", attribute, "{p}none"))
        yield Step(f"{path}: an unknown cursor", "GET", path, query=one_query("cursorAfter", None, "{p}none"))
        yield Step(f"{path}: limit 0", "GET", path, query=one_query("limit", None, 0))
        yield Step(f"{path}: no query at all", "GET", path, query=(("queries", "x"),))
        yield Step(f"{path}: not starting", "GET", path, query=one_query("notStartsWith", attribute, "{p}"))
    by_time = (
        ("queries[0]", dumps({"method": "orderAsc", "attribute": "deliveredAt"})),
        ("queries[1]", dumps({"method": "cursorAfter", "values": ["{p}email"]})),
    )
    yield Step("a cursor without a value", "GET", _MSG, query=by_time)
    yield Step("search in names", "GET", "/users", query=one_query("search", "name", "One"))
    yield Step("search in what is no text", "GET", _MSG, query=one_query("search", "status", "draft"))
    yield Step("search for nothing", "GET", "/messaging/topics", query=(("search", ""),))
    yield Step("search for %", "GET", "/messaging/topics", query=(("search", "%"),))


def _logs() -> Iterator[Step]:
    for what, path in (
        ("a message", f"{_MSG}/{{p}}email"),
        ("a provider", "/messaging/providers/{p}smtp"),
        ("a topic", "/messaging/topics/{p}top"),
        ("a subscriber", "/messaging/subscribers/{p}s1"),
    ):
        yield Step(f"what was done to {what}", "GET", f"{path}/logs")
        yield Step(f"what was done to {what}, filtered", "GET", f"{path}/logs", query=one_query("equal", "event", "x"))
        yield Step(f"what was done to {what} that is not there", "GET", f"{path}none/logs")


def _removals() -> Iterator[Step]:
    for type in ("email", "sms", "push"):
        yield Step(f"{type}: deleted", "DELETE", f"{_MSG}/{{p}}{type}")
    yield Step("a message deleted again", "DELETE", f"{_MSG}/{{p}}email")
    yield Step("the subscriber deleted", "DELETE", "/messaging/topics/{p}top/subscribers/{p}s1")
    for id in ("top", "top2"):
        yield Step(f"topic {id} deleted", "DELETE", f"/messaging/topics/{{p}}{id}")
    for kind, row in KINDS.items():
        if not row.newest_only:
            yield Step(f"{kind} deleted", "DELETE", f"/messaging/providers/{{p}}{kind}")
            yield Step(f"{kind} deleted too", "DELETE", f"/messaging/providers/{{p}}{kind}-full")
    yield Step("the target deleted", "DELETE", "/users/{p}u1/targets/{p}t1")
    for id in ("u1", "u2", "u3"):
        yield Step(
            f"user {id} deleted",
            "DELETE",
            f"/users/{{p}}{id}",
            deviation="no-500" if id == "u3" else None,
        )
