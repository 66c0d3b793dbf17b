"""A name of a public class means one thing."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_public_class_name_exists_once() -> None:
    names = Counter(
        node.name
        for package in ("mockwrite", "pytest_plugin", "fixtures")
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, count in names.items() if count > 1} == set()
