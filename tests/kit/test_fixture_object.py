"""Seeds and factories take the fixture object, not only its project."""

from __future__ import annotations

import mockwrite.seed
from mockwrite import MockAppwrite
from mockwrite_fixtures import Factories, seeds


def test_a_world_is_loaded_into_the_fixture_object_and_exported_from_it(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.clock.freeze()
    seeds.load("shop", mock_appwrite)
    assert seeds.export(mock_appwrite) == mockwrite.seed.export(mock_appwrite.project)
    assert len(mock_appwrite.project.users) > 0


def test_a_world_is_made_in_the_fixture_object(mock_appwrite: MockAppwrite) -> None:
    known = Factories(seed=1).populate(mock_appwrite, users=2)
    assert len(known.users) == len(mock_appwrite.project.users) == 2
