"""Routes of the fault rules: set, list, switch on and off, remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..faults.rule import FaultError, Rule
from .call import ControlCall
from .problems import Problem


async def list_faults(call: ControlCall) -> Mapping[str, Any]:
    """List the rules in the order in which they are asked, and the failures of providers that can be ordered."""
    with call.project.lock:
        faults = call.project.faults
        rules = [rule.as_dict() for rule in faults]
        failures = [
            {"name": name, "meaning": failure.meaning, "channels": sorted(failure.channels)}
            for name, failure in faults.failures.items()
        ]
    return {"total": len(rules), "faults": rules, "failures": failures}


async def add_fault(call: ControlCall) -> Mapping[str, Any]:
    """Add a rule on calls or on deliveries."""
    with call.project.lock:
        try:
            rule = call.project.faults.add(call.body)
        except FaultError as error:
            raise Problem(400, str(error)) from None
    call.hub.tell(call.project, "fault")
    return rule.as_dict()


async def get_fault(call: ControlCall) -> Mapping[str, Any]:
    """Show one rule, by id or name."""
    return _one(call).as_dict()


async def switch_fault(call: ControlCall) -> Mapping[str, Any]:
    """Switch a rule on or off; its counts stay."""
    with call.project.lock:
        rule = _one(call)
        rule.enabled = call.body["enabled"]
    call.hub.tell(call.project, "fault")
    return rule.as_dict()


async def remove_fault(call: ControlCall) -> None:
    """Remove one rule, by id or name."""
    with call.project.lock:
        call.project.faults.remove(_one(call))
    call.hub.tell(call.project, "fault")


async def clear_faults(call: ControlCall) -> Mapping[str, Any]:
    """Remove all rules."""
    with call.project.lock:
        deleted = len(call.project.faults)
        call.project.faults.clear()
    call.hub.tell(call.project, "fault")
    return {"deleted": deleted}


def _one(call: ControlCall) -> Rule:
    with call.project.lock:
        try:
            return call.project.faults.get(call.path["id"])
        except LookupError as error:
            raise Problem(404, str(error.args[0])) from None
