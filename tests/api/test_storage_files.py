"""Files sent whole: what is stored of them, and what is refused in which order."""

from __future__ import annotations

from hashlib import md5

import pytest

from tests.api.storage_project import field, file_part, storage


def test_a_file_is_described_by_its_content() -> None:
    shop = storage()
    shop.bucket()
    made = shop.upload(b"hello", "f", name="a.png")
    assert made.status == 201
    known = {name: made.body[name] for name in made.body if not name.startswith("$created") and name != "$updatedAt"}
    assert known == {
        "$id": "f",
        "bucketId": "b",
        "$permissions": [],
        "name": "a.png",
        "signature": md5(b"hello", usedforsecurity=False).hexdigest(),
        "mimeType": "text/plain",
        "sizeOriginal": 5,
        "sizeActual": 8,
        "chunksTotal": 1,
        "chunksUploaded": 1,
        "encryption": True,
        "compression": "none",
    }
    assert shop.get().body == made.body


def test_an_older_release_says_less_of_a_file() -> None:
    shop = storage("1.8.1")
    shop.bucket()
    assert not {"sizeActual", "encryption", "compression"} & set(shop.upload().body)


def test_a_taken_id_is_refused_and_free_again_after_a_delete() -> None:
    shop = storage()
    shop.bucket()
    shop.upload()
    assert shop.upload(b"other").outcome == (409, "storage_file_already_exists")
    assert shop.send("DELETE", "/b/files/f").status == 204
    assert shop.get().outcome == (404, "storage_file_not_found")
    assert shop.upload(b"other").status == 201


def test_two_buckets_hold_files_of_the_same_id() -> None:
    shop = storage()
    shop.bucket("b")
    shop.bucket("c")
    shop.upload(b"one", bucket="b")
    shop.upload(b"two", bucket="c")
    shop.send("DELETE", "/c/files/f")
    assert shop.get(rest="/download").response.body == b"one"
    cursor = 'queries[]={"method":"cursorAfter","values":["f"]}'
    assert shop.send("GET", "/b/files", query=cursor).body["files"] == []
    assert shop.send("GET", "/c/files", query=cursor).outcome == (400, "general_cursor_not_found")


ODD_FORMS = {
    "no part": ([field("fileId", "f")], "storage_file_empty"),
    "another name": ([field("fileId", "f"), file_part("upload", "a.txt", b"x")], "storage_file_empty"),
    "a plain field": ([field("fileId", "f"), field("file", "text")], "storage_file_empty"),
    "a file that was not chosen": ([field("fileId", "f"), file_part("file", "", b"")], "storage_file_empty"),
    "a list of files": ([field("fileId", "f"), file_part("file[]", "a.txt", b"x")], "storage_invalid_file_size"),
    "no id": ([file_part("file", "a.txt", b"x")], "general_argument_invalid"),
}


@pytest.mark.parametrize(("parts", "kind"), ODD_FORMS.values(), ids=list(ODD_FORMS))
def test_a_form_without_a_file_is_refused(parts: list[bytes], kind: str) -> None:
    shop = storage()
    shop.bucket()
    assert shop.post_form("b", parts).outcome == (400, kind)


def test_json_instead_of_a_form_holds_no_file() -> None:
    shop = storage()
    shop.bucket()
    assert shop.send("POST", "/b/files", {"fileId": "f", "file": "x"}).outcome == (400, "storage_file_empty")


def test_the_order_of_the_parts_is_free_and_the_last_file_counts() -> None:
    shop = storage()
    shop.bucket()
    parts = [
        file_part("file", "1.txt", b"one"),
        field("bogus", "1"),
        file_part("file", "2.txt", b"two"),
        field("fileId", "f"),
    ]
    assert shop.post_form("b", parts).body["name"] == "2.txt"
    assert shop.get(rest="/download").response.body == b"two"


@pytest.mark.parametrize(
    "names", [("permissions[]", "permissions[]"), ("permissions[0]", "permissions[1]")], ids=["empty", "numbered"]
)
def test_permissions_come_in_fields_with_brackets(names: tuple[str, str]) -> None:
    shop = storage()
    shop.bucket()
    fields = zip(names, ('read("any")', 'write("users")'), strict=True)
    made = shop.upload(fields=fields)
    assert made.body["$permissions"] == ['read("any")', 'update("users")', 'delete("users")']


