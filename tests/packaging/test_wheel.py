"""The wheel as a stranger gets it: what is in it, and the README's first test in an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.environments import ROOT, new_environment, pip, run_pytest

pytestmark = pytest.mark.full

EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
# In megabytes, with all that `pip install mockwrite` brings.
MOST_INSTALLED = 20


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


def test_relative_links_of_the_long_description_become_absolute_from_one_setting(tmp_path: Path) -> None:
    for name in ("mockwrite", "pytest_plugin", "fixtures", "README.md", "LICENSE"):
        (tmp_path / name).symlink_to(ROOT / name)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    address = "https://code.example/mockwrite/blob/main/"
    assert settings.count("'](\\1)'") == 1
    (tmp_path / "pyproject.toml").write_text(settings.replace("'](\\1)'", f"']({address}\\1)'"), encoding="utf-8")
    pip(Path(sys.executable), "wheel", "--no-deps", "--wheel-dir", str(tmp_path / "built"), str(tmp_path))
    [built] = (tmp_path / "built").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        text = archive.read(name).decode()
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert f"{address}docs/fidelity.md" in links
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    assert "![" not in text


@pytest.fixture(scope="module")
def stranger(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the wheel and the official SDK, as the README says."""
    return new_environment(tmp_path_factory.mktemp("stranger"), f"{wheel}[pytest]", "appwrite==27.0.0")


def write_examples(folder: Path) -> None:
    for number, example in enumerate(EXAMPLES):
        (folder / f"test_readme_{number}.py").write_text(example, encoding="utf-8")


def test_the_first_tests_of_the_readme_run_as_written_in_an_empty_folder(stranger: Path, tmp_path: Path) -> None:
    write_examples(tmp_path)
    done = run_pytest(stranger, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(EXAMPLES)} passed" in done.stdout


def test_without_the_kit_its_parts_say_what_to_install(stranger: Path) -> None:
    for line in ("from mockwrite_fixtures import Factories; Factories()", "import mockwrite_fixtures.strategies"):
        done = subprocess.run([str(stranger), "-c", line], capture_output=True, text=True, check=False, timeout=300)
        assert done.stderr.endswith("pip install 'mockwrite[kit]'\n"), done.stderr


def test_the_first_tests_of_the_readme_run_with_the_oldest_pytest(wheel: Path, tmp_path: Path) -> None:
    write_examples(tmp_path)
    python = new_environment(tmp_path / "oldest", f"{wheel}[pytest]", "appwrite==27.0.0", "pytest==8.4.0")
    done = run_pytest(python, tmp_path, *[f"test_readme_{number}.py" for number in range(len(EXAMPLES))])
    assert f"{len(EXAMPLES)} passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("version", ["8.0.0", "8.3.0"])
def test_in_a_run_of_an_older_pytest_the_plugin_only_says_that_it_is_off(
    version: str, wheel: Path, tmp_path: Path
) -> None:
    python = new_environment(tmp_path / "old", str(wheel), f"pytest=={version}")
    (tmp_path / "test_it.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    done = run_pytest(python, tmp_path, "test_it.py")
    assert "1 passed, 1 warning" in done.stdout, done.stdout + done.stderr
    assert f"mockwrite needs pytest 8.4 or later, this is {version}" in done.stdout
    # Where warnings are errors, the run goes on all the same.
    done = run_pytest(python, tmp_path, "test_it.py", "-W", "error")
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert done.stderr.startswith("warning: mockwrite needs pytest 8.4 or later"), done.stderr


def test_what_is_installed_is_small_and_serves(wheel: Path, tmp_path: Path) -> None:
    python = new_environment(tmp_path / "core")
    before = size_of(tmp_path)
    pip(python, "install", "--no-compile", str(wheel))
    assert size_of(tmp_path) - before <= MOST_INSTALLED * 1_000_000
    done = subprocess.run(
        [str(python), "-m", "mockwrite", "exec", "--", str(python), "-c", "print('served')"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert "served" in done.stdout, done.stdout + done.stderr


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def test_the_folders_of_the_repository_do_not_leak_as_packages(stranger: Path) -> None:
    script = (
        "import importlib.util as u; print(u.find_spec('pytest_plugin'), u.find_spec('fixtures'), u.find_spec('tests'))"
    )
    done = subprocess.run(
        [str(stranger), "-c", script], cwd=stranger.parent, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "None None None\n"
