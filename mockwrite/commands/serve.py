"""`mockwrite serve`: the server in the foreground."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ..cli import CommandError
from ..instance import Instance
from ..outbox.delivery import Delivery
from ..records import Message
from ..server.listening import PortTaken, bind, is_local_only, url_of
from ..server.mock_server import MockServer, make_server
from ..settings import Settings, SettingsError
from ..state.journal import Call
from ..state.listeners import Kind
from ..state.project import CONSOLE, Project
from ..system.errors import reason_of
from ..system.visible import one_line
from ..transports.opening import upstream_of
from ..validators.texts import is_uid
from .flags import add_arguments, in_words, settings_from
from .terminal import Painted, complain, progress, say

# The command line asks each command's module for `add_arguments` and `run`.
__all__ = ["add_arguments", "attach_files", "prepare", "run", "started"]

if TYPE_CHECKING:
    from ..forwarding.forwarder import Destination, Forwarder


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    settings = settings_from(arguments)
    instance, project = prepare(settings)
    with listening(settings):
        server = make_server(instance)
        listener = bind(settings.host, settings.port)
    url = url_of(listener, tls=settings.tls_cert is not None)
    stop_on_signals(server.tell_to_stop)
    with contextlib.closing(listener), attach_files(settings, instance) as files:
        say(greeting(url, settings, project))
        if not settings.quiet:
            instance.subscribe(_say_what_happens)
        _collect_less_often()
        try:
            asyncio.run(server.serve(sockets=[listener]))
        finally:
            instance.close()
    return 1 if files.failed else 0


def stop_on_signals(stop: Callable[[], object]) -> None:
    """Stop at the first signal, say at the second that files are still being written, and end at once at the third."""
    received: list[int] = []

    def handle(number: int, frame: object) -> None:
        received.append(number)
        if len(received) == 1:
            stop()
        elif len(received) == 2:
            os.write(2, b"mockwrite: it stops as soon as its files are written; once more ends it at once\n")
        else:
            os._exit(128 + number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Windows has no SIGHUP, and `nohup` wants it to be ignored.
        if number is not None and (name != "SIGHUP" or signal.getsignal(number) is not signal.SIG_IGN):
            signal.signal(number, handle)


def _collect_less_often() -> None:
    """Look for garbage after every 20,000 new objects, not 700, and never among what was imported.

    What a server keeps is rarely garbage: looking for it took a tenth of the time of each call. This process is ours; a
    `MockServer` in somebody's test leaves the collector alone.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@contextlib.contextmanager
def listening(settings: Settings) -> Iterator[None]:
    """Explain why a server cannot listen where the settings say. Raises CommandError."""
    try:
        yield
    except PortTaken as error:
        raise CommandError(_same_program(settings) or str(error)) from None
    except SettingsError as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(
            f"cannot listen on {settings.host}: {reason_of(error)}; 127.0.0.1 is this machine, 0.0.0.0 are all its addresses"
        ) from None


def _same_program(settings: Settings) -> str | None:
    """Return what to say when the one who has the port is mockwrite too: often it is the server that is wanted."""
    from ..testing.control_client import ControlClient, NoServer, Refused

    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    url = f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
    try:
        ControlClient(url, None).call("GET", "/health/ready", timeout=2)
    except (NoServer, Refused):
        return None
    return (
        f"a mockwrite server runs at {url} already; use it (its outbox is {url}/_mockwrite/), stop it, or choose another port "
        "with --port (0 takes a free one)"
    )


@contextlib.contextmanager
def started(server: MockServer) -> Iterator[None]:
    """Run a server in its thread for the length of a block. Raises CommandError when it cannot listen."""
    with listening(server.settings):
        server.start()
    try:
        yield
    finally:
        server.stop()


class Files:
    """What a command writes; `failed` tells whether something of it could not be written."""

    failed = False

    def complain(self, text: str) -> None:
        """Say that something could not be written."""
        self.failed = True
        with contextlib.suppress(OSError):
            complain(f"mockwrite: {text}")


@contextlib.contextmanager
def attach_files(settings: Settings, instance: Instance) -> Iterator[Files]:
    """Record into --record, and write --export-on-exit at the end. Raises CommandError when a file cannot be written."""
    recorder, files = None, Files()
    try:
        if settings.record is not None:
            from ..recording.writing import Recorder

            recorder = Recorder(settings.record, instance, files.complain)
        if settings.export_on_exit is not None:
            from ..recording.files import check_writable

            # Better now than after the work is done.
            check_writable(settings.export_on_exit)
    except OSError as error:
        raise CommandError(f"the file cannot be written: {reason_of(error)}") from None
    forwarder = _forwarder_of(settings, instance)
    try:
        yield files
    finally:
        if forwarder is not None:
            forwarder.close()
        if recorder is not None:
            recorder.close()
        # A reset has put another project in the place of the first.
        project = instance.projects.get(settings.project)
        if settings.export_on_exit is not None and project is not None:
            from ..seed import write_seed

            try:
                write_seed(project, settings.export_on_exit)
            except OSError as error:
                files.complain(f"the export cannot be written: {reason_of(error, settings.export_on_exit)}")


def _destinations(settings: Settings) -> list[Destination]:
    """Return what deliveries are handed on to. Raises SettingsError."""
    destinations: list[Destination] = []
    if settings.relay is not None:
        from ..forwarding.relay import Relay

        destinations.append(Relay(settings.relay, settings))
    if settings.webhook is not None:
        from ..control.models import delivery_json
        from ..forwarding.webhook import Webhook

        destinations.append(Webhook(settings.webhook, settings, delivery_json))
    return destinations


