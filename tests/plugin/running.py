"""What the fixture `run` is.

The modules that runs of pytest inside pytest need are imported here: what is not loaded before such a run is loaded anew in
each of them, which takes longer than the tests.
"""

from __future__ import annotations

from collections.abc import Callable

import appwrite.client
import appwrite.services.messaging
import httpx
import pytest
import requests

import mockwrite.server
import mockwrite.transports.for_httpx
import mockwrite.transports.for_requests

__all__ = ["Run", "appwrite", "httpx", "mockwrite", "requests"]

Run = Callable[..., pytest.RunResult]
