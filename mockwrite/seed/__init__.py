"""Seed files: a project's world as one JSON document (docs/seed.md)."""

from __future__ import annotations

from .checking import SeedError, read_seed
from .exporting import export, write_seed
from .loading import load

__all__ = ["SeedError", "export", "load", "read_seed", "write_seed"]
