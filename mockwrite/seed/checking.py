"""Reading a seed and checking it, with errors that name the place and what is expected there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import hint
from ..state.project import Project
from ..system.json_files import NotJson, read_json
from ..system.levels import LEVELS, is_too_deep
from ..validators.texts import is_email, is_phone, is_uid
from .schema import build

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


class SeedError(ValueError):
    """A seed that cannot be used: where (`users[2].email`), and what is expected there."""


def read_seed(path: str | Path) -> dict[str, Any]:
    """Read and check a seed file. Raises SeedError, which names the file; OSError when it cannot be read."""
    try:
        document = read_json(path)
        check(document)
    except NotJson as error:
        raise SeedError(str(error)) from None
    except RecursionError:
        raise SeedError(f"{path}: nested too deeply; {LEVELS} levels are read") from None
    except SeedError as error:
        raise SeedError(f"{path}: {error}") from None
    checked: dict[str, Any] = document
    return checked


def check(document: Any) -> None:
    """Check a seed by its JSON Schema. Raises SeedError."""
    from jsonschema.exceptions import best_match  # heavy, and only seeds need it

    if is_too_deep(document):
        raise SeedError(f"the seed is nested too deeply; {LEVELS} levels are read")
    error = best_match(violations(build(), document))
    if error is not None:
        raise SeedError(in_words(error, "the seed"))


def violations(schema: Mapping[str, Any], document: Any) -> Iterable[ValidationError]:
    """Yield what a document violates of a JSON Schema. A number with a point is none that is whole: 1.0 cannot count anything."""
    found: Iterable[ValidationError] = _strict()(schema).iter_errors(document)
    return found


@cache
def _strict() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    def is_whole(checker: object, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_whole)
    return extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]


def place(path: Iterable[str | int]) -> str:
    """Write where something is: `users[2].email`; an empty text for the document itself."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def unknown_name(where: str, name: str, known: list[str]) -> str:
    """Say that a name is not known somewhere, with those that are."""
    return f"{_cut(where)} is not known here{hint(name[:_LONG], known)} Known are {', '.join(known) or 'none'}"


_LONG = 60
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def in_words(error: Any, whole: str) -> str:
    """Say what a validation error of jsonschema is about: the place, what is expected and what is there.

    `whole` is what the document is called.
    """
    where = place(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        strange = next(name for name in error.instance if name not in known)
        return unknown_name(place([*error.absolute_path, strange]), strange, known)
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return f"{where or whole} needs {missing!r}, got {_shown(error.instance)}"
    guess = hint(error.instance, error.validator_value, "") if error.validator == "enum" else ""
    return f"{where or whole} is expected to be {_expected(error)}, got {_shown(error.instance)}{guess}"


def _expected(error: Any) -> str:
    value = error.validator_value
    match error.validator:
        case "type":
            return _TYPES.get(value, str(value)) if isinstance(value, str) else f"{_TYPES[value[0]]} or null"
        case "enum":
            return f"one of {', '.join(value)}"
        case "anyOf":
            return "a text (an id) or an object"
        case "minimum":
            return f"at least {value}"
        case "maximum":
            return f"at most {value}"
        case "minLength":
            return "a text that is not empty"
        case "pattern":
            # The title says in words what the pattern says to machines.
            return str(error.schema.get("title", f"a text such as {value}"))
        case _:
            return str(value)


def _shown(value: Any) -> str:
    return _cut(json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


class HasProject(Protocol):
    """The fixture object, and whatever else is about one project."""

    @property
    def project(self) -> Project: ...


def project_of(thing: Project | HasProject) -> Project:
    """Return the project that is meant: it, or that of the fixture object."""
    return thing if isinstance(thing, Project) else thing.project


# Texts of a special form, by kind of record and member: whether one is right, and what is expected.
_TEXTS: Mapping[tuple[str, str], tuple[Callable[[object], bool], str]] = {
    ("users", "email"): (is_email, "an e-mail address"),
    ("users", "phone"): (is_phone, "a phone number such as +12025550100"),
    ("email", "identifier"): (is_email, "an e-mail address"),
    ("sms", "identifier"): (is_phone, "a phone number such as +12025550100"),
}


def check_texts(kind: str, row: Mapping[str, Any], path: tuple[str | int, ...]) -> None:
    """Raise SeedError when something written by hand could not have been made through the API; `kind` is that of a target's channel."""
    rules: list[tuple[str, Callable[[object], bool], str]] = [
        ("id", is_uid, "an id: up to 36 letters, digits, dots, dashes and underscores, the first a letter or digit")
    ]
    rules += [(name, *rule) for (of, name), rule in _TEXTS.items() if of == kind]
    for name, is_right, expected in rules:
        if name in row and not is_right(row[name]):
            raise SeedError(f"{place((*path, name))} is expected to be {expected}, got {row[name]!r}")
