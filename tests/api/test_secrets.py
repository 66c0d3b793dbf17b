"""No credential shows up where people look who should not have it: the server's log, and error messages."""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from typing import Any

import pytest

from mockwrite.server.mock_server import MockServer


def call(endpoint: str, method: str, path: str, body: object = None, **headers: str) -> Any:
    """Call over a real socket and return the parsed answer, an error too."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{endpoint}{path}", data, {"Content-Type": "application/json", **sent}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            content = response.read()
    except urllib.error.HTTPError as error:
        with error:
            content = error.read()
    return json.loads(content) if content else None


def test_the_log_and_the_errors_hold_no_credential(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    errors = []
    with MockServer() as server, server.project() as mock:
        mock.given.user(id="ada", email="ada@example.com", password="correct horse")
        session = mock.given.session("ada").secret
        narrow, expired = mock.key(scopes=["locale.read"]), mock.key(expire="2020-01-01T00:00:00+00:00")
        unknown = "standard_0123456789abcdef"
        project = {"X_Appwrite_Project": mock.project_id}

        def send(method: str, path: str, body: object = None, **headers: str) -> Any:
            answered = call(server.endpoint, method, path, body, **project, **headers)
            if isinstance(answered, dict) and "type" in answered:
                errors.append(answered["message"])
            return answered

        jwt = send("POST", "/users/ada/jwts", {}, X_Appwrite_Key=mock.api_key)["jwt"]
        token = send("POST", "/users/ada/tokens", {}, X_Appwrite_Key=mock.api_key)["secret"]
        head, claims, signature = jwt.split(".")
        forged = f"{head}.{claims}.{signature[::-1]}"
        secrets = [session, jwt, token, forged, mock.api_key, narrow, expired, unknown, "correct horse", "wrong horse"]

        for key in (narrow, expired, unknown):
            send("GET", "/messaging/topics", X_Appwrite_Key=key)
            send("GET", "/nowhere", X_Appwrite_Key=key)
        send("GET", "/account", X_Appwrite_JWT=forged)
        send("GET", f"/account?jwt={jwt}")
        send("GET", "/messaging/topics", X_Appwrite_Session=session)
        send("GET", "/messaging/topics", X_Appwrite_JWT=jwt)
        send("GET", "/account", X_Appwrite_JWT=jwt, X_Appwrite_Session=session)
        send("POST", "/account/sessions/email", {"email": "ada@example.com", "password": "wrong horse"})
        send("POST", "/account/sessions/email", {"email": "nope", "password": "correct horse"})
        send("POST", "/account/sessions/token", {"userId": "bob", "secret": token})
        send("POST", "/users", {"userId": "_x", "password": "correct horse"}, X_Appwrite_Key=mock.api_key)
        call(server.endpoint, "GET", f"/users?jwt={jwt}", X_Appwrite_Project="nowhere", X_Appwrite_Key=mock.api_key)
        strays = server.instance.strays

    assert len(errors) == 15
    printed = "".join(capfd.readouterr())
    said = "\n".join([caplog.text, printed, *errors, *strays])
    assert [secret for secret in secrets if secret in said] == []
