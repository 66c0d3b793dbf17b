"""Routes of the fault rules, and of the canned answers, which are rules too: set, list, switch on and off, remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..faults.fields import FaultError
from ..faults.rule import Rule
from .call import ControlCall
from .problems import Problem


async def list_faults(call: ControlCall) -> Mapping[str, Any]:
    """List the rules in the order in which they are asked, and the failures of providers that can be ordered."""
    with call.project.lock:
        failures = [
            {"name": name, "meaning": failure.meaning, "channels": sorted(failure.channels)}
            for name, failure in call.project.faults.failures.items()
        ]
    return {**_listed(call, "faults", answers=False), "failures": failures}


async def list_answers(call: ControlCall) -> Mapping[str, Any]:
    """List the canned answers in the order in which they are asked."""
    return _listed(call, "answers", answers=True)


async def add_fault(call: ControlCall) -> Mapping[str, Any]:
    """Add a rule on calls or on deliveries."""
    return _add(call, call.body)


async def add_answer(call: ControlCall) -> Mapping[str, Any]:
    """Prepare the answer to a call."""
    return _add(call, {**call.body, "on": "call", "effect": "answer"})


async def get_fault(call: ControlCall) -> Mapping[str, Any]:
    """Show one rule, by id or name."""
    return _one(call).as_dict()


async def switch_fault(call: ControlCall) -> Mapping[str, Any]:
    """Switch a rule on or off; its counts stay."""
    with call.project.lock:
        rule = _one(call)
        rule.enabled = call.body["enabled"]
    return rule.as_dict()


async def remove_fault(call: ControlCall) -> None:
    """Remove one rule, by id or name."""
    with call.project.lock:
        call.project.faults.remove(_one(call))


async def remove_answer(call: ControlCall) -> None:
    """Remove one canned answer, by id or name."""
    await remove_fault(call)


async def clear_faults(call: ControlCall) -> Mapping[str, Any]:
    """Remove all fault rules; canned answers stay."""
    return _cleared(call, answers=False)


async def clear_answers(call: ControlCall) -> Mapping[str, Any]:
    """Remove all canned answers; fault rules stay."""
    return _cleared(call, answers=True)


def _listed(call: ControlCall, name: str, *, answers: bool) -> Mapping[str, Any]:
    with call.project.lock:
        rules = [rule.as_dict() for rule in call.project.faults if rule.is_answer is answers]
    return {"total": len(rules), name: rules}


def _add(call: ControlCall, given: Mapping[str, Any]) -> Mapping[str, Any]:
    if "function" in given:
        raise Problem(400, "A function answers in Python only; over HTTP the body is given as json or text.")
    with call.project.lock:
        try:
            rule = call.project.faults.add(given)
        except FaultError as error:
            raise Problem(400, str(error)) from None
    return rule.as_dict()


def _cleared(call: ControlCall, *, answers: bool) -> Mapping[str, Any]:
    with call.project.lock:
        deleted = call.project.faults.clear(answers=answers)
    return {"deleted": deleted}


def _one(call: ControlCall) -> Rule:
    with call.project.lock:
        try:
            return call.project.faults.get(call.path["id"])
        except LookupError as error:
            raise Problem(404, str(error.args[0])) from None
