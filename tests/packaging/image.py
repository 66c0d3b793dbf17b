"""The image without a container engine: the steps of the Dockerfile, read from it, make the same tree in a folder; what runs in it
is no user of the system, and the whole file system is read-only, as with `docker run --read-only`."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.packaging.environments import ROOT

# The folders that a build makes; in a folder of the test they lie under its path.
_MADE = ("/src", "/opt/mockwrite")
_CAGE = 'mount -o remount,bind,ro / && exec unshare --user --map-user="$0" --map-group="$0" "$@"'


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """Read a Dockerfile: each instruction with its words, continued lines joined, comments left out."""
    lines = [line for line in dockerfile.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n", " ", "\n".join(lines))
    return [(name, rest.strip()) for name, rest in re.findall(r"^([A-Z]+)\s+(.+)$", whole, re.MULTILINE)]


def as_command(words: str) -> list[str]:
    """Read a command in the form of a JSON list."""
    command: list[str] = json.loads(words)
    return command


@dataclass
class Image:
    """What the instructions made."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    user: int = 0
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes beside the base image."""
        made = self.folder / "opt/mockwrite"
        return sum(path.lstat().st_size for path in made.rglob("*") if not path.is_dir())

    def start(self, command: Sequence[str], port: int) -> subprocess.Popen[str]:
        """Start a program of the image."""
        environment = {
            **self.environment, "MOCKWRITE_PORT": str(port), "MOCKWRITE_URL": f"http://127.0.0.1:{port}"
        }  # fmt: skip
        return subprocess.Popen(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", _CAGE, str(self.user), *command],
            cwd="/", env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


def can_be_caged() -> bool:
    """Tell whether this system lets a program have a file system that is read-only."""
    if shutil.which("unshare") is None:
        return False
    cage = ["unshare", "--map-root-user", "--mount", "sh", "-c", _CAGE, "65532", "true"]
    return subprocess.run(cage, capture_output=True, check=False, timeout=60).returncode == 0


def build(folder: Path) -> Image:
    """Follow the Dockerfile of this project, with the Python of this process in place of the base image's."""
    image = Image(folder, {"PATH": os.environ["PATH"]})
    steps = instructions(ROOT / "Dockerfile")
    place = folder
    for name, rest in steps:
        words = shlex.split(rest) if name in ("COPY", "ENV") else []
        if name == "WORKDIR":
            place = folder / rest.lstrip("/")
            place.mkdir(parents=True)
        elif name == "COPY" and not words[0].startswith("--from="):
            *sources, target = words
            for source in sources:
                _copy(ROOT / source, place / target)
        elif name == "RUN":
            path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            done = subprocess.run(
                ["sh", "-euc", _moved(rest, folder)], cwd=place, env={**os.environ, "PATH": path}, text=True,
                capture_output=True, check=False, timeout=600,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
        elif name == "ENV":
            for word in words:
                variable, _, value = word.partition("=")
                image.environment[variable] = _moved(value, folder).replace(
                    f"${variable}", image.environment.get(variable, "")
                )
        elif name == "USER":
            image.user = int(rest.partition(":")[0])
        elif name == "HEALTHCHECK":
            image.health = as_command(rest.partition("CMD")[2])
        elif name == "ENTRYPOINT":
            image.entrypoint = as_command(rest)
        elif name == "CMD":
            image.command = as_command(rest)
        else:
            assert name in ("FROM", "EXPOSE", "COPY"), f"the Dockerfile has a step that this does not know: {name}"
    shutil.rmtree(folder / "src")
    return image


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _moved(text: str, folder: Path) -> str:
    """Put the folders of the image under a folder of the test."""
    return re.sub(rf"(?<![\w./])(?:{'|'.join(_MADE)})\b", lambda found: f"{folder}{found[0]}", text)
