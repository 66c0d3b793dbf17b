"""Downloads, views, previews, ranges, and the image of a push."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from mockwrite.api.http import Request, Response
from mockwrite.api.pipeline import answer
from mockwrite.given import Given
from tests.api.full_project import PNG
from tests.api.storage_project import Storage, storage


def with_file(content: bytes = b"hello", name: str = "a.txt", version: str = "1.9.6") -> Storage:
    """A project with one file `b:f`."""
    shop = storage(version)
    shop.bucket()
    assert shop.upload(content, name=name).status == 201
    return shop


def test_a_download_is_an_attachment_of_the_stored_type() -> None:
    response = with_file(PNG, "my file.png").get(rest="/download").response
    assert (response.status, response.body) == (200, PNG)
    assert response.header("content-type") == "image/png"
    assert response.header("content-disposition") == 'attachment; filename="my file.png"'
    assert response.header("cache-control") == "private, max-age=3888000"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"hello", "text/plain"),
        (b"%PDF-1.4", "application/pdf"),
        (b"<!doctype html>", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "text/plain"),
    ],
    ids=["png", "text", "pdf", "html", "svg"],
)
def test_a_view_shows_what_cannot_run(content: bytes, kind: str) -> None:
    response = with_file(content).get(rest="/view").response
    assert response.header("content-type") == kind
    assert response.header("content-disposition") == 'inline; filename="a.txt"'
    assert response.header("content-security-policy") == "script-src none;"


def test_a_file_name_cannot_add_headers() -> None:
    shop = with_file()
    assert shop.send("PUT", "/b/files/f", {"name": 'a"\r\nset-cookie: x=1'}).status == 200
    assert shop.get(rest="/view").response.header("content-disposition") == 'inline; filename="a\\"set-cookie: x=1"'


@pytest.mark.parametrize(
    ("wanted", "body", "span"),
    [("bytes=1-2", b"el", "bytes 1-2/5"), ("bytes=2-", b"llo", "bytes 2-4/5"), ("bytes=0-4", b"hello", "bytes 0-4/5")],
)
def test_a_range_is_cut_out(wanted: str, body: bytes, span: str) -> None:
    response = with_file().get(rest="/download", headers={"range": wanted}).response
    assert (response.status, response.body, response.header("content-range")) == (206, body, span)


def test_a_range_without_an_end_comes_in_pieces() -> None:
    size = 3 * 1024 * 1024
    shop = with_file(b"x" * size)
    outcomes = {}
    for start in (0, 2_097_152, 1_048_577):
        response = shop.get(rest="/view", headers={"range": f"bytes={start}-"}).response
        assert response.status == 206
        outcomes[start] = response.header("content-range")
    assert outcomes == {
        0: f"bytes 0-2097151/{size}",
        2_097_152: f"bytes 2097152-3145727/{size}",
        1_048_577: f"bytes 1048577-3145727/{size}",
    }
    whole = shop.get(rest="/view", headers={"range": f"bytes=0-{size - 1}"}).response
    assert len(whole.body) == size


@pytest.mark.parametrize("wanted", ["bytes=9-12", "items=0-1", "bytes=2-1", "bytes=-2", "bytes=a-b", "x"])
def test_a_range_that_names_nothing_is_refused(wanted: str) -> None:
    assert with_file().get(rest="/download", headers={"range": wanted}).outcome == (416, "storage_invalid_range")


def test_a_view_and_the_image_of_a_push_are_cut_too_and_a_preview_is_not() -> None:
    shop, part = with_file(PNG, "a.png"), {"range": "bytes=0-3"}
    answers = {
        "view": shop.get(rest="/view", headers=part).response,
        "push": fetch(shop, image_url(shop), part),
        "preview": shop.get(rest="/preview", headers=part).response,
    }
    assert {name: (found.status, found.header("accept-ranges"), found.body) for name, found in answers.items()} == {
        "view": (206, "bytes", PNG[:4]), "push": (206, "bytes", PNG[:4]), "preview": (200, None, PNG),
    }  # fmt: skip


def test_a_preview_is_the_image_itself() -> None:
    response = with_file(PNG).get(rest="/preview", query="width=20&output=png").response
    assert (response.header("content-type"), response.body) == ("image/png", PNG)


def test_a_preview_says_that_it_comes_from_no_cache_unless_the_caller_may_not_see_it() -> None:
    shop = with_file(PNG)
    asked = {
        "seen": shop.get(rest="/preview"),
        "refused parameter": shop.get(rest="/preview", query="width=x"),
        "no such file": shop.get("none", rest="/preview"),
        "no permission": shop.get(rest="/preview", as_="guest"),
        "view": shop.get(rest="/view"),
    }
    assert {name: (found.response.status, found.response.header("x-appwrite-cache")) for name, found in asked.items()} == {
        "seen": (200, "miss"), "refused parameter": (400, "miss"), "no such file": (404, "miss"),
        "no permission": (401, None), "view": (200, None),
    }  # fmt: skip


def test_a_preview_of_another_file_is_a_png_in_its_place() -> None:
    response = with_file(b"text").get(rest="/preview").response
    assert (response.status, response.header("content-type"), response.body[:4]) == (200, "image/png", b"\x89PNG")


@pytest.mark.parametrize(
    "query", ["width=4001", "width=x", "gravity=x", "quality=101", "output=bmp", "background=red", "opacity=2"]
)
def test_a_preview_checks_its_parameters(query: str) -> None:
    refused = with_file(PNG).get(rest="/preview", query=query)
    assert refused.outcome == (400, "general_argument_invalid")
    assert f"`{query.partition('=')[0]}`" in refused.body["message"]


def image_url(shop: Storage, file: str = "b:f") -> str:
    """Make a push with an image and return the image's URL."""
    given = Given(shop.project)
    return str(given.message("push", image=file, draft=True).data["image"]["url"])


