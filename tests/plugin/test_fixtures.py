"""The fixtures, as tests of a user see them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from mockwrite import AppwriteError, MockAppwrite, MockServer
from pytest_mockwrite import MockAppwriteFactory
from tests.plugin.pytest_runs import Run


def test_each_test_has_a_project_of_its_own(run: Run) -> None:
    run(
        """
        import pytest

        @pytest.mark.parametrize("number", range(3))
        def test_project(mock_appwrite, number):
            assert not mock_appwrite.outbox
            # There can be only one in a project.
            mock_appwrite.given.user(id="ada")
            mock_appwrite.given.message("sms", content=f"number {number}")
            assert mock_appwrite.outbox.one(channel="sms").content == f"number {number}"
        """
    ).assert_outcomes(passed=3)


def test_the_project_is_gone_after_its_test(run: Run) -> None:
    run(
        """
        def test_first(mock_appwrite, pytestconfig):
            pytestconfig.first = mock_appwrite.project_id

        def test_second(mock_appwrite, mockwrite_server, pytestconfig):
            assert mockwrite_server.instance.project(pytestconfig.first) is None
            assert list(mockwrite_server.instance.projects) == [mock_appwrite.project_id]
        """
    ).assert_outcomes(passed=2)


OWN_SERVERS = """
    import pytest
    from mockwrite import MockServer

    def limit(mock_appwrite):
        return mock_appwrite.instance.settings.file_limit

    @pytest.fixture(scope="module")
    def mockwrite_server(request):
        with MockServer(file_limit=getattr(request, "param", 100)) as server:
            yield server

    def test_one(mock_appwrite):
        assert limit(mock_appwrite) == 100

    @pytest.mark.parametrize("mockwrite_server", [200, 300], indirect=True)
    def test_two(mock_appwrite, mockwrite_server):
        assert limit(mock_appwrite) == mockwrite_server.settings.file_limit != 100

    def test_three(mock_appwrite):
        assert limit(mock_appwrite) == 100

    def test_four(mock_appwrite, appwrite_client):
        assert limit(mock_appwrite) == 100
        assert appwrite_client._endpoint == mock_appwrite.endpoint

    class TestOfItsOwn:
        made = []

        @pytest.fixture
        def mockwrite_server(self):
            with MockServer(file_limit=400) as server:
                self.made.append(server)
                yield server

        @pytest.mark.parametrize("turn", range(3))
        def test_five(self, mock_appwrite, turn):
            assert limit(mock_appwrite) == 400
            assert len(self.made) == turn + 1
            assert mock_appwrite.instance is self.made[-1].instance
