"""Queries of links as PHP 8.2 writes them anew (`parse_str`, `array_merge`, `http_build_query`)."""

from __future__ import annotations

import pytest

from mockwrite.php.parameters import merge_query


@pytest.mark.parametrize(
    ("query", "merged"),
    [
        ("", "userId=u"),
        ("x=1&flag&y=", "x=1&flag=&y=&userId=u"),
        ("userId=7&x=a+b%20~", "userId=u&x=a+b+%7E"),
        ("x=1&x=2", "x=2&userId=u"),
        ("t[]=a&t[]=b&m[k]=v", "t%5B0%5D=a&t%5B1%5D=b&m%5Bk%5D=v&userId=u"),
        ("a.b=1&c d=2&e[f.g]=3", "a_b=1&c_d=2&e%5Bf.g%5D=3&userId=u"),
        ("7=a&x=b&3=c", "0=a&x=b&1=c&userId=u"),
        ("a%00b=1", "a=1&userId=u"),
        ("[a]=1&b[=2&c[d=3", "b_=2&c_d=3&userId=u"),
    ],
    ids=str,
)
def test_a_query_is_read_and_written_as_by_php(query: str, merged: str) -> None:
    assert merge_query(query, {"userId": "u"}) == merged