def fetch(shop: Storage, url: str, headers: dict[str, str] | None = None) -> Response:
    """Fetch a URL as a device does, without any header."""
    parts = urlsplit(url)
    return answer(shop.instance, Request("GET", parts.path, parts.query, {"host": "localhost", **(headers or {})}))


@pytest.mark.parametrize("version", ["1.6.2", "1.8.1", "1.9.6"])
def test_the_image_of_a_push_is_served_without_any_header(version: str) -> None:
    shop = with_file(PNG, "a.png", version)
    response = fetch(shop, image_url(shop))
    assert (response.status, response.body, response.header("content-type")) == (200, PNG, "image/png")
    assert response.header("content-disposition") == 'inline; filename="a.png"'


def test_the_image_url_opens_nothing_else() -> None:
    shop = with_file(PNG)
    shop.upload(PNG, "g")
    url = image_url(shop)
    other = [
        url.replace("/files/f/", "/files/g/"),
        url.replace("/push?", "/view?"),
        url.partition("&jwt")[0],
        url.partition("&jwt")[0] + "&jwt=abc",
        url.replace("project=shop&", ""),
    ]
    assert [fetch(shop, address).status for address in other] == [401] * 5


def test_the_image_url_is_for_devices_and_not_for_keys() -> None:
    shop = with_file(PNG)
    response = fetch(shop, image_url(shop), {"x-appwrite-project": "shop", "x-appwrite-key": shop.key})
    assert (response.status, b"general_unauthorized_scope" in response.body) == (401, True)


def test_the_image_of_a_deleted_file_is_gone() -> None:
    shop = with_file(PNG)
    url = image_url(shop)
    shop.send("DELETE", "/b/files/f")
    response = fetch(shop, url)
    assert (response.status, b"storage_file_not_found" in response.body) == (404, True)


@pytest.mark.parametrize(("version", "outcome"), [("1.6.2", 401), ("1.8.1", 404), ("1.9.6", 404)])
def test_a_download_that_names_no_project_finds_nothing(version: str, outcome: int) -> None:
    shop = with_file(PNG, version=version)
    assert fetch(shop, "http://localhost/v1/storage/buckets/b/files/f/download").status == outcome
