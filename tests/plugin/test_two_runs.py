"""Two runs of pytest in one process share nothing."""

import pytest

from mockwrite import MockAppwrite
from pytest_mockwrite import MockAppwriteFactory
from tests.plugin.pytest_runs import ALONE


def test_a_run_inside_a_test_has_projects_of_its_own(
    mock_appwrite: MockAppwrite, mock_appwrite_factory: MockAppwriteFactory, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile("""
        def test_it(mock_appwrite, mock_appwrite_factory):
            mock_appwrite.given.message("sms", content="inside")
            assert len(mock_appwrite.outbox) == 1
            assert mock_appwrite_factory(transport="in-process").project_id != mock_appwrite.project_id
    """)
    inside = pytester.inline_run(*ALONE)
    inside.assertoutcome(passed=1)
    mock_appwrite.given.message("sms", content="outside")
    assert [sent.content for sent in mock_appwrite.outbox] == ["outside"]
    assert mock_appwrite_factory().project_id != mock_appwrite.project_id


def test_the_object_with_the_fixtures_belongs_to_one_run(
    pytestconfig: pytest.Config, pytester: pytest.Pytester
) -> None:
    ours = pytestconfig.pluginmanager.get_plugin("mockwrite-projects")
    theirs = pytester.parseconfigure(*ALONE).pluginmanager.get_plugin("mockwrite-projects")
    assert None not in (ours, theirs)
    assert ours is not theirs
