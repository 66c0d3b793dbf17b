"""Payloads of the factories: they look real, repeat with a seed, and fit the official SDK."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import phonenumbers
import pytest
from appwrite.client import Client
from appwrite.services.messaging import Messaging
from appwrite.services.users import Users

from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite_fixtures import Factories
from mockwrite_fixtures.factories import PROVIDER_KINDS, for_sdk

LOCALES = ["en_US", "en", "de_DE", "fr_CA", "ja_JP", "ar_AA", "uk_UA", "th"]
EMAIL = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*@example\.(com|org|net)")
CREATE = {
    "mailgun": "create_mailgun_provider",
    "sendgrid": "create_sendgrid_provider",
    "resend": "create_resend_provider",
    "ses": "create_ses_provider",
    "smtp": "create_smtp_provider",
    "msg91": "create_msg91_provider",
    "telesign": "create_telesign_provider",
    "textmagic": "create_textmagic_provider",
    "twilio": "create_twilio_provider",
    "vonage": "create_vonage_provider",
    "fcm": "create_fcm_provider",
    "apns": "create_apns_provider",
}


def everything(factories: Factories) -> list[dict[str, Any]]:
    return [
        factories.user(),
        *(factories.target(channel) for channel in ("email", "sms", "push")),
        *(factories.provider(kind) for kind in PROVIDER_KINDS),
        factories.topic(),
        factories.subscriber("t1"),
        factories.email_message(),
        factories.sms_message(),
        factories.push_message(),
    ]


def test_the_same_seed_repeats_and_another_does_not() -> None:
    assert everything(Factories(7, "de_DE")) == everything(Factories(7, "de_DE"))
    assert everything(Factories(7, "de_DE")) != everything(Factories(8, "de_DE"))
    assert everything(Factories(None)) != everything(Factories(None))


def test_two_factories_do_not_disturb_each_other() -> None:
    alone = [Factories(7).user() for _ in range(2)]
    first, second = Factories(7), Factories(7)
    assert [first.user(), second.user()] == alone


@pytest.mark.parametrize("locale", LOCALES)
def test_people_have_valid_addresses_that_are_all_different(locale: str) -> None:
    factories = Factories(1, locale)
    users = [factories.user() for _ in range(60)]
    assert all(EMAIL.fullmatch(user["email"]) for user in users)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(user["phone"])) for user in users)
    for name in ("userId", "email", "phone"):
        assert len({user[name] for user in users}) == len(users)


def test_the_locale_decides_the_country_of_phone_numbers() -> None:
    countries = {locale: phonenumbers.parse(Factories(1, locale).phone()).country_code for locale in LOCALES}
    assert countries == {
        "en_US": 1, "en": 1, "de_DE": 49, "fr_CA": 1, "ja_JP": 81, "ar_AA": 1, "uk_UA": 380, "th": 66,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "known"), [("xx_XX", "en_US, de_DE, fr_FR"), ("de_XX", "de_"), ("DE_de", "de"), (["de_DE"], "de_DE")]
)
def test_an_unknown_locale_is_named_with_some_that_are_known(locale: Any, known: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"Faker knows no locale {locale!r}; some it knows: ")) as caught:
        Factories(locale=locale)
    assert known in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(
    ("kind", "name", "look"),
    [
        ("twilio", "accountSid", r"AC[0-9a-f]{32}"),
        ("twilio", "authToken", r"[0-9a-f]{32}"),
        ("sendgrid", "apiKey", r"SG\.[\w-]{22}\.[\w-]{43}"),
        ("resend", "apiKey", r"re_\w{8}_\w{24}"),
        ("mailgun", "apiKey", r"key-[0-9a-f]{32}"),
        ("ses", "accessKey", r"AKIA[A-Z2-7]{16}"),
        ("ses", "secretKey", r"[\w+/]{40}"),
        ("vonage", "apiKey", r"[0-9a-f]{8}"),
        ("apns", "authKeyId", r"[A-Z0-9]{10}"),
        ("telesign", "customerId", r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}"),
    ],
)
def test_credentials_have_the_look_of_the_real_ones(kind: str, name: str, look: str) -> None:
    assert re.fullmatch(look, Factories().provider(kind)[name])


def test_a_firebase_account_is_a_whole_service_account() -> None:
    account = Factories().provider("fcm")["serviceAccountJSON"]
    assert account["type"] == "service_account"
    assert account["client_email"].endswith(f"@{account['project_id']}.iam.gserviceaccount.com")
    assert account["private_key"].startswith("-----BEGIN PRIVATE KEY-----\n")
    assert json.loads(json.dumps(account)) == account


@pytest.mark.parametrize(("kind", "look"), [("fcm", r"[\w-]{22}:APA91b[\w-]{134}"), ("apns", r"[0-9a-f]{64}")])
def test_device_tokens_have_the_look_of_the_real_ones(kind: str, look: str) -> None:
    factories = Factories()
    assert re.fullmatch(look, factories.device_token(kind))
    assert len({factories.device_token(kind) for _ in range(20)}) == 20


def test_values_can_be_given_and_left_out() -> None:
    factories = Factories()
    ada = factories.user(name="Ada", phone=None)
    assert ada["name"] == "Ada" and "phone" not in ada
    assert factories.provider("twilio", from_="+12025550100", enabled=False)["from"] == "+12025550100"


def test_a_message_without_recipients_is_a_draft() -> None:
    factories = Factories()
    assert factories.email_message()["draft"] is True
    assert "draft" not in factories.sms_message(users=["ada"])
    assert factories.push_message(targets=["phone"], draft=True)["draft"] is True


def test_an_unknown_kind_says_what_exists() -> None:
    factories = Factories()
    with pytest.raises(ValueError, match="a provider is one of mailgun, sendgrid, .* got 'mailchimp'"):
        factories.provider("mailchimp")
    with pytest.raises(ValueError, match="a target is of channel email, sms or push, got 'fax'"):
        factories.target("fax")
    with pytest.raises(ValueError, match="device tokens are of kind fcm or apns, got 'pager'"):
        factories.device_token("pager")


@pytest.mark.parametrize("kind", PROVIDER_KINDS)
def test_a_provider_fits_the_method_of_the_sdk(kind: str) -> None:
    method = getattr(Messaging(Client()), CREATE[kind])
    bound = inspect.signature(method).bind(**for_sdk(Factories().provider(kind)))
    assert bound.arguments["enabled"] is True


def test_the_other_payloads_fit_the_methods_of_the_sdk() -> None:
    factories, messaging, users = Factories(), Messaging(Client()), Users(Client())
    for method, payload in [
        (users.create, factories.user()),
        (users.create_target, {"userId": "ada", **factories.target("sms")}),
        (messaging.create_topic, factories.topic()),
        (messaging.create_subscriber, {"topicId": "news", **factories.subscriber("t1")}),
        (messaging.create_email, factories.email_message()),
        (messaging.create_sms, factories.sms_message()),
        (messaging.create_push, factories.push_message()),
    ]:
        inspect.signature(method).bind(**for_sdk(payload))


def test_a_document_fits_the_attributes_of_its_collection() -> None:
    project = Instance().create_project("clinic")
    given = Given(project)
    attributes = {
        "mail": {"type": "email", "required": True},
        "age": {"type": "integer", "min": 18, "max": 20},
        "tags": {"type": "enum", "elements": ["a"], "array": True},
    }
    table = given.collection("main", "guests", attributes=attributes)
    factories = Factories()
    for _ in range(5):
        row = given.document("main", "guests", factories.document(table))
        assert 18 <= row.data["age"] <= 20
        assert row.data["tags"] == ["a", "a"]
    assert factories.document(table, age=None).keys() == {"mail", "tags"}
