"""Providers over the API where the provider table alone does not tell (contract: providers.md)."""

import pytest

from tests.api.stage import Stage

FCM = "/messaging/providers/fcm"
SMTP = {"providerId": "p", "name": "n", "host": "mail.example.com"}


@pytest.mark.parametrize("version", ["1.6.2", "1.8.1", "1.9.6"])
def test_a_service_account_that_is_null_is_enough_to_enable(version: str) -> None:
    stage = Stage(version)
    made = stage.by_key("POST", FCM, {"providerId": "p", "name": "n", "serviceAccountJSON": "null", "enabled": True})
    assert (made.status, made.body["enabled"]) == (201, False)

    assert stage.by_key("PATCH", f"{FCM}/p", {"enabled": True}).outcome == (400, "provider_missing_credentials")
    changed = stage.by_key("PATCH", f"{FCM}/p", {"serviceAccountJSON": "null", "enabled": True})

    assert (changed.status, changed.body["enabled"]) == (200, True)
    assert changed.body["credentials"] == {"serviceAccountJSON": None}


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        '{"a":-Infinity}',
        '"\\ud800"',
        pytest.param("[" * 513 + "]" * 513, id="deeper than 512"),
        pytest.param("[" * 5000 + "]" * 5000, id="very deep"),
    ],
)
def test_what_phps_parser_refuses_is_no_json(text: str) -> None:
    body = {"providerId": "p", "name": "n", "serviceAccountJSON": text}

    assert Stage().by_key("POST", FCM, body).outcome == (400, "general_argument_invalid")


def test_brackets_in_a_text_are_no_nesting() -> None:
    body = {"providerId": "p", "name": "n", "serviceAccountJSON": '["' + "[" * 600 + '"]', "enabled": True}

    assert Stage().by_key("POST", FCM, body).body["enabled"] is True


@pytest.mark.parametrize("port", ["25", " 25", "+25 ", "0025"])
def test_a_port_may_be_a_text_as_php_reads_numbers(port: str) -> None:
    made = Stage().by_key("POST", "/messaging/providers/smtp", SMTP | {"port": port})

    assert (made.status, made.body["credentials"]["port"]) == (201, 25)


@pytest.mark.parametrize("port", ["2 5", "1e2", "25.0", "٢٥", pytest.param("9" * 5000, id="5000 digits")])
def test_other_texts_are_no_port(port: str) -> None:
    refused = Stage().by_key("POST", "/messaging/providers/smtp", SMTP | {"port": port})

    assert refused.outcome == (400, "general_argument_invalid")
