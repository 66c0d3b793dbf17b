"""Who may see and change files: keys, users and guests (users-targets.md §5)."""

from __future__ import annotations

import pytest

from tests.api.storage_project import Storage, storage

ADAS = ['read("user:ada")', 'update("user:ada")', 'delete("user:ada")']


def open_to_users() -> Storage:
    """A project whose bucket lets users add files and looks at the permissions of each."""
    shop = storage()
    shop.bucket(permissions=['create("users")'], fileSecurity=True)
    return shop


def test_a_users_file_is_its_own() -> None:
    shop = open_to_users()
    assert shop.upload(as_="ada").body["$permissions"] == ADAS
    assert shop.get(as_="ada").status == 200
    assert shop.get(as_="bob").outcome == (404, "storage_file_not_found")
    assert shop.get(as_="guest").outcome == (404, "storage_file_not_found")
    assert shop.get(rest="/download", as_="bob").outcome == (404, "storage_file_not_found")


def test_a_list_holds_what_the_caller_may_read() -> None:
    shop = open_to_users()
    shop.upload(id="mine", as_="ada")
    shop.upload(id="yours", as_="bob")
    assert shop.send("GET", "/b/files", as_="ada").body["total"] == 1
    assert shop.send("GET", "/b/files").body["total"] == 2


def test_somebody_elses_file_cannot_be_changed_or_deleted() -> None:
    shop = open_to_users()
    shop.upload(as_="ada")
    assert shop.send("PUT", "/b/files/f", {"name": "x"}, as_="bob").outcome == (401, "user_unauthorized")
    assert shop.send("DELETE", "/b/files/f", as_="bob").outcome == (401, "user_unauthorized")
    assert shop.send("PUT", "/b/files/f", {"name": "x"}, as_="ada").status == 200
    assert shop.send("DELETE", "/b/files/f", as_="ada").status == 204


def test_a_client_gives_permissions_to_its_own_roles_only() -> None:
    shop = open_to_users()
    assert shop.upload(fields=[("permissions[]", 'read("user:ada")')], as_="ada").status == 201
    foreign = shop.upload(id="g", fields=[("permissions[]", 'read("user:bob")')], as_="ada")
    assert foreign.outcome == (401, "user_unauthorized")
    assert "user:bob" in foreign.body["message"]


def test_a_guest_is_let_in_by_the_bucket() -> None:
    shop = storage()
    shop.bucket(permissions=['create("any")', 'read("any")'])
    assert shop.upload(as_="guest").body["$permissions"] == []
    assert shop.get(as_="guest").status == 200


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/f"), ("GET", "/f/view"), ("GET", ""), ("DELETE", "/f"), ("PUT", "/f")]
)
def test_a_bucket_without_file_security_is_closed_to_clients(method: str, path: str) -> None:
    shop = storage()
    shop.bucket()
    shop.upload(fields=[("permissions[]", 'read("any")')])
    assert shop.send(method, f"/b/files{path}", as_="ada").outcome == (401, "user_unauthorized")
    assert shop.upload(id="g", as_="ada").outcome == (401, "user_unauthorized")


def test_a_disabled_bucket_is_there_for_keys_only() -> None:
    shop = storage()
    shop.bucket(permissions=['create("any")', 'read("any")'], enabled=False)
    assert shop.upload().status == 201
    assert shop.get().status == 200
    assert shop.get(as_="guest").outcome == (404, "storage_bucket_not_found")
    assert shop.upload(id="g", as_="ada").outcome == (404, "storage_bucket_not_found")


def test_nobody_continues_an_upload_that_it_cannot_see() -> None:
    shop = open_to_users()
    assert shop.upload(span="bytes 0-4/9000000", as_="ada").status == 201
    assert shop.upload(span="bytes 0-4/9000000", as_="bob").outcome == (409, "storage_file_already_exists")
    assert shop.upload(span="bytes 0-4/9000000", as_="ada").status == 201


def test_a_user_who_starts_anew_after_a_refusal_keeps_its_file() -> None:
    shop = open_to_users()
    shop.upload(b"mine", as_="ada")
    assert shop.upload(b"other", as_="bob").status == 409
    assert shop.get(rest="/download", as_="ada").response.body == b"mine"
