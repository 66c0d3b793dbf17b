"""Applications with the address of a real Appwrite in their code: answered in process, refused before they leave."""

from __future__ import annotations

import pytest

from tests.plugin.pytest_runs import run_pytest

APPLICATION = """
    from appwrite.client import Client
    from appwrite.services.messaging import Messaging
    from appwrite.services.users import Users

    def notify(host="cloud.appwrite.io"):
        client = Client().set_endpoint(f"https://{host}/v1").set_project("shop").set_key("secret")
        Users(client).create("ada", email="ada@example.com")
        Messaging(client).create_email("unique()", "Hello", "Text", users=["ada"])
"""


def test_in_process_the_cloud_is_answered_by_the_project_of_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(application=APPLICATION)
    result = run_pytest(
        pytester,
        """
        import pytest
        from application import notify

        @pytest.mark.parametrize("host", ["cloud.appwrite.io", "fra.cloud.appwrite.io", "appwrite.shop.test"])
        def test_it(mock_appwrite, host):
            mock_appwrite.given.provider("sendgrid")
            notify(host)
            assert mock_appwrite.outbox.one(to="ada@example.com").subject == "Hello"
        """,
        ini='mockwrite_transport = "in-process"\nmockwrite_hosts = ["appwrite.shop.test"]',
    )
    result.assert_outcomes(passed=3)


def test_httpx_is_answered_too_and_a_key_that_the_test_made_keeps_its_scopes(pytester: pytest.Pytester) -> None:
    result = run_pytest(
        pytester,
        """
        import httpx

        def call(project, key):
            headers = {"X-Appwrite-Project": project, "X-Appwrite-Key": key}
            return httpx.get("https://cloud.appwrite.io/v1/users", headers=headers).status_code

        def test_it(mock_appwrite):
            assert call("elsewhere", "secret") == 200
            assert call("elsewhere", mock_appwrite.key(scopes=["topics.read"])) == 401
            assert call(mock_appwrite.project_id, "secret") == 200
        """,
        ini='mockwrite_transport = "in-process"',
    )
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "call",
    [
        "requests.get('https://cloud.appwrite.io/v1/users')",
        "httpx.get('https://nyc.cloud.appwrite.io/v1/users')",
        "urllib3.request('GET', 'https://cloud.appwrite.io/v1/users')",
        "urllib.request.urlopen('https://CLOUD.appwrite.io/v1/users')",
        "httpx.get('http://appwrite.shop.test/v1/users')",
    ],
    ids=["requests", "httpx", "urllib3", "urllib", "own"],
)
def test_over_a_socket_a_call_to_the_cloud_is_refused_with_an_advice(pytester: pytest.Pytester, call: str) -> None:
    result = run_pytest(
        pytester,
        f"""
        import httpx, pytest, requests, urllib.request, urllib3
        from mockwrite import ProductionCall

        def test_it(mock_appwrite):
            with pytest.raises(ProductionCall, match="Point the client at http://127.0.0.1:"):
                {call}
        """,
        ini='mockwrite_hosts = ["*.shop.test"]',
    )
    result.assert_outcomes(passed=1)


def test_a_call_over_a_socket_is_refused_although_tests_before_it_were_in_process(pytester: pytest.Pytester) -> None:
    result = run_pytest(
        pytester,
        """
        import pytest, requests
        from mockwrite import ProductionCall

        @pytest.mark.parametrize("turn", [1, 2])
        @pytest.mark.mockwrite(transport="in-process")
        def test_in_process(mock_appwrite, turn):
            assert requests.get("https://cloud.appwrite.io/v1/ping").status_code == 200

        def test_over_a_socket(mock_appwrite):
            with pytest.raises(ProductionCall):
                requests.get("https://cloud.appwrite.io/v1/users")
        """,
    )
    result.assert_outcomes(passed=3)


def test_a_call_through_a_proxy_is_refused_as_well(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    result = run_pytest(
        pytester,
        """
        import pytest, requests
        from mockwrite import ProductionCall

        def test_it(mock_appwrite):
            with pytest.raises(ProductionCall):
                requests.get("https://cloud.appwrite.io/v1/users")
        """,
    )
    result.assert_outcomes(passed=1)


def test_the_report_names_a_refused_call_that_the_application_swallowed(pytester: pytest.Pytester) -> None:
    result = run_pytest(
        pytester,
        """
        import contextlib, requests

        def test_it(mock_appwrite):
            with contextlib.suppress(Exception):
                requests.get("https://cloud.appwrite.io/v1/users")
            mock_appwrite.outbox.one()
        """,
    )
    result.stdout.fnmatch_lines(["*a call to cloud.appwrite.io was refused before it left"])


@pytest.mark.parametrize("ini", ["", "mockwrite_block_cloud = false"], ids=["no fixture", "switched off"])
def test_nothing_is_refused_without_the_fixture_or_when_switched_off(pytester: pytest.Pytester, ini: str) -> None:
    result = run_pytest(
        pytester,
        f"""
        import socket

        def test_it({"mock_appwrite" if ini else ""}):
            assert socket.getaddrinfo.__module__ == "socket"

        def test_after():
            assert socket.getaddrinfo.__module__ == "socket"
        """,
        ini=ini,
        # The session of this process may have a host in process, which looks at what other clients call.
        own_process=True,
    )
    result.assert_outcomes(passed=2)


def test_what_is_no_name_of_a_host_ends_the_run_with_one_line(pytester: pytest.Pytester) -> None:
    result = run_pytest(pytester, "def test_it(): pass", ini='mockwrite_hosts = ["https://appwrite.shop.test/v1"]')
    result.stderr.fnmatch_lines(["*mockwrite_hosts: a host is a name such as*got 'https://appwrite.shop.test/v1'"])


def test_a_resolver_that_a_test_put_in_place_itself_is_guarded_too_and_gone_after_the_test(
    pytester: pytest.Pytester,
) -> None:
    result = run_pytest(
        pytester,
        """
        import socket
        import mockwrite
        import pytest

        REAL = socket.getaddrinfo

        @pytest.fixture
        def resolver(monkeypatch):
            monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest: [host])

        def test_first(mock_appwrite):
            pass

        @pytest.mark.parametrize("turn", range(2))
        def test_it(resolver, mock_appwrite, turn):
            assert socket.getaddrinfo("shop.test", 443) == ["shop.test"]
            with pytest.raises(mockwrite.ProductionCall):
                socket.getaddrinfo("cloud.appwrite.io", 443)

        def test_after(mock_appwrite):
            assert socket.getaddrinfo("127.0.0.1", 80) == REAL("127.0.0.1", 80)
            with pytest.raises(mockwrite.ProductionCall):
                socket.getaddrinfo("cloud.appwrite.io", 443)
        """,
    )
    result.assert_outcomes(passed=4)
