"""E-mail addresses as PHP's filter takes them, and as the library that came with 1.9.5 does (contract: http.md §5)."""

from __future__ import annotations

import pytest

from mockwrite.validators.texts import is_email

# Compared with PHP's filter.
TAKEN = (
    "a@b.c", "A@B.COM", "a+b@example.com", "o'neil@example.com", "a@xn--bcher-kva.de", "0@0.a",
    f"{'a' * 64}@example.com", f"a@{'b' * 63}.com", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@[IPv6:1::2:3]",
)  # fmt: skip
TAKEN_IN_QUOTES = ('"a"@b.c', '"a".b@b.c', 'a."@".b@b.c', '""@b.c', '"a\\"b"@b.c', '"a\\ b"@b.c', f'"{"a" * 64}"@b.c')
REFUSED = (
    "", "x", "@", "a@b", "a b@c.com", "a@b.c,d@e.f", '"a b"@c.com', "ü@example.com", "a@ü.de", "a@1.2.3.4", "a@b..c", "a@-b.c",
    "a@b-.c", "a@b.c.", ".a@b.c", "a..b@b.c", "a@b_c.d", f"{'a' * 65}@example.com", f'"{"a" * 65}"@b.c', f"a@{'b' * 64}.com",
    "a@[256.0.0.1]", "a@[1.2.3]", "a@[IPv6:g]", "a@[IPv6:]", '"a@b.c', 'a"b"@b.c', f"a@{'b.' * 126}cc",
)  # fmt: skip


@pytest.mark.parametrize("address", TAKEN)
def test_an_address_is_one_to_every_release(address: str) -> None:
    assert is_email(address)
    assert is_email(address, newer=True) is not address.startswith("0@")


@pytest.mark.parametrize("address", TAKEN_IN_QUOTES)
def test_a_name_in_quotes_is_one_to_phps_filter(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize("address", REFUSED)
def test_what_phps_filter_refuses_is_no_address(address: str) -> None:
    assert not is_email(address)
    assert not is_email(address, newer=True)


def test_the_newer_library_overlooks_spaces_around_an_address() -> None:
    assert is_email(" a@example.com ", newer=True)
    assert not is_email(" a@example.com ")
