"""moto in process, one boto3 client for the session: one e-mail through SES, fresh state, one assertion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.ses.models import ses_backends

from benchmarks.cases.sdk import CONTENT, SUBJECT


@pytest.fixture(scope="session")
def client() -> Any:
    """Return the client that all tests share."""
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    return boto3.client("sesv2", region_name="us-east-1", **keys)


@pytest.fixture
def fresh() -> Iterator[None]:
    """Start from nothing."""
    with mock_aws():
        yield


def test_letter(client: Any, fresh: None) -> None:
    """Send a letter and look at it."""
    backend = ses_backends["123456789012"]["us-east-1"]
    backend.verify_email_identity("desk@example.com")
    client.send_email(
        FromEmailAddress="desk@example.com",
        Destination={"ToAddresses": ["ada@example.com"]},
        Content={"Simple": {"Subject": {"Data": SUBJECT}, "Body": {"Text": {"Data": CONTENT}}}},
    )
    assert backend.sent_messages[0].subject == SUBJECT
