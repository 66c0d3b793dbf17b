"""mockwrite: Appwrite Messaging for tests, with an outbox instead of providers."""

from __future__ import annotations

# Type checkers take this name as true; importing it from `typing` would be most of what `import mockwrite` costs.
TYPE_CHECKING = False

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .app import create_app
    from .deliveries import Match
    from .errors import AppwriteError
    from .expectations import ServerBug, UnexpectedCalls
    from .faults import FaultError
    from .instance import Instance
    from .mock_appwrite import MockAppwrite
    from .outbox import Deliveries, Delivery, Outbox, OutboxError
    from .recording import Recording, RecordingError, open_recording
    from .server import MockServer
    from .settings import Settings
    from .state import Project
    from .transports.in_process import InProcess

# Where each public name lives; loaded when it is first used, so that `import mockwrite` costs next to nothing.
_HOMES = {
    "AppwriteError": "errors",
    "create_app": "app",
    "FaultError": "faults",
    "InProcess": "transports.in_process",
    "Instance": "instance",
    "Match": "deliveries",
    "MockAppwrite": "mock_appwrite",
    "Deliveries": "outbox",
    "Delivery": "outbox",
    "Outbox": "outbox",
    "OutboxError": "outbox",
    "Recording": "recording",
    "RecordingError": "recording",
    "open_recording": "recording",
    "MockServer": "server",
    "ServerBug": "expectations",
    "UnexpectedCalls": "expectations",
    "Settings": "settings",
    "Project": "state",
}
__all__ = [
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
    "Project",
    "Recording",
    "RecordingError",
    "ServerBug",
    "Settings",
    "UnexpectedCalls",
    "__version__",
    "create_app",
    "open_recording",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
