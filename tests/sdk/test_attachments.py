"""Files of the official SDKs: large attachments in chunks, and the image of a push as a device fetches it."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.api.full_project import PNG

HERE = Path(__file__).parent
NODE = shutil.which("node")
# Not the same everywhere, so that a chunk in the wrong place is seen.
LARGE = b"".join(number.to_bytes(4, "big") for number in range(11 * (1 << 20) // 4))


def fetch(url: str) -> tuple[str, bytes]:
    """Fetch a URL as a device does, without any header of Appwrite."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.headers["Content-Type"], answer.read()


def test_an_attachment_in_chunks_arrives_byte_for_byte(mock_appwrite: MockAppwrite, appwrite_client: Any) -> None:
    pytest.importorskip("appwrite", reason="needs the official SDK: pip install appwrite")
    from appwrite.id import ID
    from appwrite.input_file import InputFile
    from appwrite.services.messaging import Messaging
    from appwrite.services.storage import Storage

    ada = mock_appwrite.given.user(email="ada@example.com")
    mock_appwrite.given.provider("smtp")
    storage = Storage(appwrite_client)
    storage.create_bucket("bills", "Bills")
    made = storage.create_file("bills", ID.unique(), InputFile.from_bytes(LARGE, "ünï bill.bin"))
    assert made.chunksuploaded == 3
    Messaging(appwrite_client).create_email(
        "m", "Your bill", "Attached.", users=[ada.id], attachments=[f"bills:{made.id}"]
    )
    [attachment] = mock_appwrite.outbox.one(to="ada@example.com").attachments
    assert (attachment.name, attachment.mime_type, attachment.size) == (
        "ünï bill.bin",
        "text/plain",  # the server names no type that is not on its list
        len(LARGE),
    )
    assert attachment.content == LARGE
    assert storage.get_file_download("bills", made.id) == LARGE


def test_a_push_shows_an_image_that_needs_no_header(mock_appwrite: MockAppwrite, appwrite_client: Any) -> None:
    pytest.importorskip("appwrite", reason="needs the official SDK: pip install appwrite")
    from appwrite.input_file import InputFile
    from appwrite.services.messaging import Messaging
    from appwrite.services.storage import Storage

    ada = mock_appwrite.given.user(push="device-1")
    mock_appwrite.given.provider("fcm")
    storage = Storage(appwrite_client)
    storage.create_bucket("images", "Images")
    storage.create_file("images", "logo", InputFile.from_bytes(PNG, "logo.png"), permissions=['read("any")'])
    Messaging(appwrite_client).create_push("m", "Hello", "Text", users=[ada.id], image="images:logo")
    image = mock_appwrite.outbox.one(channel="push").image
    assert image is not None
    assert fetch(image) == ("image/png", PNG)


@pytest.mark.full
@pytest.mark.skipif(
    NODE is None or not (HERE / "node_modules").exists(),
    reason="needs Node.js and the packages of tests/sdk: cd tests/sdk && npm install",
)
def test_node_sends_attachments_in_parallel_chunks_and_images(mock_appwrite: MockAppwrite) -> None:
    ada = mock_appwrite.given.user(email="ada@example.com", push="device-1")
    mock_appwrite.given.provider("smtp")
    mock_appwrite.given.provider("fcm")
    done = subprocess.run(
        [str(NODE), "attachments.mjs", mock_appwrite.endpoint, mock_appwrite.project_id, mock_appwrite.api_key, ada.id],
        cwd=HERE, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    [attachment] = mock_appwrite.outbox.one(channel="email").attachments
    assert attachment.size == 11 * (1 << 20)
    assert report == {"chunks": 3, "sha256": sha256(attachment.content).hexdigest()}
    image = mock_appwrite.outbox.one(channel="push").image
    assert image is not None
    assert fetch(image)[0] == "image/png"


def test_an_image_given_in_python_is_served_by_the_running_server(mock_appwrite: MockAppwrite) -> None:
    file = mock_appwrite.given.file(PNG, name="logo.png")
    mock_appwrite.given.message("push", image=file.reference)
    image = mock_appwrite.outbox.one(channel="push").image
    assert image is not None
    assert fetch(image) == ("image/png", PNG)
