"""The outbox over HTTP: lists, pages, one delivery, its parts, deleting."""

from __future__ import annotations

import httpx
import pytest

from mockwrite import __version__
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.api.full_project import PNG


def addresses(answer: httpx.Response) -> list[str]:
    """To whom the deliveries of a list went."""
    return [record["to"] for record in answer.json()["deliveries"]]


def test_the_list_shows_what_was_sent_oldest_first(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")], subject="Hello")
    mock.given.message("sms", users=[mock.given.user(phone="+15551234567")])
    answer = control.get("/outbox")
    assert answer.json()["total"] == 2
    assert addresses(answer) == ["ada@example.com", "+15551234567"]
    assert addresses(control.get("/outbox", params={"order": "newest"})) == ["+15551234567", "ada@example.com"]


def test_an_email_is_shown_whole(mock: MockAppwrite, control: httpx.Client) -> None:
    provider = mock.given.provider("sendgrid", from_name="Acme", from_email="hello@acme.example")
    ada = mock.given.user(id="ada", email="ada@example.com")
    file = mock.given.file(b"%PDF", name="invoice.pdf")
    message = mock.given.message(
        "email",
        users=[ada],
        subject="Your invoice",
        content='<p>Dear Ada, <a href="https://acme.example/pay">pay</a></p>',
        html=True,
        attachments=[f"{file.bucket_id}:{file.id}"],
    )
    record = control.get("/outbox").json()["deliveries"][0]
    assert record == record | {
        "messageId": message.id,
        "projectId": mock.project_id,
        "channel": "email",
        "role": "to",
        "to": "ada@example.com",
        "userId": "ada",
        "topicId": None,
        "providerId": provider.id,
        "provider": "sendgrid",
        "status": "sent",
        "error": None,
        "subject": "Your invoice",
        "html": True,
        "from": "Acme <hello@acme.example>",
        "text": "Dear Ada, pay (https://acme.example/pay)",
        "links": ["https://acme.example/pay"],
    }
    assert [(part["name"], part["size"]) for part in record["attachments"]] == [("invoice.pdf", 4)]
    assert ["Subject", "Your invoice"] in record["headers"]
    assert "title" not in record


def test_an_sms_is_shown_with_its_segments_and_a_push_with_its_fields(
    mock: MockAppwrite, control: httpx.Client
) -> None:
    mock.given.message("sms", content="x" * 161)
    mock.given.message("push", title="Ride", body="here", data={"id": "1"}, badge=3)
    sms, push = control.get("/outbox").json()["deliveries"]
    assert sms["segments"]["count"] == 2
    assert "subject" not in sms
    assert (push["title"], push["body"], push["data"], push["badge"]) == ("Ride", "here", {"id": "1"}, 3)


def test_fields_filter_by_exact_value(mock: MockAppwrite, control: httpx.Client) -> None:
    ada = mock.given.user(id="ada", email="ada@example.com")
    mock.given.message("email", users=[ada], subject="One", html=True)
    mock.given.message("email", users=[ada], subject="Two")
    mock.given.message("push", badge=7)
    assert control.get("/outbox", params={"subject": "Two"}).json()["total"] == 1
    assert control.get("/outbox", params={"subject": "T"}).json()["total"] == 0
    assert control.get("/outbox", params={"html": "true"}).json()["total"] == 1
    assert control.get("/outbox", params={"badge": "7"}).json()["total"] == 1
    assert control.get("/outbox", params={"userId": "ada", "channel": "email"}).json()["total"] == 2


def test_what_failed_is_left_out_unless_a_status_is_named(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.project.faults.add({"on": "delivery", "failure": "bounced", "to": "ada@example.com"})
    mock.given.provider("mailgun")
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")])
    assert control.get("/outbox").json()["total"] == 0
    assert control.get("/outbox", params={"status": "failed"}).json()["total"] == 1
    assert control.get("/outbox", params={"status": "any"}).json()["total"] == 1
    assert control.get("/outbox", params={"search": "failed to:ada"}).json()["total"] == 1
    assert control.get("/outbox", params={"search": "to:ada"}).json()["total"] == 0


def test_a_list_is_read_by_pages_with_the_cursor(mock: MockAppwrite, control: httpx.Client) -> None:
    users = [mock.given.user(email=f"user{number}@example.com") for number in range(7)]
    mock.given.message("email", users=users)
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        page = control.get("/outbox", params={"limit": 3} | ({} if cursor is None else {"cursor": cursor}))
        seen += addresses(page)
        cursor = page.json()["next"]
    assert cursor is None
    assert len(set(seen)) == 7
    assert addresses(control.get("/outbox", params={"limit": 2, "offset": 5})) == seen[5:]
    newest = control.get("/outbox", params={"limit": 2, "order": "newest"})
    assert addresses(newest) == seen[:-3:-1]
    older = control.get("/outbox", params={"limit": 2, "order": "newest", "cursor": newest.json()["next"]})
    assert addresses(older) == seen[4:2:-1]


def test_a_cursor_holds_although_its_delivery_is_gone(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("email", users=[mock.given.user(email=f"user{number}@example.com") for number in range(4)])
    page = control.get("/outbox", params={"limit": 2}).json()
    assert control.delete(f"/outbox/{page['deliveries'][1]['id']}").status_code == 204
    rest = control.get("/outbox", params={"cursor": page["next"]})
    assert addresses(rest) == ["user2@example.com", "user3@example.com"]


def test_rows_are_short(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("email", content="<style>p{}</style><p>Dear <b>Ada</b></p>" + "x" * 1000, html=True)
    row = control.get("/outbox", params={"view": "row"}).json()["deliveries"][0]
    assert "content" not in row
    assert row["preview"].startswith("Dear Ada xxx")
    assert len(row["preview"]) == 140


def test_one_delivery_is_found_by_its_id(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms", content="Hi")
    record = control.get("/outbox").json()["deliveries"][0]
    assert control.get(f"/outbox/{record['id']}").json() == {**record, "forwarded": {}}
    missing = control.get("/outbox/nobody")
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert "There is no delivery 'nobody'" in missing.json()["detail"]


def test_an_attachment_is_downloaded_as_it_was_sent(mock: MockAppwrite, control: httpx.Client) -> None:
    file = mock.given.file(b"%PDF-1.4\n\x00", name="Rechnung März.pdf")
    mock.given.message("email", attachments=[f"{file.bucket_id}:{file.id}"])
    record = mock.outbox[0]
    answer = control.get(f"/outbox/{record.id}/attachments/0")
    assert answer.content == b"%PDF-1.4\n\x00"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert control.get(f"/outbox/{record.id}/attachments/1").status_code == 404
    assert control.get(f"/outbox/{record.id}/attachments/x").status_code == 404


def test_the_image_of_a_push_is_shown_without_a_call_in_the_journal(mock: MockAppwrite, control: httpx.Client) -> None:
    file = mock.given.file(PNG, name="map.png")
    mock.given.message("push", image=file.reference)
    record = mock.outbox[0]
    answer = control.get(f"/outbox/{record.id}/image")
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert mock.journal.total == 0


def test_an_image_that_is_not_there_is_named(mock: MockAppwrite, control: httpx.Client) -> None:
    file = mock.given.file(PNG, name="map.png", bucket="maps", id="home")
    mock.given.message("push", image=file.reference)
    mock.given.message("push")
    mock.given.message("sms")
    httpx.delete(
        f"{mock.endpoint}/storage/buckets/maps/files/home",
        headers={"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key},
    )
    gone, without, sms = (control.get(f"/outbox/{record.id}/image") for record in mock.outbox)
    assert {answer.status_code for answer in (gone, without, sms)} == {404}
    assert "The file 'home' of the bucket 'maps' is not in project" in gone.json()["detail"]
    for answer in (without, sms):
        assert "has no image; only a push can have one" in answer.json()["detail"]


def test_the_html_of_a_mail_comes_with_a_policy_that_lets_it_do_nothing(
    mock: MockAppwrite, control: httpx.Client
) -> None:
    mock.given.message("email", content="<script>alert(1)</script>", html=True)
    answer = control.get(f"/outbox/{mock.outbox[0].id}/html")
    policy = [part.strip() for part in answer.headers["content-security-policy"].split(";")]
    assert answer.text == "<template>alert(1)</template>"
    assert policy[:2] == ["sandbox", "default-src 'none'"]
    assert not [part for part in policy if part.startswith(("script-src", "connect-src", "sandbox allow"))]


def test_plain_text_is_not_shown_as_html(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("email", content="<b>not bold</b>", html=False)
    answer = control.get(f"/outbox/{mock.outbox[0].id}/html")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_the_wire_view_shows_the_providers_request_without_its_secrets(
    mock: MockAppwrite, control: httpx.Client
) -> None:
    mock.given.provider("twilio", auth_token="top-secret")
    mock.given.message("sms", content="Hi")
    answer = control.get(f"/outbox/{mock.outbox[0].id}/wire")
    (request,) = answer.json()["requests"]
    assert request["url"].startswith("https://api.twilio.com/")
    assert "Body=Hi" in request["body"]
    assert "top-secret" not in answer.text


def test_a_subset_is_deleted_with_the_same_filters(mock: MockAppwrite, control: httpx.Client) -> None:
    ada, bob = mock.given.user(email="ada@example.com"), mock.given.user(email="bob@example.com")
    mock.given.message("email", users=[ada, bob], subject="One")
    mock.given.message("email", users=[ada], subject="Two")
    assert control.delete("/outbox", params={"search": "to:ada subject:one"}).json() == {"deleted": 1}
    assert addresses(control.get("/outbox")) == ["bob@example.com", "ada@example.com"]
    assert control.delete("/outbox").json() == {"deleted": 2}
    assert not mock.outbox


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("colour=red", "colour is not known here; did you mean color? Known are id, messageId"),
        ("limit=0", "limit is at least 1 and at most 1000, got 0."),
        ("limit=many", "limit is a number, got 'many'."),
        ("html=perhaps", "html is true or false, got 'perhaps'."),
        ("channel=fax", "channel is one of email, sms, push, got 'fax'."),
        ("search=has:fun", "has: takes one of error"),
        ("after=soon", "'soon' is no time"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(control: httpx.Client, query: str, complaint: str) -> None:
    answer = control.get(f"/outbox?{query}")
    assert answer.status_code == 400
    assert complaint in answer.json()["detail"]


def test_a_number_that_has_no_most_is_told_its_least_alone(control: httpx.Client) -> None:
    assert control.get("/wait?count=0").json()["detail"] == "count is at least 1, got 0."


def test_a_project_is_chosen_by_parameter_header_or_default(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms")
    del control.headers["X-Appwrite-Project"]
    assert control.get("/outbox", params={"project": mock.project_id}).json()["total"] == 1
    assert control.get("/outbox", headers={"X-Appwrite-Project": mock.project_id}).json()["total"] == 1
    missing = control.get("/outbox", params={"project": "nobody"})
    assert missing.status_code == 404
    assert mock.project_id in missing.json()["detail"]


def test_another_method_and_another_path_are_problems_too(control: httpx.Client) -> None:
    wrong_method = control.put("/outbox", json={})
    assert (wrong_method.status_code, wrong_method.headers["allow"]) == (405, "GET, DELETE")
    assert control.get("/nothing").status_code == 404
    for method, path, status in (("DELETE", "/faults/a/b", 404), ("POST", "/nothing", 404), ("PUT", "/icon.svg", 405)):
        refused = control.request(method, path)
        assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")
    assert control.head("/outbox").status_code == 200


def test_every_answer_says_that_it_is_no_real_server(control: httpx.Client) -> None:
    for path in ("/outbox", "/nothing", "/"):
        assert control.get(path).headers["x-mockwrite"] == __version__
