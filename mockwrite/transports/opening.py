"""Opens the way through to a real Appwrite, where the settings ask for one; who does without loads nothing of it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..instance import Instance
from ..settings import SettingsError

if TYPE_CHECKING:
    from .upstream import Upstream


def upstream_of(instance: Instance) -> Upstream | None:
    """Return the real server that calls are passed on to; None without one.

    Raises SettingsError when its address cannot be used, or the HTTP client is not installed.
    """
    if instance.settings.upstream is None:
        return None
    if find_spec("httpx") is None:
        raise SettingsError("upstream needs an HTTP client: pip install 'mockwrite[upstream]'")
    from .upstream import Upstream

    return Upstream(instance)
