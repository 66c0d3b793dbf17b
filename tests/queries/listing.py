"""Query texts, and the rules of a release, for the tests of lists."""

import json
from typing import Any

from mockwrite.releases import Rules, parse_version, rules_for

LATEST = rules_for(parse_version("1.9.6"))


def at(version: str) -> Rules:
    """Return the rules of a release."""
    return rules_for(parse_version(version))


def text(method: str, attribute: str | None = None, *values: Any) -> str:
    """Write a query as an SDK sends it."""
    return json.dumps(
        {"method": method, **({"attribute": attribute} if attribute is not None else {}), "values": values}
    )
