"""The certificate that https is served with, looked at before anything starts."""

from __future__ import annotations

from pathlib import Path

from ..settings import Settings, SettingsError
from ..system.errors import reason_of


def check_certificate(settings: Settings) -> None:
    """Raise SettingsError when the settings name a certificate that cannot be used."""
    if settings.tls_cert is None or settings.tls_key is None:
        return
    import ssl  # loads OpenSSL, which only https needs

    for name, path in (("tls_cert", settings.tls_cert), ("tls_key", settings.tls_key)):
        try:
            # OpenSSL does not say which of the two files is missing.
            Path(path).read_bytes()
        except OSError as error:
            raise SettingsError(f"{name}: {reason_of(error)}") from None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key, password="")
    except ssl.SSLError as error:
        raise SettingsError(
            f"tls_cert {settings.tls_cert} and tls_key {settings.tls_key} are no certificate and the private key that belongs"
            f" to it, as PEM files ({error.reason or 'not PEM'}); `mkcert localhost` makes such a pair"
        ) from None
