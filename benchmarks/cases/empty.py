"""What pytest itself costs."""


def test_nothing() -> None:
    """Do nothing."""
