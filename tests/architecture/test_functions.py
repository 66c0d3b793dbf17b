"""How much a function asks for at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 6


def functions() -> Iterator[tuple[str, str, ast.arguments]]:
    """Yield file, name and parameters of every function of the three packages."""
    for package in ("mockwrite", "pytest_plugin", "fixtures"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield path.relative_to(ROOT).as_posix(), node.name, node.args


def asked_for(arguments: ast.arguments) -> int:
    """Count the parameters besides `self`, keyword-only ones included."""
    names = [item.arg for item in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_no_function_has_more_than_six_parameters() -> None:
    assert [f"{path}: {name}" for path, name, arguments in functions() if asked_for(arguments) > MOST] == []


@pytest.mark.parametrize(("code", "count"), [("def f(self, a, b): ...", 2), ("def f(a, /, b, *, c): ...", 3)])
def test_parameters_are_counted_besides_self(code: str, count: int) -> None:
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert asked_for(function.args) == count
