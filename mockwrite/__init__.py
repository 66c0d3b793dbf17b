"""mockwrite: Appwrite Messaging for tests, with an outbox instead of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .app import create_app
    from .instance import Instance
    from .outbox import Deliveries, Delivery, Outbox, OutboxError
    from .server import MockServer
    from .settings import Settings
    from .state import Project

# Where each public name lives; loaded when it is first used, so that `import mockwrite` costs next to nothing.
_HOMES = {
    "create_app": "app",
    "Instance": "instance",
    "Deliveries": "outbox",
    "Delivery": "outbox",
    "Outbox": "outbox",
    "OutboxError": "outbox",
    "MockServer": "server",
    "Settings": "settings",
    "Project": "state",
}
__all__ = [
    "Deliveries",
    "Delivery",
    "Instance",
    "MockServer",
    "Outbox",
    "OutboxError",
    "Project",
    "Settings",
    "__version__",
    "create_app",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
