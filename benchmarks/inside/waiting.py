"""How long after a delivery a long poll on `/_mockwrite/wait` is answered, in ms."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit


def long_poll(turns: int, kept: int) -> Mapping[str, float]:
    """Time `turns` deliveries that somebody waits for, in an outbox that holds `kept` already."""
    from mockwrite.server.mock_server import MockServer

    late = []
    with MockServer() as server, server.project() as mock:
        mock.given.provider("twilio")
        users = [mock.given.user(phone=f"+1555{number:07d}") for number in range(100)]
        for _ in range(kept // 100):
            mock.given.message("sms", users=users)
        for turn in range(turns):
            answered: list[float] = []
            path = f"/_mockwrite/wait?project={mock.project_id}&content=turn-{turn}&timeout=60"
            waiting = threading.Thread(target=_ask, args=(server.url, path, answered))
            waiting.start()
            # The server must have the question, or nobody waits; there is no event to wait for instead.
            time.sleep(0.02)
            begun = time.perf_counter()
            mock.given.message("sms", users=users[:1], content=f"turn-{turn}")
            waiting.join()
            late.append((answered[0] - begun) * 1000)
    late.sort()
    return {"median ms": late[len(late) // 2], "slowest ms": late[-1]}


def _ask(url: str, path: str, answered: list[float]) -> None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", path)
    answer = json.loads(connection.getresponse().read())
    answered.append(time.perf_counter())
    connection.close()
    if answer["total"] != 1:
        raise AssertionError(answer)
