"""What the operating system refuses, in words for a person: `[Errno 2]` tells nobody what to do."""

from __future__ import annotations

import errno
import os
import socket

_REASONS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EISDIR: "this is a folder, a file is expected",
    errno.ENOTDIR: "a part of this path is a file, not a folder",
    errno.EACCES: "you may not read or write it; look at its permissions",
    errno.EPERM: "you may not read or write it; look at its permissions",
    errno.EROFS: "it is on a disk that is read-only",
    errno.ENOSPC: "the disk is full",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ECONNREFUSED: "nothing listens there",
    errno.ECONNRESET: "the connection was closed without an answer",
    errno.EADDRNOTAVAIL: "it is no address of this machine",
    errno.EHOSTUNREACH: "no way leads there from this machine",
    errno.ENETUNREACH: "no way leads there from this machine",
    errno.ETIMEDOUT: "nothing answers there in time",
    socket.EAI_NONAME: "there is no host of this name",
}
# Where an error of TLS says more than its number.
_TLS_REASONS = {
    "WRONG_VERSION_NUMBER": "what listens there does not speak TLS; write http:// in place of https://",
    "RECORD_LAYER_FAILURE": "what listens there does not speak TLS; write http:// in place of https://",
    "CERTIFICATE_VERIFY_FAILED": "its certificate is not trusted here; name the one to trust in SSL_CERT_FILE",
}


def reason_of(error: Exception, about: str | None = None) -> str:
    """Say in a phrase what went wrong, with the file that it is about, if any: `shop.json: there is no such file or folder`.

    An error that happens to an open file names none: `about` does. What urllib has wrapped is unwrapped, and what is no OSError has a text of its own.
    """
    wrapped = getattr(error, "reason", None)
    if isinstance(wrapped, OSError):
        return reason_of(wrapped)
    if not isinstance(error, OSError):
        return str(error)
    reason = _TLS_REASONS.get(str(wrapped)) or _REASONS.get(error.errno or 0) or error.strerror
    # What mockwrite raises itself says everything in its text.
    if reason is None:
        return str(error) or type(error).__name__
    name = about if error.filename is None else os.fsdecode(error.filename)
    if name is None:
        return reason
    folder = os.path.dirname(name)
    if error.errno == errno.ENOENT and folder and not os.path.isdir(folder):
        reason = f"there is no folder {folder}"
    return f"{name}: {reason}"
