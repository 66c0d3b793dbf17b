"""Reading a seed and checking it, with errors that name the place and what is expected there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import hint
from .schema import build


class SeedError(ValueError):
    """A seed that cannot be used: where (`users[2].email`), and what is expected there."""


def read_seed(path: str | Path) -> dict[str, Any]:
    """Read and check a seed file. Raises SeedError, which names the file; OSError when it cannot be read."""
    text = Path(path).read_text(encoding="utf-8")
    try:
        document = json.loads(text)
        check(document)
    except json.JSONDecodeError as error:
        raise SeedError(f"{path}: no JSON in line {error.lineno}, column {error.colno}: {error.msg}") from None
    except SeedError as error:
        raise SeedError(f"{path}: {error}") from None
    checked: dict[str, Any] = document
    return checked


def check(document: Any) -> None:
    """Check a seed by its JSON Schema. Raises SeedError."""
    from jsonschema import Draft202012Validator  # heavy, and only seeds need it
    from jsonschema.exceptions import ValidationError, best_match

    errors: Iterable[ValidationError] = Draft202012Validator(build()).iter_errors(document)
    error = best_match(errors)
    if error is not None:
        raise SeedError(_in_words(error))


def place(path: Iterable[str | int]) -> str:
    """Write where something is: `users[2].email`; an empty text for the document itself."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def unknown_name(where: str, name: str, known: list[str]) -> str:
    """Say that a name is not known somewhere, with those that are."""
    return f"{where} is not known here{hint(name, known)} Known are {', '.join(known) or 'none'}"


_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def _in_words(error: Any) -> str:
    where = place(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        strange = next(name for name in error.instance if name not in known)
        return unknown_name(place([*error.absolute_path, strange]), strange, known)
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return f"{where or 'the seed'} needs {missing!r}, got {_shown(error.instance)}"
    value = error.validator_value
    match error.validator:
        case "type":
            expected = _TYPES.get(value, str(value)) if isinstance(value, str) else f"{_TYPES[value[0]]} or null"
        case "enum":
            expected = f"one of {', '.join(value)}"
        case "anyOf":
            expected = "a text (an id) or an object"
        case "minimum":
            expected = f"at least {value}"
        case _:
            expected = str(value)
    return f"{where or 'the seed'} is expected to be {expected}, got {_shown(error.instance)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"
