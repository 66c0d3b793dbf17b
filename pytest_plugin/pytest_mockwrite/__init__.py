"""The pytest plugin of mockwrite."""

from .open_mocks import MockAppwriteFactory

__all__ = ["MockAppwriteFactory"]
