"""The image: by a container engine where one runs, else as the same tree under the same conditions."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import yaml

from tests.free_port import free_port
from tests.packaging.environments import ROOT
from tests.packaging.image import Image, as_command, build, can_be_caged, instructions

CLINIC = ROOT / "examples" / "clinic"
# Megabytes beside the base image.
MOST = 45
STEPS = dict(instructions(ROOT / "Dockerfile"))
HAS_ENGINE = shutil.which("docker") is not None and (
    subprocess.run(["docker", "info"], capture_output=True, check=False, timeout=60).returncode == 0
)
pytestmark = pytest.mark.xdist_group("image")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The tree of the image, for those who may start something in it."""
    if not can_be_caged():
        pytest.skip("needs unshare, and a system that lets it make namespaces")
    return build(tmp_path_factory.mktemp("image"))


def test_the_build_gets_what_the_dockerfile_copies_and_nothing_else() -> None:
    copied = {
        source
        for name, rest in instructions(ROOT / "Dockerfile")
        if name == "COPY" and not rest.startswith("--from=")
        for source in rest.split()[:-1]
    }
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in rules
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied


@pytest.mark.full
def test_the_image_is_small_and_its_server_runs_as_nobody_from_a_read_only_file_system(image: Image) -> None:
    assert image.size < MOST * 1_000_000
    said, _ = image.start(["sh", "-c", f"id -u; touch {image.folder}/new"], free_port()).communicate(timeout=300)
    assert said.startswith(f"{image.user}\n") and image.user > 0
    assert "Read-only file system" in said
    port = free_port()
    with running_container(image, [*image.entrypoint, *image.command], port) as process:
        call("POST", f"http://localhost:{port}/v1/users", {"userId": "ada", "email": "ada@example.com"})
        message = {"messageId": "hi", "subject": "Hi", "content": "Hello", "users": ["ada"]}
        call("POST", f"http://localhost:{port}/v1/messaging/messages/email", message)
        sent = call("GET", f"http://localhost:{port}/_mockwrite/outbox")
        assert [row["to"] for row in sent["deliveries"]] == ["ada@example.com"]
        process.terminate()
        assert process.wait(60) == 0


@pytest.mark.full
def test_a_container_whose_server_is_gone_is_not_healthy(image: Image) -> None:
    check = image.start(image.health, free_port())
    said, _ = check.communicate(timeout=300)
    assert check.returncode == 1, said


@pytest.mark.full
def test_the_clinic_runs_by_what_its_compose_file_says(image: Image) -> None:
    services = yaml.safe_load((CLINIC / "compose.yaml").read_text(encoding="utf-8"))["services"]
    appwrite, clinic = services["appwrite"], services["clinic"]
    assert (CLINIC / appwrite["build"]).resolve() == ROOT
    command = appwrite["command"]
    for volume in appwrite["volumes"]:
        source, target, _ = volume.split(":")
        command = command.replace(target, str(CLINIC / source))
    port, own_port = free_port(), free_port()
    with running_container(image, [*image.entrypoint, *command.split()], port):
        # The name of the service is that of a container.
        at = f"127.0.0.1:{port}"
        variables = {name: value.replace("appwrite:6245", at) for name, value in clinic["environment"].items()}
        words = as_command(dict(instructions(CLINIC / "Dockerfile"))["CMD"])
        program = [sys.executable, "-m", *(word.replace("8000", str(own_port)) for word in words)]
        with started(program, {**image.environment, **variables}, "Uvicorn running on"):
            use_the_clinic(f"http://127.0.0.1:{own_port}", f"http://{at}")


# Not a skip: in CI, where none runs, what stands above is the whole test.
if HAS_ENGINE:

    @pytest.mark.full
    def test_an_engine_builds_the_image_and_runs_it_read_only() -> None:
        docker("build", "--quiet", "--tag", "mockwrite:test", str(ROOT))
        name = docker(
            "run", "--detach", "--rm", "--read-only", "--cap-drop=ALL", "-p=127.0.0.1::6245", "mockwrite:test"
        )
        try:
            docker("exec", name, *as_command(STEPS["HEALTHCHECK"].partition("CMD")[2]), "--wait", "60")
            port = docker("port", name, "6245/tcp").rpartition(":")[2]
            assert call("GET", f"http://localhost:{port}/_mockwrite/outbox")["deliveries"] == []
        finally:
            docker("stop", name)

    @pytest.mark.full
    def test_an_engine_runs_the_clinic() -> None:
        compose = ("compose", "--file", str(CLINIC / "compose.yaml"))
        docker(*compose, "up", "--build", "--wait")
        try:
            use_the_clinic("http://localhost:8000", "http://localhost:6245")
        finally:
            docker(*compose, "down")


def use_the_clinic(own: str, mockwrite: str) -> None:
    """Make an appointment, and read the mail that confirms it."""
    call("POST", f"{own}/appointments", {"patient": "ada", "at": "2030-01-31T09:30:00Z"})
    [mail] = call("GET", f"{mockwrite}/_mockwrite/outbox?project=clinic")["deliveries"]
    assert mail["subject"] == "Your appointment" and "invoice-1.pdf" in mail["content"]
    assert call("POST", f"{own}/reminders?now=2030-01-30T12:00:00Z") == {"reminded": 1}


def docker(*words: str) -> str:
    """Run the engine; it must succeed."""
    done = subprocess.run(["docker", *words], capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def call(method: str, url: str, body: Mapping[str, Any] | None = None) -> Any:
    """Call a server; it must agree."""
    headers = {"X-Appwrite-Project": "mockwrite", "X-Appwrite-Key": "mockwrite-key", "Content-Type": "application/json"}
    data = json.dumps(body or {}).encode() if method == "POST" else None
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=300) as answer:
        return json.loads(answer.read())


@contextmanager
def running_container(image: Image, command: list[str], port: int) -> Iterator[subprocess.Popen[str]]:
    """A server of the image that its own health check finds healthy."""
    process = image.start(command, port)
    try:
        check = image.start([*image.health, "--wait", "60"], port)
        said, _ = check.communicate(timeout=300)
        assert check.returncode == 0, said
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=300)


@contextmanager
def started(command: list[str], environment: Mapping[str, str], sign: str) -> Iterator[None]:
    """A program that has printed a sign of being there."""
    process = subprocess.Popen(
        command, cwd=CLINIC, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        assert process.stdout is not None
        assert any(sign in line for line in process.stdout)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=300)
