"""mockwrite: Appwrite Messaging for tests, with an outbox instead of providers."""

from __future__ import annotations

# Type checkers take this name as true; importing it from `typing` would be most of what `import mockwrite` costs.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from .app import create_app
    from .errors import AppwriteError
    from .faults.canned import Answer
    from .faults.fields import FaultError
    from .instance import Instance
    from .outbox.deliveries import Deliveries, Match, OutboxError
    from .outbox.delivery import Delivery
    from .outbox.matching import contains
    from .outbox.outbox import Outbox
    from .recording.reading import Recording, RecordingError, open_recording
    from .server.mock_server import MockServer
    from .settings import Settings
    from .state.project import Project
    from .testing.expectations import ServerBug, UnexpectedCalls
    from .testing.mock_appwrite import MockAppwrite
    from .testing.remote import connect
    from .transports.cloud import ProductionCall
    from .transports.in_process import InProcess
    from .version import __version__

# Where each public name lives; loaded when it is first used, so that `import mockwrite` costs next to nothing.
_HOMES = {
    "Answer": "faults.canned",
    "AppwriteError": "errors",
    "connect": "testing.remote",
    "contains": "outbox.matching",
    "create_app": "app",
    "FaultError": "faults.fields",
    "InProcess": "transports.in_process",
    "Instance": "instance",
    "Match": "outbox.deliveries",
    "MockAppwrite": "testing.mock_appwrite",
    "Deliveries": "outbox.deliveries",
    "Delivery": "outbox.delivery",
    "ProductionCall": "transports.cloud",
    "Outbox": "outbox.outbox",
    "OutboxError": "outbox.deliveries",
    "Recording": "recording.reading",
    "RecordingError": "recording.reading",
    "open_recording": "recording.reading",
    "MockServer": "server.mock_server",
    "ServerBug": "testing.expectations",
    "UnexpectedCalls": "testing.expectations",
    "Settings": "settings",
    "Project": "state.project",
    "__version__": "version",
}
__all__ = [
    "Answer",
    "AppwriteError",
    "Deliveries",
    "Delivery",
    "FaultError",
    "InProcess",
    "Instance",
    "Match",
    "MockAppwrite",
    "MockServer",
    "Outbox",
    "OutboxError",
    "ProductionCall",
    "Project",
    "Recording",
    "RecordingError",
    "ServerBug",
    "Settings",
    "UnexpectedCalls",
    "__version__",
    "connect",
    "contains",
    "create_app",
    "open_recording",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
