"""From what was sent to the values an operation gets: absent, null, empty and wrong values (http.md §4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..errors import ServerDefect, invalid_param, missing_param
from ..releases import Rules
from ..validators.base import Context, Rejected
from .endpoint import Endpoint


class ReadingStep(NamedTuple):
    """One parameter, ready to be read many times."""

    name: str
    python: str
    check: Callable[[Any, Context], Any]
    required: bool
    takes_null: bool


class Plan(NamedTuple):
    """The parameters of an endpoint: the steps in which they are checked, and by Python name the values of absent ones."""

    steps: tuple[ReadingStep, ...]
    defaults: dict[str, Any]


def plan(endpoint: Endpoint, rules: Rules, exact: bool) -> Plan:
    """Lay out the parameters of an endpoint for one release, in the order in which they are checked."""
    params = endpoint.params_in(rules, exact)
    return Plan(
        tuple(
            ReadingStep(param.name, param.python_name(), param.check.check, param.required, param.takes_null(rules))
            for param in params
        ),
        {param.python_name(): param.default for param in params if not param.required},
    )


def read(plan: Plan, in_path: Mapping[str, str], sent: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Check every parameter in order and return the values by their Python names.

    A path parameter wins over one of the same name in the body or query. Raises AppwriteError at the first parameter
    that is refused. A null that breaks the server does so when all have been checked: ServerDefect comes last.
    """
    given = {**sent, **in_path} if in_path else sent
    values = dict(plan.defaults)
    defect: ServerDefect | None = None
    for name, python, check, is_required, takes_null in plan.steps:
        if name not in given:
            if is_required:
                raise missing_param(name)
            continue
        value = given[name]
        if value is None and not is_required:
            if not takes_null:
                defect = defect or _refuse_null(name, context)
            values[python] = None
        else:
            try:
                values[python] = check(value, context)
            except Rejected as error:
                raise invalid_param(name, error.reason) from None
    if defect is not None:
        raise defect
    return values


def _refuse_null(name: str, context: Context) -> ServerDefect:
    """Refuse a null at once, or return what happens when the server calls its handler with it (http.md §4)."""
    reason = "null is not a value here; leave the parameter out"
    if context.rules.null_crashes:
        return ServerDefect(name, reason)
    raise invalid_param(name, reason)
