"""Header values as the mailer of the adapters (PHPMailer 6.9.1) writes them: which words are encoded, how, and where they break.

Every length is in bytes, as there. An encoded value comes with CRLF and a space between its lines.
"""

from __future__ import annotations

import re
from base64 import b64encode

from ...php.texts import is_empty, trim

# The longest line it writes, and the longest where it only puts a mail together for somebody else (SES).
LONGEST_LINE, LONGEST_LINE_ELSEWHERE = 998, 63
_HIGH = re.compile(rb"[\x80-\xff]")
# What must be encoded in a text, and in a phrase (the name before an address).
_UNFIT = {
    "text": re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]"),
    "phrase": re.compile(rb"[^\x20\x21\x23-\x5b\x5d-\x7e]"),
}
# What Q encoding writes as a figure.
_Q = {
    "text": re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f=?_\x7f-\xff]"),
    "phrase": re.compile(rb"[^A-Za-z0-9!*+/ -]"),
}
_ATOM = re.compile(rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_ESCAPED = re.compile(rb'[\x00-\x1f\x7f\\"]')
_NAMED_ESCAPES = {7: b"\\a", 8: b"\\b", 9: b"\\t", 10: b"\\n", 11: b"\\v", 12: b"\\f", 13: b"\\r"}
_QUOTED = re.compile(r'[ ()<>@,;:"/\[\]?=]')
# An encoded word holds at most 75 characters; what stands around the content of one in UTF-8 with base64 takes 12.
_BASE64_WORD = 75 - 12


def one_line(text: str) -> str:
    """Drop line ends, which would end the header, and white space at both ends."""
    return trim(text.replace("\r", "").replace("\n", ""))


def address(name: str, mail: str) -> str:
    """Write `Name <address>` for a header over SMTP; the bare address without a name."""
    return address_within(name, mail, LONGEST_LINE)


def address_within(name: str, mail: str, longest: int) -> str:
    """Write `Name <address>`; the bare address without a name, for which the mailer also takes the text "0"."""
    name, mail = one_line(name), one_line(mail)
    return mail if is_empty(name) else f"{encoded(name, longest, position='phrase')} <{mail}>"


def quoted(value: str) -> str:
    """Put a parameter (a file name) into quotes where its characters ask for it."""
    return '"' + value.replace('"', '\\"') + '"' if _QUOTED.search(value) else value


def encoded(text: str, longest: int = LONGEST_LINE, *, position: str = "text") -> str:
    """Encode a header value where it must be: base64 when more than a third of it is not plain ASCII, else Q encoding.

    `position` is `text`, or `phrase` for the name of an address, which is put into quotes where it needs them.
    """
    octets = text.encode("utf-8", "replace")
    if position == "phrase" and not _HIGH.search(octets):
        escaped = _ESCAPED.sub(_escape, octets)
        atom = escaped == octets and _ATOM.fullmatch(octets)
        return (escaped if atom else b'"' + escaped + b'"').decode("utf-8")
    unfit = len(_UNFIT[position].findall(octets))
    charset = "UTF-8" if _HIGH.search(octets) else "us-ascii"
    room = longest - 8 - len(charset)
    if unfit > len(octets) / 3:
        method, lines = "B", _base64_words(text, octets, room)
    elif unfit or len(octets) > room:
        method, lines = "Q", _q_words(octets, room, position)
    else:
        return text
    return "\r\n ".join(f"=?{charset}?{method}?{line}?=" for line in lines)


def _escape(found: re.Match[bytes]) -> bytes:
    byte = found[0][0]
    return _NAMED_ESCAPES.get(byte) or (b"\\" + found[0] if byte in b'\\"' else b"\\%03o" % byte)


def _base64_words(text: str, octets: bytes, room: int) -> list[str]:
    if len(octets) == len(text):
        content = b64encode(octets).decode()
        room -= room % 4
        return [content[start : start + room] for start in range(0, len(content), room)]
    # As many characters as fit on average, and fewer where these take more: a word never cuts a character.
    average = int(_BASE64_WORD * len(text) / len(octets) * 0.75)
    words: list[str] = []
    place = 0
    while place < len(text):
        taken = average
        word = b64encode(text[place : place + taken].encode("utf-8", "replace"))
        while len(word) > _BASE64_WORD:
            taken -= 1
            word = b64encode(text[place : place + taken].encode("utf-8", "replace"))
        words.append(word.decode())
        place += taken
    return words


def _q_words(octets: bytes, room: int, position: str) -> list[str]:
    rest = _Q[position].sub(lambda found: b"=%02X" % found[0][0], octets).replace(b" ", b"_").decode("ascii")
    if len(rest) <= room:
        return [rest]
    words: list[str] = []
    while rest:
        # The last one is looked at too: where it is just as long as it may be, its last character goes into a word of its own.
        cut = _character_end(rest, room)
        words.append(rest[:cut])
        rest = rest[cut:]
    return words


def _character_end(text: str, room: int) -> int:
    """Return where a Q-encoded text can be cut so that no character is cut: at most at `room`."""
    back = 3
    while True:
        start = room - back
        found = text[max(0, start) : start + back].find("=")
        if found < 0:
            return room
        byte = int(text[start + found + 1 : start + found + 3], 16)
        if byte < 0x80:
            # One that stands at the very start of what was looked at fits as a whole.
            return room - (back - found if found else 0)
        if byte >= 0xC0:
            return room - (back - found)
        back += 3