"""


def test_a_server_of_the_users_own_serves_where_it_is_defined(run: Run) -> None:
    run(OWN_SERVERS).assert_outcomes(passed=8)


def test_tests_side_by_side_share_the_sessions_server(run: Run) -> None:
    code = """
        import pytest

        seen = set()

        @pytest.mark.parametrize("turn", range(3))
        def test_it(mock_appwrite, turn):
            seen.add(id(mock_appwrite.instance))
            assert len(seen) == 1

        @pytest.mark.mockwrite(transport="in-process")
        def test_in_process(mock_appwrite):
            assert id(mock_appwrite.instance) not in seen

        def test_the_servers(mock_appwrite, mockwrite_server):
            assert mock_appwrite.instance is mockwrite_server.instance
            assert seen == {id(mockwrite_server.instance)}
    """
    run(code).assert_outcomes(passed=5)


def test_the_client_of_the_official_sdk_is_set_up(mock_appwrite: MockAppwrite, appwrite_client: Any) -> None:
    from appwrite.services.users import Users

    Users(appwrite_client).create("ada", email="ada@example.com")
    assert [user.id for user in Users(appwrite_client).list().users] == ["ada"]
    with pytest.raises(AppwriteError, match="user_already_exists"):
        mock_appwrite.given.user(id="ada")


def test_without_the_sdk_the_client_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "appwrite.client", None)
    result = run("def test_client(appwrite_client): ...")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["the fixture appwrite_client needs the official SDK: pip install appwrite"])
    result.stdout.no_fnmatch_line("*another exception occurred*")


def test_the_environment_of_the_application_is_set(mock_appwrite: MockAppwrite, appwrite_env: dict[str, str]) -> None:
    expected = {
        "APPWRITE_ENDPOINT": mock_appwrite.endpoint,
        "APPWRITE_PROJECT_ID": mock_appwrite.project_id,
        "APPWRITE_API_KEY": mock_appwrite.api_key,
    }
    assert appwrite_env == expected
    assert {name: os.environ[name] for name in expected} == expected


def test_the_names_of_the_environment_come_from_the_configuration(run: Run) -> None:
    run(
        """
        import os

        def test_names(appwrite_env, mock_appwrite):
            assert os.environ["VITE_ENDPOINT"] == os.environ["URL"] == mock_appwrite.endpoint
            assert os.environ["SECRET"] == mock_appwrite.api_key
            assert set(appwrite_env) == {"VITE_ENDPOINT", "URL", "SECRET"}
        """,
        ini='mockwrite_env = ["VITE_ENDPOINT=endpoint", "URL = endpoint", "SECRET=key"]',
    ).assert_outcomes(passed=1)


def test_the_environment_reaches_another_process(mock_appwrite: MockAppwrite, appwrite_env: dict[str, str]) -> None:
    program = (
        "import os, urllib.request as r;"
        "r.urlopen(r.Request(os.environ['APPWRITE_ENDPOINT'] + '/users',"
        " headers={'x-appwrite-project': os.environ['APPWRITE_PROJECT_ID'],"
        " 'x-appwrite-key': os.environ['APPWRITE_API_KEY']}))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, **appwrite_env})
    assert [call.path for call in mock_appwrite.journal] == ["/v1/users"]


def test_the_factory_makes_further_projects(
    mock_appwrite: MockAppwrite, mock_appwrite_factory: MockAppwriteFactory
) -> None:
    old, named = mock_appwrite_factory(version="1.8", delivery="manual"), mock_appwrite_factory("shop")
    old.given.message("sms")
    assert (len(old.outbox), len(old.deliver()), len(mock_appwrite.outbox)) == (0, 1, 0)
    assert old.project.settings.appwrite_version == "1.8.1"
    assert named.project_id == "shop"
    assert len({mock.project_id for mock in (mock_appwrite, old, named)}) == 3


def test_the_factory_refuses_options_that_do_not_exist(run: Run) -> None:
    result = run("def test_it(mock_appwrite_factory): mock_appwrite_factory(delivry='manual')")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["mock_appwrite_factory has no option 'delivry'; did you mean delivery?"])


def test_unittest_classes_use_the_fixtures(run: Run) -> None:
    run(
        """
        import unittest
        import pytest

        class TestMail(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def _appwrite(self, mock_appwrite):
                self.appwrite = mock_appwrite

            def test_mail(self):
                self.appwrite.given.message(subject="Hello")
                self.assertEqual(self.appwrite.outbox.one().subject, "Hello")

            @pytest.mark.mockwrite(delivery="manual")
            def test_marker(self):
                self.appwrite.given.message()
                self.assertFalse(self.appwrite.outbox)
        """
    ).assert_outcomes(passed=2)


def test_asyncio_tests_use_the_fixtures(run: Run) -> None:
    pytest.importorskip("pytest_asyncio")
    run(
        """
        import asyncio
        import httpx
        import pytest

        @pytest.mark.asyncio
        @pytest.mark.parametrize("way", ["socket", "in-process"])
        async def test_later(mock_appwrite_factory, way):
            mock = mock_appwrite_factory(transport=way)
            mock.given.provider("twilio")
            mock.given.user(id="ada", phone="+4915112345678")

            async def remind():
                headers = {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key}
                message = {"messageId": "unique()", "content": "Now", "users": ["ada"]}
                async with httpx.AsyncClient() as client:
                    await client.post(f"{mock.endpoint}/messaging/messages/sms", json=message, headers=headers)

            task = asyncio.create_task(remind())
            sent = await asyncio.to_thread(mock.outbox.wait_for, channel="sms")
            assert sent[0].to == "+4915112345678"
            await task
        """,
        "-p",
        "asyncio",
        ini='asyncio_default_fixture_loop_scope = "function"',
        own_process=True,
    ).assert_outcomes(passed=2)


def test_anyio_tests_use_the_fixtures(run: Run) -> None:
    run(
        """
        import httpx
        import pytest

        @pytest.fixture
        def anyio_backend():
            return "asyncio"

        @pytest.mark.anyio
        @pytest.mark.mockwrite(transport="in-process")
        async def test_health(mock_appwrite):
            async with httpx.AsyncClient() as client:
                assert (await client.get(f"{mock_appwrite.endpoint}/health/version")).status_code == 200
        """,
        "-p",
        "anyio",
        own_process=True,
    ).assert_outcomes(passed=1)


def test_a_plain_server_works_outside_pytest() -> None:
    with MockServer() as server, server.project() as project:
        project.given.message("push", title="Hello")
        assert project.outbox.one(channel="push").title == "Hello"


def test_an_application_that_reads_its_configuration_once_is_tested_with_a_fixed_project(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        """
        import os

        os.environ["APPWRITE_ENDPOINT"] = "http://mockwrite.localhost/v1"
        os.environ["APPWRITE_PROJECT_ID"] = "shop"
        os.environ["APPWRITE_API_KEY"] = "mockwrite-key"
        """
    )
    pytester.makepyfile(
        application="""
        import os
        import requests

        URL = os.environ["APPWRITE_ENDPOINT"]
        HEADERS = {
            "x-appwrite-project": os.environ["APPWRITE_PROJECT_ID"],
            "x-appwrite-key": os.environ["APPWRITE_API_KEY"],
        }

        def sign_up(name):
            requests.post(f"{URL}/users", json={"userId": name}, headers=HEADERS, timeout=60).raise_for_status()
        """
    )
    code = """
        import pytest
        from application import sign_up

        @pytest.mark.parametrize("turn", [1, 2])
        def test_it(mock_appwrite, turn):
            sign_up("ada")
            assert [user.id for user in mock_appwrite.project.users] == ["ada"]
    """
    ini = 'mockwrite_project = "shop"\nmockwrite_transport = "in-process"'
    run(code, ini=ini, own_process=True).assert_outcomes(passed=2)


@pytest.mark.full
def test_two_hundred_cases_pass_with_four_workers_in_random_order(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(
        """
        import pytest
        from appwrite.services.messaging import Messaging

        @pytest.mark.parametrize("number", range(200))
        def test_letter(mock_appwrite, appwrite_client, number):
            mock_appwrite.given.provider("smtp")
            target = mock_appwrite.given.target(type="email", identifier=f"reader{number}@example.com")
            Messaging(appwrite_client).create_email("letter", f"Letter {number}", "…", targets=[target.id])
            sent = mock_appwrite.outbox.one()
            assert (sent.to, sent.subject) == (f"reader{number}@example.com", f"Letter {number}")
        """
    )
    pytester.makefile(
        ".toml",
        pyproject="[tool.pytest.ini_options]\naddopts = ['--strict-config', '--strict-markers']\nfilterwarnings = ['error']",
    )
    # Other plugins, loaded by five processes, take longer than the tests.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    plugins = ("-p", "xdist", "-p", "pytest_randomly", "-p", "pytest_mockwrite.plugin")
    result = pytester.runpytest_subprocess("-n", "4", *plugins, "-q")
    result.assert_outcomes(passed=200)


def test_two_threads_of_five_hundred_creates_lose_none(mock_appwrite: MockAppwrite) -> None:
    headers = {"x-appwrite-project": mock_appwrite.project_id, "x-appwrite-key": mock_appwrite.api_key}
    mock_appwrite.given.provider("twilio")
    target = mock_appwrite.given.target(type="sms")
    url = f"{mock_appwrite.endpoint}/messaging/messages/sms"
    barrier = threading.Barrier(2)

    def create(name: str) -> set[int]:
        with requests.Session() as session:
            session.headers.update(headers)
            barrier.wait()
            return {
                session.post(
                    url, json={"messageId": f"{name}-{number}", "content": name, "targets": [target.id]}, timeout=60
                ).status_code
                for number in range(500)
            }

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(create, ("left", "right"))) == [{201}, {201}]
    assert len(mock_appwrite.outbox) == 1000
    assert {record.message_id for record in mock_appwrite.outbox} == {
        f"{name}-{number}" for name in ("left", "right") for number in range(500)
    }
