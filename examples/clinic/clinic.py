"""A clinic: patients make appointments, and get a reminder the day before. Nothing in it knows of mockwrite."""

import os
from datetime import UTC, datetime, timedelta

from appwrite.client import Client
from appwrite.exception import AppwriteException
from appwrite.id import ID
from appwrite.query import Query
from appwrite.services.functions import Functions
from appwrite.services.messaging import Messaging
from appwrite.services.tables_db import TablesDB
from appwrite.services.users import Users
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

DATABASE, APPOINTMENTS = "main", "appointments"
app = FastAPI()


class Appointment(BaseModel):
    """What a patient asks for."""

    patient: str
    at: datetime


def connect() -> Client:
    """Make the client that the environment describes."""
    client = Client()
    client.set_endpoint(os.environ["APPWRITE_ENDPOINT"])
    client.set_project(os.environ["APPWRITE_PROJECT_ID"])
    return client.set_key(os.environ["APPWRITE_API_KEY"])


@app.post("/appointments", status_code=201)
def make(appointment: Appointment) -> dict[str, str]:
    """Keep an appointment, and confirm it by e-mail with an invoice that a function writes."""
    client = connect()
    try:
        patient = Users(client).get(appointment.patient)
    except AppwriteException as error:
        if error.type == "user_not_found":
            raise HTTPException(404, "there is no such patient") from None
        raise
    values = {"patient": appointment.patient, "at": appointment.at.astimezone(UTC).isoformat()}
    row = TablesDB(client).create_row(DATABASE, APPOINTMENTS, ID.unique(), values)
    invoice = Functions(client).create_execution("invoice", row.id)
    text = f"Hello {patient.name}, see you on {appointment.at:%d %B}. Invoice: {invoice.responsebody}"
    Messaging(client).create_email(ID.unique(), "Your appointment", text, users=[appointment.patient])
    return {"id": row.id}


@app.post("/reminders")
def remind(now: datetime | None = None) -> dict[str, int]:
    """Remind everybody whose appointment is within a day, once; tell how many."""
    client, since = connect(), (now or datetime.now(UTC)).astimezone(UTC)
    rows = TablesDB(client)
    due = rows.list_rows(
        DATABASE,
        APPOINTMENTS,
        [
            Query.equal("reminded", False),
            Query.between("at", since.isoformat(), (since + timedelta(days=1)).isoformat()),
            Query.order_asc("at"),
        ],
    )
    for row in due.rows:
        Messaging(client).create_sms(ID.unique(), f"Tomorrow at {row.data['at'][11:16]}", users=[row.data["patient"]])
        rows.update_row(DATABASE, APPOINTMENTS, row.id, {"reminded": True})
    return {"reminded": len(due.rows)}
