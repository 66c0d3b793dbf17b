"""The sentences of errors, as a server of the user's own writes them: learnt by `mockwrite texts`, given with `--texts`.

mockwrite ships sentences of its own (errors.md names the types, not the texts). A file of texts holds, by type, the sentence
to answer with; where a type has several, each with the sentence of ours that it stands for. What differs from call to call
is a placeholder: `{topicId}` is the parameter of that name, `{param}` the name of the parameter that is wrong, `{1}` the
first other word that our sentence has in single quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import CATALOGUE, AppwriteError, hint
from ..instance import Instance
from ..system.json_files import NotJson, read_json

FORMAT = 1
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Shorter values stand in a sentence by chance.
_LEAST = 4


class TextsError(ValueError):
    """A file of texts that cannot be used; the text names the place and what is expected there."""


class Texts:
    """Sentences by error type. `sayings` maps a type to (our sentence, theirs); ours is empty where there is only one."""

    def __init__(self, sayings: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        self._sayings = {type: dict(pairs) for type, pairs in sayings.items()}

    def reword(self, error: AppwriteError, values: Mapping[str, Any], names: Iterable[str]) -> AppwriteError:
        """Return an error with the sentence that the file has for it; as it is where there is none.

        `values` are the parameters of the call, `names` those that its route has.
        """
        known = self._sayings.get(error.type)
        if known is None:
            return error
        filled = places_in(error.message, values, names)
        saying = known.get("") or known.get(template(error.message, filled))
        if saying is None:
            return error
        if not set(_PLACEHOLDER.findall(saying)) <= filled.keys():
            return error
        return AppwriteError(error.type, _PLACEHOLDER.sub(lambda match: filled[match[1]], saying), status=error.status)


def places_in(message: str, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Return what the placeholders of a call stand for, by its values and what a sentence of ours quotes.

    `param` is the parameter that it quotes, `1`, `2` … are other words in single quotes: an id out of a list or a query.
    """
    places = {name: value for name, value in values.items() if isinstance(value, str) and name.isidentifier()}
    known = frozenset(names)
    param = next((name for name in re.findall(r"[`'\"](\w+)[`'\"]", message) if name in known), None)
    if param is not None:
        places["param"] = param
    others = [text for text in re.findall(r"'([^']+)'", message) if text not in places.values()]
    return places | {str(number): text for number, text in enumerate(dict.fromkeys(others), 1)}


def template(message: str, places: Mapping[str, str]) -> str:
    """Turn a sentence into one with placeholders, by what they stand for in its call."""
    for name in sorted(places, key=lambda name: -len(places[name])):
        # What is short, or a name, stands in a sentence by chance too; in quotes it does not.
        bare = name.isidentifier() and name != "param" and len(places[name]) >= _LEAST
        before, after = (r"(?<!\w)", r"(?!\w)") if bare else (r"(?<=[`'\"])", r"(?=[`'\"])")
        message = re.sub(f"{before}{re.escape(places[name])}{after}", f"{{{name}}}", message)
    return message


def learnt(pairs: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """Return a file of texts from (type, our sentence, theirs), both with placeholders."""
    found: dict[str, dict[str, str]] = {}
    for type, ours, theirs in pairs:
        found.setdefault(type, {}).setdefault(ours, theirs)
    texts: dict[str, Any] = {}
    for type in sorted(found):
        says = list(found[type].items())
        own = len(says) == 1 and says[0][0] == CATALOGUE[type][1]
        alike = len(says) > 1 and len({theirs for _, theirs in says}) == 1
        texts[type] = says[0][1] if own or alike else [{"for": ours, "say": theirs} for ours, theirs in says]
    return {"version": FORMAT, "texts": texts}


def word_by_texts(instance: Instance) -> None:
    """Let new projects of an instance answer with the sentences of its settings' file, where there is one.

    Raises TextsError, or OSError when the file cannot be read.
    """
    path = instance.settings.texts
    if path is not None:
        instance.reword = read_texts(path).reword


def read_texts(path: str | Path) -> Texts:
    """Read a file of texts. Raises TextsError, which names the file and the place; OSError when it cannot be read."""
    try:
        return Texts(dict(_checked(read_json(path))))
    except NotJson as error:
        raise TextsError(str(error)) from None
    except (RecursionError, ValueError) as error:
        raise TextsError(f"{path}: {error}") from None


def _checked(document: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    from .endpoints import every_endpoint  # only when a file is read

    texts = document.get("texts") if isinstance(document, dict) else None
    if not isinstance(texts, dict):
        raise TextsError('a file of texts is an object with "texts", a map from error types to sentences')
    if document.get("version") != FORMAT:
        raise TextsError(f"version is {FORMAT}, got {document.get('version')!r}")
    rows = every_endpoint()
    places = {"param", "project"} | {param.name for row in rows for param in row.params}
    places |= {name for row in rows for name in _PLACEHOLDER.findall(row.path)}
    for type, given in texts.items():
        if type not in CATALOGUE:
            raise TextsError(f"texts.{type}: there is no such error type{hint(type, list(CATALOGUE))}")
        if isinstance(given, str):
            pairs = [("", given)]
        elif isinstance(given, list) and all(
            isinstance(item, dict) and isinstance(item.get("for"), str) and isinstance(item.get("say"), str)
            for item in given
        ):
            pairs = [(item["for"], item["say"]) for item in given]
        else:
            raise TextsError(f'texts.{type} is expected to be a text, or a list of {{"for": …, "say": …}}')
        for number, (_, say) in enumerate(pairs):
            place = f"texts.{type}" if isinstance(given, str) else f"texts.{type}[{number}].say"
            for name in _PLACEHOLDER.findall(say):
                if name not in places and not name.isdecimal():
                    raise TextsError(f"{place}: no call has a parameter {name!r}{hint(name, list(places))}")
        yield type, pairs
