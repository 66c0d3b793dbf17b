"""Which row of the endpoint table a raw path means (http.md §1): empty segments drop out, nothing is decoded, a literal
segment beats a placeholder, and there is no 405."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..releases import Rules
from .endpoint import Endpoint
from .params import Plan, plan


class Route(NamedTuple):
    """A row made ready for one release: its parameters laid out and its scopes chosen."""

    endpoint: Endpoint
    plan: Plan
    scopes: tuple[str, ...]
    known: frozenset[str]


class RouteMatch(NamedTuple):
    """A route and the values of its placeholders."""

    route: Route
    in_path: dict[str, str]


class _Node:
    __slots__ = ("literals", "name", "placeholder", "routes")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.placeholder: _Node | None = None
        self.name = ""
        self.routes: dict[str, tuple[Route, tuple[str, ...]]] = {}


class Router:
    """The rows that one release has, as a tree of segments."""

    def __init__(self, endpoints: Iterable[Endpoint], rules: Rules, *, exact: bool) -> None:
        self._root = _Node()
        # Paths without a placeholder, by method and segments: they win over all others.
        self._literal: dict[tuple[str, ...], RouteMatch] = {}
        self.routes: list[Route] = []
        for endpoint in endpoints:
            if not rules.is_in(endpoint.since, endpoint.until) or (exact and endpoint.newest_only):
                continue
            planned = plan(endpoint, rules, exact)
            known = frozenset(step.name for step in planned.steps) | {"project"}
            route = Route(endpoint, planned, endpoint.scopes_in(rules), known)
            self.routes.append(route)
            for path in (endpoint.path, *endpoint.aliases):
                self._add(path, route)

    def _add(self, path: str, route: Route) -> None:
        node, names = self._root, []
        for segment in path.strip("/").split("/"):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                if node.placeholder is None:
                    node.placeholder = _Node()
                node = node.placeholder
            else:
                node = node.literals.setdefault(segment, _Node())
        node.routes[route.endpoint.method] = (route, tuple(names))
        if not names:
            self._literal[route.endpoint.method, *path.strip("/").split("/")] = RouteMatch(route, {})

    def match(self, method: str, segments: list[str]) -> RouteMatch | None:
        """Find the route of a path (given as its non-empty segments after /v1); HEAD is read as GET."""
        if method == "HEAD":
            method = "GET"
        literal = self._literal.get((method, *segments))
        if literal is not None:
            return literal
        found = _find(self._root, method, segments, 0, [])
        if found is None:
            return None
        (route, names), values = found
        return RouteMatch(route, dict(zip(names, values, strict=True)))


def _find(
    node: _Node, method: str, segments: list[str], at: int, values: list[str]
) -> tuple[tuple[Route, tuple[str, ...]], list[str]] | None:
    if at == len(segments):
        entry = node.routes.get(method)
        return None if entry is None else (entry, values)
    literal = node.literals.get(segments[at])
    if literal is not None:
        found = _find(literal, method, segments, at + 1, values)
        if found is not None:
            return found
    if node.placeholder is None:
        return None
    return _find(node.placeholder, method, segments, at + 1, [*values, segments[at]])
