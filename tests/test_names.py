"""One table turns names on the wire into names in Python and back."""

from typing import Any

import pytest

from mockwrite.api.endpoints import every_endpoint
from mockwrite.names import Suggesting, counted, python_name, wire_name
from mockwrite.providers import KINDS
from tests.delivery.called_project import CalledProject


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


class Broken(Suggesting):
    @property
    def outbox(self) -> str:
        nothing: Any = None
        return str(nothing.clock)


def test_an_attribute_error_within_a_property_is_not_taken_for_a_misspelt_name() -> None:
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'clock'"):
        _ = Broken().outbox
    with pytest.raises(AttributeError, match="Broken has no 'outbax'; did you mean outbox?"):
        getattr(Broken(), "outbax")  # noqa: B009 - a type checker refuses it otherwise


@pytest.mark.parametrize(
    ("number", "words", "text"),
    [(1, ("user",), "1 user"), (0, ("user",), "0 users"), (2, ("delivery", "deliveries"), "2 deliveries")],
)
def test_a_noun_agrees_with_its_number(number: int, words: tuple[str, ...], text: str) -> None:
    assert counted(number, *words) == text


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda mock: mock.outbox.one("ada@example.com"), "one() takes values with their names, such as one(to='ada@example.com')"),
        (lambda mock: mock.outbox.where(5.5), "where() takes values with their names, such as where(to=…)"),
        (lambda mock: mock.outbox.assert_sent(2), "assert_sent() takes values with their names, such as assert_sent(count=2)"),
        (lambda mock: mock.given.user("ada@example.com"), "user() takes values with their names, such as user(email='ada@example.com')"),
        (lambda mock: mock.given.user(emial="ada@example.com"), "a user has no field 'emial'; did you mean email? "),
    ],
    ids=["text", "other", "number", "given", "misspelt"],
)  # fmt: skip
def test_a_value_without_its_name_is_refused_with_the_likeliest(call: Any, said: str) -> None:
    with pytest.raises(TypeError) as refused:
        call(CalledProject())
    assert str(refused.value).startswith(said)
