"""The test runners of JavaScript with our patience: their own 5, 10 and 30 seconds are too few where other tests have the processor."""

from __future__ import annotations

from tests.chromium import PATIENCE

VITEST = ("npx", "vitest", "run", *(f"--{what}Timeout={PATIENCE}" for what in ("test", "hook", "teardown")))
JEST = ("npx", "jest", f"--testTimeout={PATIENCE}")
PLAYWRIGHT = ("npx", "playwright", "test", f"--timeout={PATIENCE}")
