"""Storage (docs/contract/corrections.md, E)."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.operations.uploads import put_file
from tests.api.full_project import PNG
from tests.api.stage import Answer, Stage


def with_file(content: bytes = b"x" * 100, name: str = "a.txt", **settings: Any) -> Stage:
    stage = Stage(**settings)
    put_file(stage.project, bucket_id="b", file_id="f", name=name, content=content)
    return stage


def fetched(stage: Stage, what: str, **headers: str) -> Answer:
    return stage.call("GET", f"/storage/buckets/b/files/f/{what}", X_Appwrite_Key=stage.key, **headers)


@pytest.mark.parametrize("what", ["download", "view"])
@pytest.mark.parametrize("wanted", ["0-100", "0-1000", "0-0", "5-5", "99-"])
def test_28_a_range_of_one_byte_or_beyond_the_end_is_refused(what: str, wanted: str) -> None:
    assert fetched(with_file(), what, Range=f"bytes={wanted}").outcome == (416, "storage_invalid_range")
    assert fetched(with_file(), what, Range="bytes=0-99").status == 206


@pytest.mark.parametrize(("version", "exact", "times"), [("1.9.6", True, 2), ("1.9.6", False, 1), ("1.8.1", True, 1)])
def test_29_headers_of_files_are_doubled_in_exact_mode(version: str, exact: bool, times: int) -> None:
    stage = with_file(PNG, "a.png", version=version, exact=exact)
    assert len(fetched(stage, "view").all("x-content-type-options")) == times
    assert bool(fetched(stage, "download").header("x-peak")) is (times == 2)
    refused = stage.by_key("GET", "/storage/buckets/b/files/none/preview")
    assert (refused.status, len(refused.all("cache-control"))) == (404, times)


def test_30_a_preview_is_cached_from_the_second_call_on() -> None:
    stage = with_file(PNG, "a.png", exact=True)
    path = "preview?width=20"
    first, second, other = fetched(stage, path), fetched(stage, path), fetched(stage, "preview?width=21")
    assert (first.header("x-appwrite-cache"), len(first.all("cache-control"))) == ("miss", 2)
    assert (first.header("pragma"), first.all("expires")) == ("no-cache", ["0"])
    assert (second.header("x-appwrite-cache"), second.all("cache-control")) == ("hit", ["private, max-age=15552000"])
    assert second.header("expires") is None
    assert other.header("x-appwrite-cache") == "miss"


@pytest.mark.parametrize(("name", "status"), [("x" * 128, 200), ("é" * 128, 200), ("x" * 129, 400), ("", 400)])
def test_31_a_file_is_renamed_to_128_characters_at_most(name: str, status: int) -> None:
    assert with_file().by_key("PUT", "/storage/buckets/b/files/f", {"name": name}).status == status


def test_32_quotes_around_a_file_name_fall_away_and_one_within_ends_nothing() -> None:
    from mockwrite.api.http import Request
    from mockwrite.api.pipeline import answer

    stage = Stage()
    stage.by_key("POST", "/storage/buckets", {"bucketId": "b", "name": "b"})
    body = (
        b'--x\r\nContent-Disposition: form-data; name="fileId"\r\n\r\nf\r\n--x\r\nContent-Disposition: form-data; name="file"; '
        b'filename="we"ird;name.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--x--\r\n'
    )
    headers = {
        "x-appwrite-project": "shop", "x-appwrite-key": stage.key, "content-type": "multipart/form-data; boundary=x",
    }  # fmt: skip
    answer(stage.instance, Request("POST", "/v1/storage/buckets/b/files", "", headers, body))
    assert stage.by_key("GET", "/storage/buckets/b/files/f").body["name"] == 'we"ird'
