"""A project's own config: `appwrite.config.json`, and the older `appwrite.json`, make what they deploy."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockwrite import MockAppwrite, MockServer
from mockwrite.cli import main
from tests.plugin.pytest_runs import run_pytest

NEW: dict[str, Any] = {
    "projectId": "shop",
    "projectName": "Shop",
    "endpoint": "https://cloud.appwrite.io/v1",
    "settings": {"services": {"account": True}},
    "functions": [{"$id": "send"}, {"$id": "bill"}],
    "tablesDB": [{"$id": "main", "name": "Main", "enabled": True}],
    "tables": [
        {
            "$id": "people",
            "$permissions": ['read("any")'],
            "databaseId": "main",
            "name": "People",
            "enabled": True,
            "rowSecurity": False,
            "columns": [
                {"key": "name", "type": "string", "required": True, "array": False, "size": 64, "default": None},
                {
                    "key": "email",
                    "type": "string",
                    "format": "email",
                    "required": False,
                    "array": False,
                    "default": None,
                },
                {"key": "plan", "type": "string", "format": "enum", "elements": ["free", "paid"], "required": True},
                {"key": "age", "type": "integer", "required": False, "min": 0, "max": 150, "default": 18},
                {"key": "score", "type": "double", "required": False, "array": False},
                {"key": "seen", "type": "datetime", "required": False},
                {"key": "owner", "type": "relationship", "relatedTable": "people", "relationType": "oneToOne"},
            ],
            "indexes": [{"key": "by_name", "type": "key", "columns": ["name"], "orders": ["ASC"]}],
        }
    ],
    "buckets": [
        {
            "$id": "files",
            "name": "Files",
            "$permissions": ['read("any")'],
            "fileSecurity": True,
            "maximumFileSize": 1000,
        }
    ],
    "teams": [{"$id": "staff", "name": "Staff"}],
    "topics": [{"$id": "news", "name": "News", "subscribe": ["users"]}],
}
OLD: dict[str, Any] = {
    "projectId": "shop",
    "databases": [{"$id": "main", "name": "Main"}],
    "collections": [
        {
            "$id": "people",
            "$permissions": ['create("users")'],
            "databaseId": "main",
            "name": "People",
            "documentSecurity": True,
            "attributes": [{"key": "name", "type": "string", "required": True, "size": 64}],
            "indexes": [{"key": "by_name", "type": "unique", "status": "available", "attributes": ["name"]}],
        }
    ],
}


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Writes a config and returns its path."""

    def written(document: Any, name: str = "appwrite.config.json") -> str:
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return str(path)

    return written


def get(mock: MockAppwrite, path: str) -> dict[str, Any]:
    """Read something of the project."""
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    answer = httpx.get(mock.endpoint + path, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_tables_columns_indexes_buckets_teams_and_topics_are_there(write: Any) -> None:
    with MockServer(config=write(NEW)) as server, server.project() as mock:
        table = get(mock, "/tablesdb/main/tables/people")
        assert (table["name"], table["$permissions"], table["rowSecurity"]) == ("People", ['read("any")'], False)
        columns = {column["key"]: column for column in table["columns"]}
        assert list(columns) == ["name", "email", "plan", "age", "score", "seen"]
        assert (columns["email"]["format"], columns["plan"]["elements"]) == ("email", ["free", "paid"])
        assert (columns["age"]["max"], columns["age"]["default"], columns["score"]["type"]) == (150, 18, "double")
        assert [index["key"] for index in table["indexes"]] == ["by_name"]
        assert get(mock, "/storage/buckets/files")["maximumFileSize"] == 1000
        assert get(mock, "/teams/staff")["name"] == "Staff"
        assert get(mock, "/messaging/topics/news")["subscribe"] == ["users"]
        assert server.skipped == ["functions (2)", "tables[0].columns[6] (a relationship)"]


def test_the_older_file_makes_collections(write: Any) -> None:
    with MockServer(config=write(OLD, "appwrite.json")) as server, server.project() as mock:
        found = get(mock, "/databases/main/collections/people")
        assert (found["documentSecurity"], found["$permissions"]) == (True, ['create("users")'])
        assert [attribute["key"] for attribute in found["attributes"]] == ["name"]
        assert [index["type"] for index in found["indexes"]] == ["unique"]


def test_every_project_of_a_server_has_it_and_it_leaves_no_trace(write: Any) -> None:
    with MockServer(config=write(NEW)) as server, server.project() as one, server.project() as other:
        assert [len(mock.project.topics) for mock in (one, other)] == [1, 1]
        assert len(one.journal) == 0
        assert list(one.project.keys) == []


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ('{"projectId": ', "no JSON in line 1, column 15"),
        ("[]", "the config is expected to be an object, got list"),
        ({"projectId": 1}, "projectId is expected to be a text, got 1"),
        ({"tables": {}}, "tables is expected to be a list, got dict"),
        ({"tables": [{"columns": 1}]}, "tables[0].columns is expected to be a list, got int"),
        ({"topics": ["news"]}, "topics[0] is expected to be an object, got str"),
        ({"topics": [{"$id": "news"}]}, "topics[0] (news): general_argument_invalid"),
        (
            {**NEW, "tables": [{**NEW["tables"][0], "columns": [{"key": "a", "type": "integr", "required": True}]}]},
            "tables[0].columns[0] (a): general_route_not_found",
        ),
        ("\ud83d".encode("utf-8", "surrogatepass").decode("latin-1") * 2, "no JSON"),
    ],
    ids=[
        "no JSON",
        "a list",
        "a number",
        "an object",
        "columns",
        "a text",
        "no name",
        "no type",
        "bytes",
    ],
)
def test_a_wrong_file_ends_the_start_with_its_place(
    write: Any, document: Any, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(document)
    assert main(["serve", "--port", "0", "--config", path]) == 2
    error = capsys.readouterr().err
    assert f"--config: {path}: {text}" in error
    assert "Traceback" not in error


def test_serve_takes_the_id_of_the_config_and_names_what_it_leaves_out(write: Any) -> None:
    command = [sys.executable, "-m", "mockwrite", "serve", "--port", "0", "--config", write(NEW)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        process.send_signal(signal.SIGTERM)
        text = "".join(lines)
    assert "project   shop" in text
    assert "left out, since it is not emulated: functions (2), tables[0].columns[6] (a relationship)" in text


def test_the_fixture_takes_a_config(pytester: pytest.Pytester) -> None:
    pytester.makefile(".config.json", appwrite=json.dumps(NEW))
    result = run_pytest(
        pytester,
        """
        def test_it(mock_appwrite):
            assert mock_appwrite.project.topics.get("news").name == "News"
        """,
        ini='mockwrite_config = "appwrite.config.json"',
    )
    result.assert_outcomes(passed=1)


def test_a_wrong_config_of_the_fixture_ends_the_run_with_one_line(pytester: pytest.Pytester) -> None:
    pytester.makefile(".config.json", appwrite='{"teams": 1}')
    result = run_pytest(pytester, "def test_it(): pass", ini='mockwrite_config = "appwrite.config.json"')
    result.stderr.fnmatch_lines(["*mockwrite_config: appwrite.config.json: teams is expected to be a list, got int"])


def test_a_state_replaces_what_the_config_made(write: Any) -> None:
    with MockServer(config=write(NEW), with_providers=True) as server, server.project() as mock:
        control = f"{server.url}/_mockwrite/state?project={mock.project_id}"
        state = httpx.get(control).json()
        assert "version" in state, state
        assert httpx.put(control, json=state).status_code == 200
        assert httpx.get(control).json()["topics"] == state["topics"]
