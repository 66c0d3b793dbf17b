"""`python -m mockwrite` is the command `mockwrite`."""

from .cli import main

raise SystemExit(main())
