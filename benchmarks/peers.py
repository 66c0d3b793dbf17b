"""The other tools, in a virtual environment and an npm folder of their own under `benchmarks/.peers`.

They are installed by the first run that needs them and never reach the project's own environment. One that cannot be
installed is left out, with the reason in the report.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from .rounds import Unavailable, show_progress

FOLDER = Path(__file__).parent / ".peers"
PYTHON = FOLDER / "python" / "bin" / "python"
NODE_MODULES = FOLDER / "node" / "node_modules"
PYTHON_PEERS = ("moto[server,sesv2]", "boto3", "pytest-httpserver", "responses", "uvloop")
# What both sides of a comparison use, in the same version.
SAME_VERSION = ("pytest", "requests", "appwrite", "starlette", "uvicorn", "httptools")
NODE_PEERS = ("json-server", "aws-ses-v2-local")
INSTALL_SECONDS = 600


def python_with(package: str) -> str:
    """Return the interpreter that has a package from PyPI; raises Unavailable when it could not be installed."""
    _install_python_peers()
    found = subprocess.run([str(PYTHON), "-c", f"import {package}"], capture_output=True, check=False)
    if found.returncode:
        raise Unavailable(f"{package} could not be installed from PyPI")
    return str(PYTHON)


def node_script(package: str, script: str) -> list[str]:
    """Return the command for a script of an npm package; raises Unavailable when it could not be installed."""
    node = shutil.which("node")
    if node is None:
        raise Unavailable(f"{package} needs node, which is not installed")
    _install_node_peers()
    path = NODE_MODULES / package / script
    if not path.exists():
        raise Unavailable(f"{package} could not be installed from npm")
    return [node, str(path)]


def peer_versions() -> dict[str, str]:
    """Return the versions of the peers that are installed."""
    versions: dict[str, str] = {}
    if PYTHON.exists():
        listed = subprocess.run(
            [str(PYTHON), "-m", "pip", "freeze"], capture_output=True, text=True, check=False
        ).stdout
        pins = dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)
        versions |= {name: pins[name] for name in ("moto", "pytest_httpserver", "responses", "uvloop") if name in pins}
    for package in NODE_PEERS:
        manifest = NODE_MODULES / package / "package.json"
        if manifest.exists():
            shown = subprocess.run(
                ["node", "-p", f"require({str(manifest)!r}).version"], capture_output=True, text=True, check=False
            )
            versions[package] = shown.stdout.strip()
    return versions


@functools.cache
def _install_python_peers() -> None:
    if PYTHON.exists() and (FOLDER / "python.done").exists():
        return
    show_progress("installing Python peers")
    same = [f"{package}=={version(package)}" for package in SAME_VERSION]
    _run(sys.executable, "-m", "venv", str(PYTHON.parent.parent))
    for package in PYTHON_PEERS:
        # One at a time: a peer that is not to be had must not keep out the others.
        if _run(str(PYTHON), "-m", "pip", "install", "--quiet", package, *same):
            (FOLDER / "python.done").touch()


@functools.cache
def _install_node_peers() -> None:
    npm = shutil.which("npm")
    if npm is None or (FOLDER / "node.done").exists():
        return
    show_progress("installing npm peers")
    FOLDER.mkdir(exist_ok=True)
    for package in NODE_PEERS:
        if _run(npm, "install", "--no-audit", "--no-fund", "--prefix", str(NODE_MODULES.parent), package):
            (FOLDER / "node.done").touch()


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=INSTALL_SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
