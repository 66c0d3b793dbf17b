"""The id "0" of buckets and teams (docs/contract/corrections.md, 33). The server's answer is no bucket by any schema."""

from __future__ import annotations

import pytest

from tests.api.stage import Stage

INVALID, BROKEN = (400, "general_argument_invalid"), (500, "general_unknown")


@pytest.fixture(autouse=True)
def no_misshapen_answers() -> None:
    """Leave the answers to this test."""


def test_33_the_id_0_makes_no_bucket_and_no_team() -> None:
    exact, friendly = Stage(exact=True), Stage()
    made = exact.by_key("POST", "/storage/buckets", {"bucketId": "0", "name": "n"})
    assert (made.status, made.body["$id"], made.body["$createdAt"]) == (201, "", "")
    assert exact.by_key("GET", "/storage/buckets").body["total"] == 0
    assert friendly.by_key("POST", "/storage/buckets", {"bucketId": "0", "name": "n"}).outcome == INVALID
    assert exact.by_key("POST", "/teams", {"teamId": "0", "name": "n"}).outcome == BROKEN
    assert friendly.by_key("POST", "/teams", {"teamId": "0", "name": "n"}).outcome == INVALID