def test_create_is_no_permission_of_a_file() -> None:
    shop = storage()
    shop.bucket()
    made = shop.upload(fields=[("permissions[]", 'create("any")')])
    assert made.outcome == (400, "general_argument_invalid")


@pytest.mark.parametrize(
    ("name", "status"), [("x.png", 201), ("x.PNG", 201), ("x.txt", 400), ("x.TXT", 400), ("x.pdf", 400), ("x", 400)]
)
def test_the_extension_is_compared_in_lower_case_on_the_files_side_only(name: str, status: int) -> None:
    shop = storage()
    shop.bucket(allowedFileExtensions=["png", "TXT"])
    made = shop.upload(b"%PDF-1.4", name=name)
    assert made.outcome == (status, None if status == 201 else "storage_file_type_unsupported")


def test_a_file_over_the_buckets_limit_is_refused() -> None:
    shop = storage()
    shop.bucket(maximumFileSize=10)
    assert shop.upload(b"x" * 10).status == 201
    assert shop.upload(b"x" * 11, "g").outcome == (400, "storage_invalid_file_size")


def test_an_empty_file_is_a_file() -> None:
    shop = storage()
    shop.bucket()
    assert shop.upload(b"").body["mimeType"] == "application/x-empty"
    assert shop.get(rest="/download").response.body == b""


def test_files_over_the_memory_limit_are_refused_with_the_name_of_the_setting() -> None:
    shop = storage(file_limit=10)
    shop.bucket()
    shop.upload(b"x" * 8)
    refused = shop.upload(b"x" * 3, "g")
    assert refused.outcome == (400, "storage_invalid_file_size")
    assert "MOCKWRITE_FILE_LIMIT" in refused.body["message"]
    shop.send("DELETE", "/b/files/f")
    assert shop.upload(b"x" * 3, "g").status == 201


def test_a_file_is_renamed_and_keeps_its_permissions() -> None:
    shop = storage()
    shop.bucket()
    shop.upload(fields=[("permissions[]", 'read("any")')])
    changed = shop.send("PUT", "/b/files/f", {"name": "new.txt"}).body
    assert (changed["name"], changed["$permissions"]) == ("new.txt", ['read("any")'])
    assert shop.send("PUT", "/b/files/f", {"name": ""}).status == 400


@pytest.mark.parametrize(("version", "status"), [("1.6.2", 400), ("1.8.1", 400), ("1.9.6", 200)])
def test_only_the_newest_release_takes_create_when_a_file_is_changed(version: str, status: int) -> None:
    shop = storage(version)
    shop.bucket()
    shop.upload()
    assert shop.send("PUT", "/b/files/f", {"permissions": ['create("any")']}).status == status


def test_files_are_listed_filtered_and_searched() -> None:
    shop = storage()
    shop.bucket()
    shop.upload(b"\x89PNG\r\n\x1a\n" + bytes(60), "image", name="a.png")
    shop.upload(b"hello", "text", name="b.txt")
    images = 'queries[]={"method":"equal","attribute":"mimeType","values":["image/png"]}'
    assert [row["$id"] for row in shop.send("GET", "/b/files", query=images).body["files"]] == ["image"]
    assert [row["$id"] for row in shop.send("GET", "/b/files", query="search=b.txt").body["files"]] == ["text"]


def test_uploads_are_limited_for_each_chunk_when_limits_are_on() -> None:
    shop = storage(rate_limits=True)
    shop.bucket(permissions=['create("any")'])
    shop.project.clock.freeze()
    answers = [shop.upload(id=f"f{number}", as_="guest") for number in range(61)]
    assert [answer.status for answer in answers[:60]] == [201] * 60
    assert answers[60].outcome == (429, "general_rate_limit_exceeded")
    assert answers[0].response.header("x-ratelimit-limit") == "60"
    assert shop.upload(id="c", span="bytes 0-4/9000000", as_="guest").status == 201
