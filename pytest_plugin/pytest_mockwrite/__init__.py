"""The pytest plugin of mockwrite."""

from .worlds import MockAppwriteFactory

__all__ = ["MockAppwriteFactory"]
