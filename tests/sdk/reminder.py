"""An application that keeps people in Appwrite's database and writes to each; it knows nothing of mockwrite."""

import sys
from datetime import UTC, datetime, timedelta

from appwrite.client import Client
from appwrite.exception import AppwriteException
from appwrite.id import ID
from appwrite.query import Query
from appwrite.services.databases import Databases
from appwrite.services.messaging import Messaging
from appwrite.services.users import Users

DATABASE, MEETINGS = "main", "meetings"


def connect(endpoint: str, project: str, key: str) -> Client:
    return Client().set_endpoint(endpoint).set_project(project).set_key(key)


def set_up(client: Client) -> None:
    databases = Databases(client)
    try:
        databases.get(DATABASE)
    except AppwriteException as error:
        if error.type != "database_not_found":
            raise
        databases.create(DATABASE, "Main")
        databases.create_collection(DATABASE, MEETINGS, "Meetings")
        databases.create_string_attribute(DATABASE, MEETINGS, "title", 128, True)
        databases.create_email_attribute(DATABASE, MEETINGS, "guest", True)
        databases.create_datetime_attribute(DATABASE, MEETINGS, "at", True)
        databases.create_boolean_attribute(DATABASE, MEETINGS, "reminded", False, False)
        databases.create_index(DATABASE, MEETINGS, "by_time", "key", ["at"])


def remind(client: Client, now: datetime) -> int:
    """Write to everybody whose meeting is within the hour; tell how many."""
    databases, messaging, users = Databases(client), Messaging(client), Users(client)
    soon = databases.list_documents(
        DATABASE,
        MEETINGS,
        [
            Query.equal("reminded", False),
            Query.greater_than("at", now.isoformat()),
            Query.less_than_equal("at", (now + timedelta(hours=1)).isoformat()),
            Query.order_asc("at"),
            Query.limit(50),
        ],
    )
    found = soon.documents if hasattr(soon, "documents") else soon["documents"]
    for meeting in found:
        data = meeting.data if hasattr(meeting, "data") else meeting
        id = meeting.id if hasattr(meeting, "id") else meeting["$id"]
        person = users.list([Query.equal("email", data["guest"])])
        people = person.users if hasattr(person, "users") else person["users"]
        messaging.create_email(
            ID.unique(),
            f"Soon: {data['title']}",
            "See you there.",
            users=[p.id if hasattr(p, "id") else p["$id"] for p in people],
        )
        databases.update_document(DATABASE, MEETINGS, id, {"reminded": True})
    return len(found)


if __name__ == "__main__":
    client = connect(*sys.argv[1:4])
    set_up(client)
    print(remind(client, datetime.now(UTC)), "reminded")
