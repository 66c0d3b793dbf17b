"""Buckets: their options, defaults and what an update does to them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.storage_project import storage


def test_a_bucket_has_the_defaults_of_the_server() -> None:
    made = storage().send("POST", "", {"bucketId": "b", "name": "Bills"})
    times = {"$createdAt": made.body["$createdAt"], "$updatedAt": made.body["$createdAt"]}
    assert made.status == 201
    assert made.body == {
        "$id": "b",
        **times,
        "$permissions": [],
        "fileSecurity": False,
        "name": "Bills",
        "enabled": True,
        "maximumFileSize": 30_000_000,
        "allowedFileExtensions": [],
        "compression": "none",
        "encryption": True,
        "antivirus": True,
        "transformations": True,
        "totalSize": 0,
    }


def test_a_taken_bucket_id_is_refused() -> None:
    shop = storage()
    shop.bucket("b")
    assert shop.send("POST", "", {"bucketId": "b", "name": "x"}).outcome == (409, "storage_bucket_already_exists")


def test_unique_makes_an_id() -> None:
    made = storage().send("POST", "", {"bucketId": "unique()", "name": "x"})
    assert len(made.body["$id"]) == 20


REFUSED = {
    "id": {"bucketId": "_x"},
    "name": {"name": ""},
    "permission": {"permissions": ["read"]},
    "role": {"permissions": ['read("ghost")']},
    "action": {"permissions": ['execute("any")']},
    "flag": {"enabled": "x"},
    "size too small": {"maximumFileSize": 0},
    "size too large": {"maximumFileSize": 30_000_001},
    "extension": {"allowedFileExtensions": [""]},
    "compression in capitals": {"compression": "GZIP"},
}


@pytest.mark.parametrize("values", REFUSED.values(), ids=list(REFUSED))
def test_a_value_that_is_not_valid_is_refused(values: dict[str, Any]) -> None:
    made = storage().send("POST", "", {"bucketId": "b", "name": "x", **values})
    assert made.outcome == (400, "general_argument_invalid")
    assert f"`{next(iter(values))}`" in made.body["message"]


def test_write_stands_for_create_update_and_delete() -> None:
    made = storage().send("POST", "", {"bucketId": "b", "name": "x", "permissions": ['write("any")']})
    assert made.body["$permissions"] == ['create("any")', 'update("any")', 'delete("any")']


def test_an_update_resets_what_it_does_not_name_but_keeps_the_permissions() -> None:
    shop = storage()
    shop.bucket(
        "b", permissions=['read("any")'], enabled=False, maximumFileSize=5, compression="gzip", encryption=False
    )
    changed = shop.send("PUT", "/b", {"name": "new"}).body
    assert (changed["name"], changed["$permissions"]) == ("new", ['read("any")'])
    assert (changed["enabled"], changed["maximumFileSize"]) == (True, 30_000_000)
    assert (changed["compression"], changed["encryption"]) == ("none", True)


# Null for each option: what a release does with it (status, type with --exact).
NULLS = {
    ("1.6.2", "compression"): 201,
    ("1.6.2", "enabled"): 500,
    ("1.8.1", "compression"): 400,
    ("1.8.1", "permissions"): 201,
    ("1.8.1", "enabled"): 400,
    ("1.9.6", "encryption"): 201,
    ("1.9.6", "allowedFileExtensions"): 500,
}


@pytest.mark.parametrize(("version", "option"), NULLS, ids=[" ".join(pair) for pair in NULLS])
def test_null_for_an_option_depends_on_the_release(version: str, option: str) -> None:
    body = {"bucketId": "b", "name": "x", option: None}
    assert storage(version, exact=True).send("POST", "", body).status == NULLS[version, option]


def test_null_that_breaks_the_server_is_a_400_that_names_the_option() -> None:
    made = storage().send("POST", "", {"bucketId": "b", "name": "x", "enabled": None})
    assert made.outcome == (400, "general_argument_invalid")
    assert "`enabled`" in made.body["message"]


def test_buckets_are_listed_filtered_and_searched() -> None:
    shop = storage()
    for name in ("bills", "letters", "photos"):
        shop.bucket(name, enabled=name != "photos")
    enabled = shop.send("GET", "", query='queries[]={"method":"equal","attribute":"enabled","values":[true]}')
    assert [row["$id"] for row in enabled.body["buckets"]] == ["bills", "letters"]
    assert [row["$id"] for row in shop.send("GET", "", query="search=photos").body["buckets"]] == ["photos"]


def test_a_deleted_bucket_takes_its_files_along() -> None:
    shop = storage()
    shop.bucket()
    shop.upload()
    assert shop.send("DELETE", "/b").status == 204
    assert shop.send("GET", "/b").outcome == (404, "storage_bucket_not_found")
    shop.bucket()
    assert shop.send("GET", "/b/files").body == {"total": 0, "files": []}


def test_a_client_has_no_scope_for_buckets() -> None:
    shop = storage()
    shop.bucket()
    assert shop.send("GET", "/b", as_="ada").outcome == (401, "general_unauthorized_scope")
