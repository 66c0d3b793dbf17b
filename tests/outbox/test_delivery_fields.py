"""One table names the fields of a delivery; whatever shows, finds or compares deliveries follows it."""

import json
from dataclasses import fields
from pathlib import Path

from mockwrite import MockAppwrite
from mockwrite.control.models import delivery_json
from mockwrite.control.schemas import SCHEMAS
from mockwrite.outbox.deliveries import Match
from mockwrite.outbox.delivery import Delivery
from mockwrite.outbox.fields import FIELDS, MATCHED
from mockwrite.outbox.golden import GoldenFiles, stable_text
from mockwrite.outbox.search import DELIVERIES


def test_what_editors_offer_for_a_match_is_what_a_match_can_name() -> None:
    assert sorted(Match.__annotations__) == sorted(MATCHED)


def test_every_attribute_of_a_delivery_has_a_row() -> None:
    inner = {"payload", "handover", "at", "mail"}
    assert {item.name for item in fields(Delivery)} - inner <= {field.name for field in FIELDS}


def test_json_schema_and_answers_have_the_fields_of_the_channel(mock_appwrite: MockAppwrite) -> None:
    given = mock_appwrite.given
    ada = given.user(email="ada@example.com", phone="+4915112345678")
    phone = given.target(ada)
    given.message("email", users=[ada], subject="Hi", content="x")
    given.message("sms", users=[ada], content="x")
    given.message("push", targets=[phone], title="Hi")
    schema = SCHEMAS["Delivery"]
    # What the project knows of a delivery stands beside what the delivery holds.
    beside = {"person", "forwarded"} & set(schema["properties"])
    assert {field.wire for field in FIELDS} == set(schema["properties"]) - beside
    for sent in mock_appwrite.outbox:
        expected = [field.wire for field in FIELDS if sent.channel in field.channels]
        assert list(delivery_json(sent)) == expected
        assert set(schema["required"]) - beside <= set(expected)


def test_a_search_knows_the_words_of_the_rows() -> None:
    words = {field.search for field in FIELDS if field.search}
    assert words == {*DELIVERIES.texts, *DELIVERIES.choices}
    assert {field.has for field in FIELDS if field.has} == set(DELIVERIES.has)


def test_a_golden_file_whose_fields_are_in_another_order_holds(mock_appwrite: MockAppwrite, tmp_path: Path) -> None:
    mock_appwrite.given.message("email", users=[mock_appwrite.given.user()], subject="Hi", content="x")
    records = mock_appwrite.outbox.all.records()
    rows = json.loads(stable_text(records))
    golden_files = GoldenFiles(tmp_path)
    path = tmp_path / "hello.json"
    path.write_text(json.dumps([dict(reversed(row.items())) for row in rows]))
    assert golden_files.compare("hello.json", records, {}) is None
    path.write_text(json.dumps([{**rows[0], "subject": "Ho"}]))
    assert "the outbox is not what" in str(golden_files.compare("hello.json", records, {}))
