"""An application that keeps people in Appwrite's database and writes to each; it knows nothing of mockwrite."""

import sys
from datetime import UTC, datetime, timedelta

from appwrite.client import Client
from appwrite.exception import AppwriteException
from appwrite.id import ID
from appwrite.query import Query
from appwrite.services.messaging import Messaging
from appwrite.services.tables_db import TablesDB
from appwrite.services.users import Users

DATABASE, MEETINGS = "main", "meetings"


def connect(endpoint: str, project: str, key: str) -> Client:
    return Client().set_endpoint(endpoint).set_project(project).set_key(key)


def set_up(client: Client) -> None:
    tables = TablesDB(client)
    try:
        tables.get(DATABASE)
    except AppwriteException as error:
        if error.type != "database_not_found":
            raise
        tables.create(DATABASE, "Main")
        tables.create_table(DATABASE, MEETINGS, "Meetings")
        tables.create_varchar_column(DATABASE, MEETINGS, "title", 128, True)
        tables.create_email_column(DATABASE, MEETINGS, "guest", True)
        tables.create_datetime_column(DATABASE, MEETINGS, "at", True)
        tables.create_boolean_column(DATABASE, MEETINGS, "reminded", False, False)
        tables.create_index(DATABASE, MEETINGS, "by_time", "key", ["at"])


def remind(client: Client, now: datetime) -> int:
    """Write to everybody whose meeting is within the hour; tell how many."""
    tables, messaging, users = TablesDB(client), Messaging(client), Users(client)
    soon = tables.list_rows(
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
    for meeting in soon.rows:
        people = users.list([Query.equal("email", meeting.data["guest"])]).users
        messaging.create_email(
            ID.unique(),
            f"Soon: {meeting.data['title']}",
            "See you there.",
            users=[person.id for person in people],
        )
        tables.update_row(DATABASE, MEETINGS, meeting.id, {"reminded": True})
    return len(soon.rows)


if __name__ == "__main__":
    client = connect(*sys.argv[1:4])
    set_up(client)
    print(remind(client, datetime.now(UTC)), "reminded")
