"""A composite action without GitHub: its steps, read from `action.yml`, run in a shell as the runner does it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{(.+?)\}\}")


@dataclass
class Job:
    """What steps leave for each other, and what was done."""

    folder: Path
    action: Path
    inputs: dict[str, str]
    failed: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    uploads: list[dict[str, str]] = field(default_factory=list)
    said: str = ""

    def run(self) -> None:
        """Run all steps of the action, those after a failure too where their condition says so."""
        for step in yaml.safe_load(self.action.read_text(encoding="utf-8"))["runs"]["steps"]:
            named = step.get("id", step["name"])
            if not self._wanted(step):
                self.outcomes[named] = "skipped"
            elif "uses" in step:
                assert step["uses"].startswith("actions/upload-artifact@")
                self.uploads.append({name: self.read(text) for name, text in step["with"].items()})
            else:
                good = self._shell(named, step["run"], step.get("env", {}))
                self.outcomes[named] = "success" if good else "failure"
                self.failed = self.failed or not good

    def read(self, text: str) -> str:
        """Fill in the expressions of a text."""
        return _EXPRESSION.sub(lambda found: str(self._value(found[1])), text)

    def _wanted(self, step: Mapping[str, Any]) -> bool:
        condition = step.get("if", "success()")
        if not re.search(r"\b(success|failure|always)\(\)", condition):
            condition = f"success() && {condition.strip('${} ')}"
        return bool(self._value(_EXPRESSION.sub(lambda found: found[1], condition)))

    def _value(self, expression: str) -> object:
        """Evaluate what `action.yml` uses of the language of expressions."""
        python = expression.replace("&&", " and ").replace("||", " or ").strip()
        python = re.sub(r"\binputs\.(\w+)", r"inputs['\1']", python)
        python = re.sub(r"\bsteps\.(\w+)\.outputs\.(\w+)", r"outputs['\1']['\2']", python)
        python = re.sub(r"\bsteps\.(\w+)\.outcome", r"outcomes.get('\1')", python)
        names = {
            "inputs": self.inputs, "outputs": self.outputs, "outcomes": self.outcomes,
            "success": lambda: not self.failed, "failure": lambda: self.failed, "always": lambda: True,
        }  # fmt: skip
        return eval(python, {"__builtins__": {}}, names)

    def _shell(self, named: str, script: str, variables: Mapping[str, str]) -> bool:
        files = {name: self.folder / name.lower() for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("MOCKWRITE_", "APPWRITE_"))},
            **self.environment,
            **{name: str(path) for name, path in files.items()},
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_ACTION_PATH": str(self.action.parent),
            **{name: self.read(text) for name, text in variables.items()},
        }
        # `bash --noprofile --norc -eo pipefail {0}` is what `shell: bash` means.
        script_file = self.folder / "step.sh"
        script_file.write_text(script, encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script_file)],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        self.said += done.stdout + done.stderr
        self.environment |= _assignments(files["GITHUB_ENV"])
        self.outputs[named] = _assignments(files["GITHUB_OUTPUT"])
        path = self.environment.get("PATH", os.environ["PATH"])
        for line in files["GITHUB_PATH"].read_text(encoding="utf-8").splitlines():
            path = f"{line}{os.pathsep}{path}"
        self.environment["PATH"] = path
        return done.returncode == 0


def job_of(action: Path, folder: Path, **inputs: str) -> Job:
    """Prepare a job with the inputs of an action, and its defaults for the others."""
    declared = yaml.safe_load(action.read_text(encoding="utf-8"))["inputs"]
    assert inputs.keys() <= declared.keys()
    return Job(folder, action, {name: row["default"] for name, row in declared.items()} | inputs)


def _assignments(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines())
