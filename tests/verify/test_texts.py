"""Sentences of errors: learnt from a server, kept in a file with placeholders, and answered with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockwrite import MockAppwrite, MockServer
from mockwrite.cli import main
from mockwrite.errors import CATALOGUE
from tests.plugin.pytest_runs import run_pytest


def written(path: Path, texts: Any, version: Any = 1) -> str:
    """Write a file of texts and return its path."""
    path.write_text(json.dumps({"version": version, "texts": texts}), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was learnt from a mockwrite of another release that says everything otherwise."""
    folder = tmp_path_factory.mktemp("texts")
    other: dict[str, Any] = {type: f"Otherwise: {type}" for type in CATALOGUE if type != "general_argument_invalid"}
    other["topic_not_found"] = "No topic called '{topicId}', sorry."
    other["storage_file_not_found"] = "{bucketId} holds no {fileId}."
    path = written(folder / "other.json", other)
    with MockServer(appwrite_version="1.8.1", texts=path) as server, server.project("shop") as mock:
        target = folder / "learnt.json"
        words = ["texts", "--from", server.endpoint, "--project", "shop", "--key", mock.api_key, "--out", str(target)]
        assert main(words) == 0
        yield str(target), json.loads(target.read_text(encoding="utf-8"))


@pytest.fixture
def mock(learnt: tuple[str, dict[str, Any]]) -> Iterator[MockAppwrite]:
    """A project that answers with what was learnt."""
    with MockServer(texts=learnt[0]) as server, server.project() as project:
        yield project


def message(mock: MockAppwrite, path: str, **options: Any) -> str:
    """Return the sentence of a refused call."""
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    method = "POST" if "json" in options else "GET"
    said: str = httpx.request(method, mock.endpoint + path, headers=headers, **options).json()["message"]
    return said


def test_forty_types_and_more_are_learnt_with_their_places(learnt: tuple[str, dict[str, Any]]) -> None:
    document = learnt[1]
    assert document["appwrite"] == "1.8.1"
    assert len(document["texts"]) >= 40
    assert "{topicId}" in json.dumps(document["texts"]["topic_not_found"])
    assert "mw-verify" not in json.dumps(document)


def test_errors_are_answered_with_the_sentences_and_this_calls_values(mock: MockAppwrite) -> None:
    assert message(mock, "/messaging/topics/news") == "No topic called 'news', sorry."
    mock.given.topic(id="news")
    assert (
        message(mock, "/messaging/topics", json={"topicId": "news", "name": "n"}) == "Otherwise: topic_already_exists"
    )


def test_a_sentence_that_was_not_learnt_stays_ours(mock: MockAppwrite) -> None:
    with MockServer() as server, server.project() as plain:
        bodies: list[dict[str, Any]] = [{}, {"topicId": "t", "name": 5}]
        ours = [message(plain, "/messaging/topics", json=body) for body in bodies]
        assert [message(mock, "/messaging/topics", json=body) for body in bodies] == ours


def test_the_name_of_a_wrong_parameter_is_a_place(tmp_path: Path) -> None:
    with MockServer() as server, server.project() as plain:
        ours = message(plain, "/messaging/topics", json={"topicId": "t", "name": 5})
    assert "`name`" in ours
    texts = {"general_argument_invalid": [{"for": ours.replace("`name`", "`{param}`"), "say": "Wrong: {param}!"}]}
    with MockServer(texts=written(tmp_path / "t.json", texts)) as server, server.project() as mock:
        assert message(mock, "/messaging/topics", json={"topicId": "t", "name": 5}) == "Wrong: name!"
        assert message(mock, "/users", json={"userId": "t", "name": 5}) == "Wrong: name!"
        assert "Wrong" not in message(mock, "/messaging/topics", json={"topicId": "_", "name": "n"})


def test_a_project_that_does_not_exist_is_worded_too(tmp_path: Path) -> None:
    path = written(tmp_path / "t.json", {"project_not_found": "Nothing is called {project}."})
    with MockServer(texts=path) as server:
        said = httpx.get(f"{server.endpoint}/users", headers={"X-Appwrite-Project": "nobody"}).json()
        assert said["message"] == "Nothing is called nobody."


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("{", "no JSON in line 1, column 2"),
        ([], 'an object with "texts"'),
        ({"version": 2, "texts": {}}, "version is 1, got 2"),
        (
            {"version": 1, "texts": {"topic_not_fond": "x"}},
            "texts.topic_not_fond: there is no such error type; did you mean",
        ),
        ({"version": 1, "texts": {"topic_not_found": 1}}, "texts.topic_not_found is expected to be a text"),
        (
            {"version": 1, "texts": {"topic_not_found": "No {topicid}"}},
            "texts.topic_not_found: no call has a parameter 'topicid'; did you mean topicId",
        ),
        (
            {"version": 1, "texts": {"user_not_found": [{"for": "a", "say": "b"}, {"for": "a", "say": "{nothing}"}]}},
            "texts.user_not_found[1].say: no call has a parameter 'nothing'",
        ),
    ],
    ids=["no JSON", "a list", "another version", "a type", "a number", "a place", "a place in a list"],
)
def test_a_wrong_file_is_refused_with_its_place(
    tmp_path: Path, document: Any, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    assert main(["serve", "--port", "0", "--texts", str(path)]) == 2
    assert text in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["server", "key", "folder"])
def test_what_cannot_work_is_one_clear_line(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with MockServer() as server, server.project("shop") as mock:
        url = "http://127.0.0.1:1/v1" if wrong == "server" else server.endpoint
        key = "nonsense" if wrong == "key" else mock.api_key
        out = str(tmp_path / ("none/t.json" if wrong == "folder" else "t.json"))
        assert main(["texts", "--from", url, "--project", "shop", "--key", key, "--out", out]) in (1, 2)
    printed = capsys.readouterr().err
    expected = {
        "server": r"http://127\.0\.0\.1:1 does not answer",
        "key": r"refuses the key for the project 'shop': 401 user_unauthorized",
        "folder": r"the file cannot be written",
    }
    assert re.search(expected[wrong], printed)
    assert printed.count("\n") == 1


def test_another_machine_is_only_asked_with_yes(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["texts", "--from", "https://appwrite.example.com/v1", "--project", "p", "--key", "k"]
    assert main(words) == 2
    assert "is not this machine. texts creates" in capsys.readouterr().err


def test_the_fixture_takes_a_file_of_texts(pytester: pytest.Pytester) -> None:
    pytester.makefile(".json", texts=json.dumps({"version": 1, "texts": {"topic_not_found": "No {topicId}"}}))
    result = run_pytest(
        pytester,
        """
        import httpx

        def test_it(mock_appwrite):
            headers = {"X-Appwrite-Project": mock_appwrite.project_id, "X-Appwrite-Key": mock_appwrite.api_key}
            assert httpx.get(mock_appwrite.endpoint + "/messaging/topics/a", headers=headers).json()["message"] == "No a"
        """,
        ini='mockwrite_texts = "texts.json"',
    )
    result.assert_outcomes(passed=1)
