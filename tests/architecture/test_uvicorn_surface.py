"""The parts of uvicorn's inside that the server relies on are named, and uvicorn has them."""

import ast
import asyncio
import inspect
import textwrap

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from mockwrite.server import protocol


def attributes_of(name: str, source: str) -> set[str]:
    """Return the attributes that code reads, sets or calls of a variable, and of `super()` for `self`."""
    found = set()
    for node in ast.walk(ast.parse(textwrap.dedent(source))):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            if owner == name or (name == "self" and owner == "super()"):
                found.add(node.attr)
    return found


def assigned_in(source: str) -> set[str]:
    """Return the attributes of `self` that code sets."""
    return {
        node.attr
        for node in ast.walk(ast.parse(textwrap.dedent(source)))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    }


def test_the_protocol_uses_what_it_names_and_nothing_else_of_uvicorn() -> None:
    source = inspect.getsource(protocol.Protocol)
    own = {name for name in vars(protocol.Protocol) if not hasattr(HttpToolsProtocol, name)}
    inherited = attributes_of("self", inspect.getsource(HttpToolsProtocol))
    own |= {name for name in assigned_in(source) if name not in inherited}
    overridden = {name for name in vars(protocol.Protocol) if hasattr(HttpToolsProtocol, name)}
    overridden = {name for name in overridden if not name.startswith("__")}
    used = (attributes_of("self", source) | overridden) - own
    assert used == protocol.PROTOCOL_METHODS | protocol.PROTOCOL_ATTRIBUTES
    assert attributes_of("cycle", source) == protocol.CYCLE_ATTRIBUTES


def test_uvicorn_has_what_the_protocol_names() -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        """Answer nothing."""

    config = Config(app, http="httptools", lifespan="off")
    config.load()
    loop = asyncio.new_event_loop()
    made = HttpToolsProtocol(config, ServerState(), {}, loop)
    loop.close()
    assert {name for name in protocol.PROTOCOL_METHODS if not callable(getattr(HttpToolsProtocol, name, None))} == set()
    begun = attributes_of("self", inspect.getsource(HttpToolsProtocol))
    assert {name for name in protocol.PROTOCOL_ATTRIBUTES if not hasattr(made, name) and name not in begun} == set()
    assert attributes_of("self", inspect.getsource(RequestResponseCycle)) >= protocol.CYCLE_ATTRIBUTES
    assert STATUS_LINE[200] == b"HTTP/1.1 200 OK\r\n"