def _forwarder_of(settings: Settings, instance: Instance) -> Forwarder | None:
    destinations = _destinations(settings)
    if not destinations:
        return None
    from ..forwarding.forwarder import Forwarder

    return Forwarder(instance, destinations, say)


def prepare(settings: Settings) -> tuple[Instance, Project]:
    """Make the instance and the project that is there from the start. Raises CommandError."""
    if not is_uid(settings.project) or settings.project == CONSOLE:
        raise CommandError(
            "--project: an id is expected, up to 36 letters, digits, dots, dashes and underscores, the first a letter or digit,"
            f" and not console; got {settings.project!r}"
        )
    instance = Instance(settings)
    with _furnishing(instance):
        project = instance.create_project(settings.project)
    project.add_key(name="mockwrite", secret=settings.key)
    if settings.seed is not None:
        from ..seed import load, read_seed

        with in_words("--seed"):
            progress("checking the seed …")
            document = read_seed(settings.seed)
            load(project, document, checked=True, progress=lambda loaded: progress(f"the seed: {loaded:,} records"))
    try:
        upstream_of(instance)
        _destinations(settings)
    except SettingsError as error:
        raise CommandError(str(error)) from None
    return instance, project


@contextlib.contextmanager
def _furnishing(instance: Instance) -> Iterator[None]:
    """Let the first project be made, as a config says where there is one. Raises CommandError."""
    if instance.settings.texts is not None:
        from ..api.texts import TextsError, word_by_texts

        try:
            word_by_texts(instance)
        except (TextsError, OSError) as error:
            raise CommandError(f"--texts: {reason_of(error)}") from None
    config = None
    if instance.settings.config is not None:
        from ..seed.config import furnish_by_config

        with in_words("--config"):
            config = furnish_by_config(instance)
    try:
        with in_words("--config") if config is not None else contextlib.nullcontext():
            yield
    except ValueError as error:
        raise CommandError(f"--frozen-time: {error}") from None
    if config is not None and config.skipped:
        say(f"  {instance.settings.config}: left out, since it is not emulated: {', '.join(config.skipped)}")


def greeting(url: str, settings: Settings, project: Project) -> str:
    """The text at the start: where, with what, and a snippet that works."""
    kinds = sorted({row.type for row in project.providers if row.enabled})
    lines = [
        f"mockwrite answers as Appwrite {settings.appwrite_version}",
        "",
        f"  endpoint  {url}/v1",
        f"  project   {settings.project}",
        f"  API key   {settings.key}",
        f"  outbox    {url}/_mockwrite/",
        "",
        "  from appwrite.client import Client",
        f'  client = Client().set_endpoint("{url}/v1").set_project("{settings.project}").set_key("{settings.key}")',
        "",
    ]
    if not kinds:
        lines.append(
            "  No provider exists yet: every message fails until you create one, or start with --with-providers."
        )
    else:
        lines.append(f"  Enabled providers for {', '.join(kinds)}.")
    if settings.upstream is not None:
        lines.append(f"  What is neither emulated nor canned is passed on to {settings.upstream}.")
    lines += _reach(settings)
    lines.append("  Stop with Ctrl-C.")
    return "\n".join(lines)


def _reach(settings: Settings) -> Iterator[str]:
    """Say who reaches what, where it is more than this machine."""
    names = ", ".join(settings.allow_host)
    if is_local_only(settings.host):
        if names:
            yield f"  Only this machine reaches it, also under {names}."
        return
    yield (
        "  Other machines reach the API"
        + ("." if settings.strict_auth else ", and any key opens every project (--strict-auth: only known ones).")
    )
    if names:
        yield f"  They reach the outbox under {names}; this machine under local names too."
    else:
        yield "  The outbox answers this machine only; for others start with --allow-host and the name they use."


def _say_what_happens(project: Project, kind: Kind, record: Any) -> None:
    """Print a line for each delivery, each refused call and each message that failed before anybody got it."""
    if kind in _LINES:
        _LINES[kind](project, record)


def _say_delivery(project: Project, record: Delivery) -> None:
    line = f"{record.time:%H:%M:%S} {record}"
    say(Painted(line, "bad") if record.status == "failed" else line)
    for text in record.warnings:
        _say_once(text)


@cache
def _say_once(text: str) -> None:
    say(one_line(f"warning: {text}"))


def _say_lost(project: Project, message: Message) -> None:
    run = project.runs.get(message.id)
    if message.status != "failed" or message.delivered_at is not None:
        return
    if run is not None and run.providers is not None:
        what_now = "make one, or start with --with-providers"
    else:
        what_now = f"why: mockwrite explain {message.id} --project {project.id}"
    reason = "; ".join(message.delivery_errors).rstrip(".") or "without an error"
    line = f"message {message.id} ({message.provider_type}) failed before anybody got it: {reason}; {what_now}"
    say(Painted(one_line(line), "bad"))


def _say_dropped(project: Project, record: None) -> None:
    say(
        f"project {project.id}: the oldest deliveries are let go from here on, {project.outbox.most} are kept (--keep N, 0 keeps all)"
    )


def _say_refused(project: Project, call: Call) -> None:
    if call.status >= 400:
        line = f"{call.method} {call.path} refused: {call.status} {call.error or ''}".rstrip()
        say(Painted(one_line(line), "wait"))
        if call.bug is not None:
            _say_bug(project, call.bug)


def _say_bug(project: Project, trace: str) -> None:
    say(f"mockwrite itself broke; please report this:\n{trace}")


_LINES: Mapping[str, Callable[[Project, Any], None]] = {
    "delivery": _say_delivery,
    "message": _say_lost,
    "call": _say_refused,
    "bug": _say_bug,
    "dropped": _say_dropped,
}
