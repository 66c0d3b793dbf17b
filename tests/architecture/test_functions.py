"""How much a function asks for at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 6
# Operations take what the wire sends by keyword, as the rows of the endpoint table name it; a person writes these by name.
BY_NAME = (
    "mockwrite/operations/",
    "mockwrite/given.py",
    "mockwrite/testing/hosting.py",
    "mockwrite/testing/remote.py",
    "pytest_plugin/pytest_mockwrite/worlds.py",
)
# What still has more; a name goes from here when it is mended, and none comes.
LEFT = {
    ("mockwrite/api/endpoints/databases.py", "__init__"),
    ("mockwrite/operations/lists.py", "page"),
    ("mockwrite/queries/selecting.py", "select"),
    # The signature of the method of `requests` that it stands in for.
    ("mockwrite/transports/for_requests.py", "send"),
}


def functions() -> Iterator[tuple[str, str, ast.arguments]]:
    """Yield file, name and parameters of every function of the three packages."""
    for package in ("mockwrite", "pytest_plugin", "fixtures"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield path.relative_to(ROOT).as_posix(), node.name, node.args


def asked_for(path: str, arguments: ast.arguments) -> int:
    """Count the parameters besides `self`."""
    by_name = [] if path.startswith(BY_NAME) else arguments.kwonlyargs
    names = [item.arg for item in (*arguments.posonlyargs, *arguments.args, *by_name)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_no_function_has_more_than_six_parameters() -> None:
    found = {(path, name) for path, name, arguments in functions() if asked_for(path, arguments) > MOST}
    assert found - LEFT == set()


def test_what_is_left_is_still_there() -> None:
    everything = {
        (path, name)
        for path, name, arguments in functions()
        if len([*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]) > MOST
    }
    assert LEFT - everything == set()


@pytest.mark.parametrize(("code", "count"), [("def f(self, a, b): ...", 2), ("def f(a, /, b, *, c): ...", 3)])
def test_parameters_are_counted_besides_self(code: str, count: int) -> None:
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert asked_for("mockwrite/app.py", function.args) == count
