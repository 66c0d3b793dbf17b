"""Counters for Prometheus, and https for clients that insist on it."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx
import pytest
import trustme

from mockwrite import MockServer
from mockwrite.settings import Settings, SettingsError


def test_metrics_count_calls_deliveries_and_messages() -> None:
    with MockServer() as server, server.project("shop") as mock:
        mock.given.provider("twilio")
        mock.given.message("sms", users=[mock.given.user(phone="+12025550101")])
        headers = {"X-Appwrite-Project": "shop", "X-Appwrite-Key": mock.api_key}
        mail = {"messageId": "lost", "subject": "S", "content": "C", "users": ["nobody"]}
        httpx.post(f"{mock.endpoint}/messaging/messages/email", headers=headers, json=mail)
        answer = httpx.get(f"{server.url}/_mockwrite/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert "# TYPE mockwrite_deliveries_total counter" in lines
    assert 'mockwrite_deliveries_total{project="shop"} 1' in lines
    assert 'mockwrite_deliveries{project="shop",channel="sms",status="sent"} 1' in lines
    assert 'mockwrite_messages{project="shop",status="failed"} 1' in lines
    assert 'mockwrite_calls_total{project="shop"} 1' in lines
    assert 'mockwrite_bugs{project="shop"} 0' in lines
    assert "mockwrite_projects 1" in lines


def test_a_server_with_a_certificate_speaks_https(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.private_key_pem.write_to_path(str(key))
    for part in certificate.cert_chain_pems:
        part.write_to_path(str(cert), append=True)
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with MockServer(tls_cert=str(cert), tls_key=str(key)) as server, server.project() as mock:
        assert mock.endpoint.startswith("https://127.0.0.1:")
        headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
        assert httpx.get(f"{mock.endpoint}/users", headers=headers, verify=context).json()["total"] == 0


def test_a_certificate_needs_its_key() -> None:
    with pytest.raises(SettingsError, match="tls_cert and tls_key go together"):
        Settings(tls_cert="cert.pem")
