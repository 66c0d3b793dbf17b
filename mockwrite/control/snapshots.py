"""Snapshots that were made over HTTP, by id, kept as long as the server runs."""

from __future__ import annotations


class Snapshots:
    """Snapshots of all projects of one server."""
