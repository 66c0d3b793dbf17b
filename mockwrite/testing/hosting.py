"""What serves projects to a test: a server on a socket or one inside the process. Both open projects the same way."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from ..instance import Instance
from ..settings import Settings

if TYPE_CHECKING:
    from .mock_appwrite import MockAppwrite


class ProjectOptions(TypedDict, total=False):
    """What a project can be made with; what is not given comes from the host's settings."""

    settings: Settings | None
    name: str | None
    random_seed: int | None
    frozen_time: datetime | str | None


class Host:
    """Serves the projects of one instance between `start` and `stop`; use it as a context manager, or call both."""

    def __init__(self, settings: Settings | None = None, **values: Any) -> None:
        # In tests only the projects and keys are let in that the test made: a forgotten key is found.
        base = settings if settings is not None else Settings(port=0, strict_auth=True)
        self.settings = base.with_values(**values)
        self.instance = Instance(self.settings)
        if self.settings.texts is not None:
            from ..api.texts import word_by_texts

            word_by_texts(self.instance)
        # The lists of the config that are not emulated.
        self.skipped: list[str] = []
        if self.settings.config is not None:
            from ..seed.config import furnish_by_config

            config = furnish_by_config(self.instance)
            self.skipped = config.skipped if config is not None else []
        # The projects that are open, by id, the newest last.
        self.mocks: dict[str, MockAppwrite] = {}

    @property
    def endpoint(self) -> str:
        """The endpoint to give to an SDK."""
        raise NotImplementedError

    def start(self) -> Self:
        """Begin to answer."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stop answering."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def open_project(
        self,
        id: str | None = None,
        *,
        key: str | None = None,
        fail_on_refused: bool = False,
        **options: Unpack[ProjectOptions],
    ) -> MockAppwrite:
        """Make a new, empty project (in place of one with the same id) and return it; `close_project` removes it.

        What is not given comes from the host's settings. `key` is the secret of its key with all scopes, `frozen_time` stops
        its clock at that time, `fail_on_refused` makes it complain of what the test does not expect.
        """
        project = self.instance.create_project(id, **options)
        mock = _mock_class()(self.instance, project, self.endpoint, key=key, fail_on_refused=fail_on_refused)
        self.mocks.pop(project.id, None)
        self.mocks[project.id] = mock
        return mock

    def close_project(self, mock: MockAppwrite) -> None:
        """Forget a project, unless another one with its id has taken its place."""
        if self.instance.projects.get(mock.project_id) is mock.project:
            self.instance.remove_project(mock.project_id)
            self.mocks.pop(mock.project_id, None)

    @contextlib.contextmanager
    def project(self, id: str | None = None, **options: Any) -> Iterator[MockAppwrite]:
        """Make a new, empty project for the length of a `with` block (options as in `open_project`).

        At its end, unless the block failed, raises ServerBug when mockwrite broke while answering, and UnexpectedCalls when
        `fail_on_refused` is on and something happened that the block did not expect.
        """
        __tracebackhide__ = True
        mock = self.open_project(id, **options)
        try:
            yield mock
        finally:
            self.close_project(mock)
        mock.check()


@cache
def _mock_class() -> type[MockAppwrite]:
    from .mock_appwrite import MockAppwrite  # `mockwrite serve` has no use for it

    return MockAppwrite
