"""Finding a record by its id: one finder a resource, and one sentence for what does not exist."""

from __future__ import annotations

from typing import TypeVar

from ..errors import AppwriteError
from ..records import Bucket, Message, Provider, Target, Topic, User
from ..state.project import Project

R = TypeVar("R")

# The error type of each resource that is not there.
_NOT_FOUND = {
    "bucket": "storage_bucket_not_found",
    "database": "database_not_found",
    "file": "storage_file_not_found",
    "identity": "user_identity_not_found",
    "message": "message_not_found",
    "provider": "provider_not_found",
    "session": "user_session_not_found",
    "subscriber": "subscriber_not_found",
    "target": "user_target_not_found",
    "team": "team_not_found",
    "topic": "topic_not_found",
    "user": "user_not_found",
}


def missing(what: str, id: str, where: str = "") -> AppwriteError:
    """Return the 404 of a resource: `missing("file", id, " in this bucket")`."""
    return AppwriteError(_NOT_FOUND[what], f"There is no {what} with the id {id!r}{where}.")


def found(record: R | None, what: str, id: str, where: str = "") -> R:
    """Return a record that was looked for; raises the 404 of its resource when there is none."""
    if record is None:
        raise missing(what, id, where)
    return record


def find_user(project: Project, user_id: str) -> User:
    """Return a user; 404 `user_not_found`."""
    return found(project.users.get(user_id), "user", user_id)


def find_target(project: Project, target_id: str) -> Target:
    """Return a target of anybody; 404 `user_target_not_found`."""
    return found(project.targets.get(target_id), "target", target_id)


def find_provider(project: Project, provider_id: str) -> Provider:
    """Return a provider; 404 `provider_not_found`."""
    return found(project.providers.get(provider_id), "provider", provider_id)


def find_topic(project: Project, topic_id: str) -> Topic:
    """Return a topic; 404 `topic_not_found`."""
    return found(project.topics.get(topic_id), "topic", topic_id)


def find_message(project: Project, message_id: str) -> Message:
    """Return a message; 404 `message_not_found`."""
    return found(project.messages.get(message_id), "message", message_id)


def find_bucket(project: Project, bucket_id: str) -> Bucket:
    """Return a bucket, enabled or not; 404 `storage_bucket_not_found`."""
    return found(project.buckets.get(bucket_id), "bucket", bucket_id)
