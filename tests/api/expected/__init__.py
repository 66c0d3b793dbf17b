"""What every Messaging, Users and target route must answer.

Transcribed from docs/contract/endpoints.md, users-targets.md and errors.md. Nothing here is read from the server's own
table: it is the judge of it. The ids that exist (`top1`, `te`, `p-twilio` …) are made by full_project.py.
"""

from __future__ import annotations

from tests.api.expected import messages, providers, topics, users
from tests.api.expected.rows import Refusal, Row

__all__ = ["ROWS", "Refusal", "Row"]

ROWS: tuple[Row, ...] = (*messages.ROWS, *providers.ROWS, *topics.ROWS, *users.USERS, *users.TARGETS, *users.SESSIONS)
