"""One table turns names on the wire into names in Python and back."""

import pytest

from mockwrite.api.endpoints import every_endpoint
from mockwrite.names import python_name, wire_name
from mockwrite.providers import KINDS


@pytest.mark.parametrize(
    ("wire", "python"),
    [
        ("scheduledAt", "scheduled_at"),
        ("from", "from_"),
        ("autoTLS", "auto_tls"),
        ("serviceAccountJSON", "service_account_json"),
        ("isEuRegion", "is_eu_region"),
        ("to", "to"),
    ],
)
def test_a_name_has_two_forms(wire: str, python: str) -> None:
    assert python_name(wire) == python
    assert wire_name(python) == wire


def test_every_parameter_and_every_provider_field_finds_its_way_back() -> None:
    names = {param.name for endpoint in every_endpoint() for param in endpoint.params if not param.python}
    names |= {name for kind in KINDS.values() for name in kind.fields}
    assert {name for name in names if wire_name(python_name(name)) != name} == set()
    assert {python_name(name) for name in names if not python_name(name).isidentifier()} == set()
    assert {name for name in names if python_name(name) != python_name(name).lower()} == set()
