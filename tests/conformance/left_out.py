"""Requests that were made between the lines of a recording and left out of it: what later lines need of them.

By the file and the line before which they were sent.
"""

from __future__ import annotations

from collections.abc import Callable

from mockwrite.access.caller import Caller
from mockwrite.operations.topics import create_subscriber
from mockwrite.operations.uploads import put_file
from mockwrite.state.project import KEY_SCOPES, Project
from tests.conformance.content import png
from tests.conformance.lines import Line


def make_up_for(line: Line, project: Project) -> None:
    """Do what was done before this line and is not in its recording."""
    step = _LEFT_OUT.get((line.source, line.number)) or _BY_NAME.get((line.source, line.name))
    if step is not None:
        step(project)


def _subscribe_in_another_case(project: Project) -> None:
    address = next(target for target in project.targets if target.identifier == "u1@example.com")
    key = Caller("key", KEY_SCOPES)
    create_subscriber(project, key, subscriber_id="s9", topic_id="TOP1", target_id=address.id)


def _subscribe_both(project: Project) -> None:
    for number, target in enumerate(project.targets.where("user_id", "g1"), 1):
        key = Caller("key", KEY_SCOPES)
        create_subscriber(project, key, subscriber_id=f"gs{number}", topic_id="gt", target_id=target.id)


def _upload_text(project: Project) -> None:
    put_file(project, bucket_id="bk", file_id="f1", name="a.txt", content=b"hello")


def _lose_scrypt(project: Project) -> None:
    """The recorded installation lacked the extension: every sign-in with such a hash broke."""
    project.faults.fail_call("POST", "/account/sessions/email", status=500, times=1)


def _upload_image(project: Project) -> None:
    put_file(project, bucket_id="im", file_id="i1", name="i.png", content=png(160))


def _register_platform(project: Project) -> None:
    project.platforms.add("app.example.com")


_LEFT_OUT: dict[tuple[str, int], Callable[[Project], None]] = {
    **dict.fromkeys((("1.9.6-21-ids-and-hashes.jsonl", line) for line in (42, 43, 46, 47)), _lose_scrypt),
    ("1.9.6-22-letter-case.jsonl", 49): _subscribe_in_another_case,
    ("1.9.6-22-letter-case.jsonl", 100): _upload_image,
    ("1.9.6-23-zero-and-null.jsonl", 189): _upload_text,
    ("1.9.6-23-zero-and-null.jsonl", 259): _subscribe_both,
}
# From the first line of this name on.
_BY_NAME: dict[tuple[str, str], Callable[[Project], None]] = {
    ("1.9.6-20-origins.jsonl", "origin platform"): _register_platform,
}
