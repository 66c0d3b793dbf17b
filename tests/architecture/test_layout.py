"""The map of the code: no imports in circles, few modules at the root, imports that point downwards."""

import tomllib
from pathlib import Path

from tests.architecture.imports import PACKAGE, circles, imports

LAYERS = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["tool"]["importlinter"]
# The public names, which are loaded when somebody asks for one, and `python -m mockwrite`.
ENTRANCES = {"mockwrite", "mockwrite.__main__"}


def layer_numbers() -> dict[str, int]:
    """Return how low the layer of each module or folder is, as pyproject lists them from the top."""
    (layers,) = (row["layers"] for row in LAYERS["contracts"] if row["type"] == "layers")
    return {
        name: number
        for number, layer in enumerate(layers)
        for name in layer.replace("|", " ").replace(":", " ").split()
    }


def room(module: str) -> str:
    """Return the module or folder at the root of the package to which a module belongs."""
    return ".".join(module.split(".")[:2])


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(imports()) == []


def test_no_folders_import_each_other_in_a_circle() -> None:
    rooms: dict[str, set[str]] = {}
    for module, imported in imports().items():
        if module not in ENTRANCES:
            rooms.setdefault(room(module), set()).update({room(name) for name in imported} - {room(module)})
    assert circles(rooms) == []


def test_a_circle_under_type_checking_or_in_a_function_would_be_noticed() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    graph = imports()
    assert "mockwrite.outbox.links" in graph["mockwrite.outbox.delivery"], "imported inside a function"
    assert "mockwrite.outbox.content" in graph["mockwrite.outbox.delivery"], "imported under TYPE_CHECKING"


def test_the_root_of_the_package_has_room_for_a_newcomers_eye() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 16


def test_every_module_has_a_layer_and_imports_only_lower_ones() -> None:
    layers = layer_numbers()
    graph = imports()
    assert {room(module) for module in graph} - ENTRANCES == set(layers)
    upwards = [
        f"{module} imports {name}"
        for module, imported in graph.items()
        if module not in ENTRANCES
        for name in imported - ENTRANCES
        if layers[room(name)] < layers[room(module)]
    ]
    assert upwards == []


def test_nothing_but_the_entrances_imports_the_public_names() -> None:
    assert [name for name, imported in imports().items() if "mockwrite" in imported and name not in ENTRANCES] == []
