"""What an account sends, with the official SDKs: the web SDK in Node, and the Python SDK where it has the calls."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.sdk.test_node_sdk import HERE, NODE, node

FLOWS = {
    "verification": True, "recovery": True, "magicUrl": True, "emailToken": True, "phoneToken": True,
    "refused": "user_more_factors_required", "mfaByMail": True, "totp": True, "invitation": True,
}  # fmt: skip


@pytest.mark.full
@pytest.mark.skipif(
    NODE is None or not (HERE / "node_modules").exists(),
    reason="needs Node.js and the packages of tests/sdk: cd tests/sdk && npm install",
)
@pytest.mark.parametrize(
    ("package", "version"), [("appwrite", "1.9.6"), ("appwrite-16", "1.6.2")], ids=["newest", "1.6"]
)
def test_a_person_goes_every_way_with_the_web_sdk(mock_appwrite_factory: Any, package: str, version: str) -> None:
    mock = mock_appwrite_factory(version=version)
    assert node("account.mjs", package, mock.endpoint, mock.project_id) == FLOWS


def guest(mock: MockAppwrite) -> Any:
    """The account service of the Python SDK as a server uses it for people: with a key, so that secrets are shown."""
    from appwrite.client import Client
    from appwrite.services.account import Account

    client = Client()
    client.set_endpoint(mock.endpoint).set_project(mock.project_id).set_key(mock.api_key)
    return Account(client)


def test_a_password_is_recovered_with_the_python_sdk(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.user(id="ada", email="ada@example.com", password="forgotten")
    account = guest(mock_appwrite)
    account.create_recovery(email="ada@example.com", url="http://localhost/reset")
    told = mock_appwrite.outbox.one(origin="recovery").link.query
    account.update_recovery(user_id="ada", secret=told["secret"], password="correct horse")
    account.create_email_password_session(email="ada@example.com", password="correct horse")


@pytest.mark.parametrize("way", ["email", "phone", "magic_url"])
def test_a_person_signs_in_by_what_was_sent_with_the_python_sdk(mock_appwrite: MockAppwrite, way: str) -> None:
    account = guest(mock_appwrite)
    address = {"phone": {"phone": "+12025550101"}}.get(way, {"email": "ada@example.com"})
    getattr(account, f"create_{way}_token")(user_id="ada", **address)
    sent = mock_appwrite.outbox.one(to=next(iter(address.values())))
    account.create_session(user_id="ada", secret=sent.secret)
    assert [user.id for user in mock_appwrite.project.users] == ["ada"]


def test_an_address_is_verified_and_a_second_factor_given_with_the_python_sdk(mock_appwrite: MockAppwrite) -> None:
    from appwrite.services.account import Account

    mock_appwrite.given.user(id="ada", email="ada@example.com", phone="+12025550101")
    account = Account(mock_appwrite.as_user("ada"))
    account.create_email_verification(url="http://localhost/verify")
    told = mock_appwrite.outbox.one(origin="verification", channel="email").link.query
    account.update_email_verification(user_id=told["userId"], secret=told["secret"])
    account.create_phone_verification()
    account.update_phone_verification(
        user_id="ada", secret=mock_appwrite.outbox.one(origin="verification", channel="sms").code
    )
    user = mock_appwrite.project.users.get("ada")
    assert user is not None
    assert (user.email_verification, user.phone_verification) == (True, True)
    account.update_mfa(mfa=True)
