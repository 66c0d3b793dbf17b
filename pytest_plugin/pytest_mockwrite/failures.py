"""What a failed test leaves behind: a recording of its projects (`--mockwrite-record`), and an open page (`--mockwrite-open`)."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockwrite.testing.mock_appwrite import MockAppwrite

# Most file systems take names of 255 bytes.
_LONGEST = 150


def file_name(node_id: str) -> str:
    """Return the name of a test's recording: its node id, with what is no part of a file name replaced."""
    name = re.sub(r"[^\w.\[\]-]+", "-", node_id.replace("::", "."))
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}-{sha256(node_id.encode()).hexdigest()[:8]}"
    return f"{name}.jsonl"


def record(folder: str, node_id: str, mocks: Sequence[MockAppwrite]) -> str:
    """Write what a test's projects did into a recording, in place of an earlier one, and return a line about it."""
    from mockwrite.recording.writing import write_recording

    path = Path(folder) / file_name(node_id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        write_recording(path, [mock.project for mock in mocks])
    except OSError as error:
        return f"the recording cannot be written: {error}"
    return f"recorded: mockwrite view {path}"


def open_page(config: pytest.Config, mock: MockAppwrite) -> None:
    """Open the outbox page at a test's project, and hold the run until somebody presses Enter."""
    import webbrowser

    url = f"{mock.endpoint.removesuffix('/v1')}/_mockwrite/?project={mock.project_id}"
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        if mock.endpoint.startswith("http://mockwrite.localhost"):
            sys.stdout.write('\n--mockwrite-open: in process there is no page; use transport="socket"\n')
            return
        sys.stdout.write(f"\nthe outbox of the failed test: {url}\n")
        webbrowser.open(url)
        try:
            input("press Enter to go on ")
        except (OSError, EOFError):
            sys.stdout.write("nobody is at the terminal, so the run goes on\n")
