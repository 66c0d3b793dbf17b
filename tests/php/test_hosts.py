"""Names of hosts as PHP's filter takes them."""

from __future__ import annotations

import pytest

from mockwrite.operations.databases.kinds import is_url
from mockwrite.php.hosts import is_host_name

LONGEST = "a" * 63


@pytest.mark.parametrize("name", ["a", "A-1.example", "example.com.", LONGEST, ".".join([LONGEST] * 3 + ["a" * 61])])
def test_a_name_of_a_host_is_one_also_in_a_web_address(name: str) -> None:
    assert is_host_name(name)
    assert is_url(f"https://{name}/path")


@pytest.mark.parametrize("name", ["-a", "a-", "a..b", "a_b", f"{LONGEST}a", ".".join([LONGEST] * 3 + ["a" * 62])])
def test_what_is_no_name_of_a_host_is_none_in_a_web_address(name: str) -> None:
    assert not is_host_name(name)
    assert not is_url(f"https://{name}/path")
