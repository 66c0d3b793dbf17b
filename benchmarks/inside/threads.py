"""A server in a thread of this process: start and stop once it is warm, in ms."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

TURNS = 20


def _warm(start_and_stop: Callable[[], None], turns: int = TURNS) -> Mapping[str, float]:
    start_and_stop()
    times = []
    for _ in range(turns):
        begun = time.perf_counter()
        start_and_stop()
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {"start and stop ms": times[len(times) // 2]}


def mockwrite_thread() -> Mapping[str, float]:
    """Time mockwrite's own server thread."""
    from mockwrite.server.mock_server import MockServer

    def start_and_stop() -> None:
        with MockServer():
            pass

    return _warm(start_and_stop)


def uvicorn_thread() -> Mapping[str, float]:
    """Time the floor in a uvicorn thread, with uvicorn as it comes."""
    import uvicorn

    from ..floor import make_app

    def start_and_stop() -> None:
        config = uvicorn.Config(
            make_app({}), port=0, http="httptools", ws="none", lifespan="off", log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.0005)
        server.should_exit = True
        thread.join()

    return _warm(start_and_stop, 5)


def moto_thread() -> Mapping[str, float]:
    """Time moto's threaded server; runs with the interpreter of the peers."""
    from moto.server import ThreadedMotoServer

    def start_and_stop() -> None:
        server = ThreadedMotoServer(port=0, verbose=False)
        server.start()
        server.stop()

    return _warm(start_and_stop, 3)
