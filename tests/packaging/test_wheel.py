"""The wheel as a stranger gets it: what is in it, and the README's first test in an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    _pip(Path(sys.executable), "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    [built] = folder.glob("*.whl")
    return built


def _pip(python: Path, *words: str) -> None:
    quiet = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*quiet, *words], capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_holds_three_packages_and_what_they_read(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {
        "mockwrite", "pytest_mockwrite", "mockwrite_fixtures"
    }  # fmt: skip
    for needed in (
        "mockwrite/py.typed",
        "mockwrite/seed.schema.json",
        "mockwrite/control/page/index.html",
        "pytest_mockwrite/py.typed",
    ):
        assert needed in names
    assert not [name for name in names if "recordings" in name or name.endswith(".xz")]


@pytest.fixture(scope="module")
def stranger(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the wheel and the official SDK, as the README says."""
    folder = tmp_path_factory.mktemp("stranger")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=300)
    python = folder / "bin" / "python"
    _pip(python, "install", f"{wheel}[pytest]", "appwrite==27.0.0")
    return python


def test_the_first_tests_of_the_readme_run_as_written_in_an_empty_folder(stranger: Path, tmp_path: Path) -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    for number, example in enumerate(examples):
        (tmp_path / f"test_readme_{number}.py").write_text(example, encoding="utf-8")
    done = subprocess.run(
        [str(stranger), "-m", "pytest", "-q"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(examples)} passed" in done.stdout


def test_the_folders_of_the_repository_do_not_leak_as_packages(stranger: Path) -> None:
    script = (
        "import importlib.util as u; print(u.find_spec('pytest_plugin'), u.find_spec('fixtures'), u.find_spec('tests'))"
    )
    done = subprocess.run(
        [str(stranger), "-c", script], cwd=stranger.parent, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "None None None\n"
