"""`python -m mockwrite` is the command `mockwrite`."""

from .cli import program

raise SystemExit(program())
