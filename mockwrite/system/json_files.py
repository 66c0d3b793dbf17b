"""Files that people write in JSON: read, or refused with what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .levels import LEVELS, is_too_deep


class NotJson(ValueError):
    """What cannot be read as JSON; the text names the file, the place and what to do."""


def read_json(path: str | Path) -> Any:
    """Read a file. Raises NotJson, or OSError when it cannot be read at all."""
    return parse_json(Path(path).read_bytes(), path)


def parse_json(content: bytes, path: str | Path) -> Any:
    """Read what a file holds; `path` is what the person calls it. Raises NotJson."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotJson(f"{path}: line {line} is no UTF-8 ({error.reason}); save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        if not content.strip():
            raise NotJson(f"{path}: the file is empty; JSON is expected, {{}} at the least") from None
        if Path(path).suffix.lower() in (".yaml", ".yml"):
            raise NotJson(f"{path}: JSON is expected, not YAML; `yq -o json {path}` converts it") from None
        raise NotJson(f"{path}: no JSON in line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise _too_deep(path) from None
    except ValueError as error:
        # A number of more digits than Python reads.
        raise NotJson(f"{path}: a number cannot be read: {error}") from None
    if is_too_deep(value):
        raise _too_deep(path)
    return value


def _too_deep(path: str | Path) -> NotJson:
    return NotJson(f"{path}: nested too deeply; {LEVELS} levels are read")
