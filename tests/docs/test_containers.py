"""docs/containers.md: what it shows is what there is, and its recipes for Testcontainers run, with a stand-in for the container."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

import mockwrite
from tests.plugin.pytest_runs import ALONE

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "containers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
RECIPES = {language: text for language, text in BLOCKS if "testcontainers" in text}

_PYTHON = """
import os
from urllib.parse import urlsplit

class DockerContainer:
    def __init__(self, image): assert image == "mockwrite"
    def with_exposed_ports(self, *ports): assert ports == (6245,); return self
    def waiting_for(self, strategy): assert strategy is not None; return self
    def __enter__(self): return self
    def __exit__(self, *reason): pass
    def get_container_host_ip(self): return urlsplit(os.environ["SERVER"]).hostname
    def get_exposed_port(self, port): return urlsplit(os.environ["SERVER"]).port

class HealthcheckWaitStrategy: pass
"""
_JAVA = {
    "org/testcontainers/containers/GenericContainer.java": """package org.testcontainers.containers;
public class GenericContainer<SELF extends GenericContainer<SELF>> implements AutoCloseable {
  private final java.net.URI server = java.net.URI.create(System.getenv("SERVER"));
  public GenericContainer(String image) {}
  public SELF withExposedPorts(Integer... ports) { return self(); }
  public SELF waitingFor(org.testcontainers.containers.wait.strategy.WaitStrategy strategy) { return self(); }
  public void start() {}
  public void close() {}
  public String getHost() { return server.getHost(); }
  public Integer getMappedPort(int port) { return server.getPort(); }
  @SuppressWarnings("unchecked") private SELF self() { return (SELF) this; }
}""",
    "org/testcontainers/containers/wait/strategy/WaitStrategy.java": """package org.testcontainers.containers.wait.strategy;
public interface WaitStrategy {}""",
    "org/testcontainers/containers/wait/strategy/Wait.java": """package org.testcontainers.containers.wait.strategy;
public class Wait { public static WaitStrategy forHealthcheck() { return new WaitStrategy() {}; } }""",
}


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server as the image starts it."""
    with mockwrite.MockServer(mockwrite.Settings(port=0, with_providers=True)) as running:
        yield running.url


def run(command: list[str], folder: Path, server: str) -> str:
    """Run a program that knows the server; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MOCKWRITE_"))}
    done = subprocess.run(
        command, cwd=folder, env={**environment, "SERVER": server}, capture_output=True, text=True, check=False, timeout=300
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, with the folders that they need."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_the_page_shows_the_compose_file_as_it_is() -> None:
    assert (ROOT / "examples" / "clinic" / "compose.yaml").read_text(encoding="utf-8") in [text for _, text in BLOCKS]


def test_the_page_names_the_inputs_and_outputs_of_the_action() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    named = set(re.findall(r"`([a-z]+)`", TEXT))
    assert action["inputs"].keys() | action["outputs"].keys() <= named
    steps = [step for language, text in BLOCKS if language == "yaml" for step in yaml.safe_load(text).get("steps", [])]
    given = [step.get("with", {}) for step in steps if step.get("uses", "").startswith("OWNER/")]
    assert len(given) == 2
    assert {name for words in given for name in words} <= action["inputs"].keys()


def test_the_recipe_for_python_runs(server: str, tmp_path: Path) -> None:
    write(tmp_path, {
        "testcontainers/__init__.py": "",
        "testcontainers/core/__init__.py": "",
        "testcontainers/core/container.py": _PYTHON,
        "testcontainers/core/wait_strategies.py": _PYTHON,
        "test_recipe.py": RECIPES["python"],
    })  # fmt: skip
    assert "1 passed" in run([sys.executable, "-m", "pytest", "-q", *ALONE], tmp_path, server)


# A JDK is nothing that the suite installs: where there is none, two recipes are run.
if shutil.which("javac") is not None:

    @pytest.mark.full
    def test_the_recipe_for_java_runs(server: str, tmp_path: Path) -> None:
        write(tmp_path, {**_JAVA, "WelcomeMail.java": RECIPES["java"]})
        run(["javac", "-Xlint:all,-serial", "-Werror", "WelcomeMail.java", *_JAVA], tmp_path, server)
        run(["java", "WelcomeMail"], tmp_path, server)
