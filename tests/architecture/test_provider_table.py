"""The provider table holds what is special about a provider; nothing else knows a kind by name."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import mockwrite
from mockwrite.providers import EXAMPLE_CREDENTIALS, KINDS
from mockwrite.records import ProviderKind

ROOT = Path(mockwrite.__file__).parent
# The parameter path of the push provider made by Appwrite itself is a word that stands for other things too.
NAMES = frozenset(KINDS) - {"appwrite"}


def _may_name_kinds(path: Path) -> bool:
    # Type checkers read the names in `records.py`. The JSON Schemas judge the table, so they have their own list, out of the published specification.
    place = path.relative_to(ROOT)
    return place in {
        Path("providers.py"),
        Path("records.py"),
        Path("api/schemas/providers.py"),
    } or place.is_relative_to("delivery/outgoing")


def test_no_module_but_the_table_and_the_wire_view_names_a_provider_kind() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in sorted(ROOT.rglob("*.py"))
        if not _may_name_kinds(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in NAMES
        # `smtp` is also the scheme of a URL.
        if (path.name, node.value) != ("relay.py", "smtp")
    ]
    assert found == []


def test_every_kind_has_a_row_and_example_credentials() -> None:
    assert set(get_args(ProviderKind)) == set(KINDS)
    assert set(EXAMPLE_CREDENTIALS) == set(KINDS)


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    places = [ROOT, ROOT.parent / "pytest_plugin", ROOT.parent / "fixtures"]
    long = [
        f"{path.name}: {lines}"
        for place in places
        for path in sorted(place.rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []
