"""Text functions of PHP that show in what is sent: `strip_tags`, `quoted_printable_encode`, `trim`; and what it takes for none."""

from __future__ import annotations

SPACES = " \n\r\t\v\0"
_ISSPACE = frozenset(" \t\n\r\v\f")
_QP_LINE = 75


def is_empty(text: str | None) -> bool:
    """Tell whether PHP takes a text for none: the empty one and "0"."""
    return text in ("", "0", None)


def trim(text: str) -> str:
    """Remove white space (and NUL, but no form feed) from both ends."""
    return text.strip(SPACES)


class _Tags:
    """What `strip_tags` remembers while it reads: inside what it is, an open quote, and how deep `<` is nested."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.inside = "text"
        self.quote = ""
        self.depth = 0
        self.brackets = 0
        self.last = ""
        self.is_xml = False

    def before(self, place: int, length: int) -> str:
        """Return the characters right before a place; fewer at the start."""
        return self.text[max(0, place - length) : place]


def strip_tags(text: str) -> str:
    """Remove tags, comments and processing instructions as PHP does, which reads characters and knows no HTML.

    A `<` before white space is text; quotes in a tag hide its end; what is not closed takes the rest of the text with it.
    """
    state = _Tags(text)
    kept: list[str] = []
    for place, character in enumerate(text):
        if character == "\0":
            continue
        if state.inside == "text":
            if character == "<":
                if text[place + 1 : place + 2] in _ISSPACE and place + 1 < len(text):
                    kept.append(character)
                else:
                    state.inside, state.last = "tag", character
            elif character == ">":
                if state.depth:
                    state.depth -= 1
                else:
                    kept.append(character)
            else:
                kept.append(character)
        else:
            _INSIDE[state.inside](state, place, character)
    return "".join(kept)


def _leaves(state: _Tags) -> bool:
    """Tell whether a `>` is none of a nested `<` or a quoted text."""
    if state.depth:
        state.depth -= 1
        return False
    return not state.quote


def _toggle_quote(state: _Tags, character: str) -> None:
    if not state.quote or state.quote == character:
        state.quote = "" if state.quote else character


def _end(state: _Tags) -> None:
    state.inside, state.quote = "text", ""


def _in_tag(state: _Tags, place: int, character: str) -> None:
    before = state.before(place, 1)
    if character == "<":
        if not state.quote and state.text[place + 1 : place + 2] not in _ISSPACE:
            state.depth += 1
    elif character == ">":
        if not _leaves(state):
            return
        state.last = character
        if not (state.is_xml and before == "-"):
            _end(state)
            # Only here is forgotten that it was XML.
            state.is_xml = False
    elif character in "\"'":
        _toggle_quote(state, character)
    elif character == "!" and before == "<":
        state.inside, state.last = "declaration", character
    elif character == "?" and before == "<":
        state.inside, state.brackets = "instruction", 0


def _in_instruction(state: _Tags, place: int, character: str) -> None:
    if character in "()" and state.last not in ("'", '"'):
        state.last = character
        state.brackets += 1 if character == "(" else -1
    elif character == ">":
        if _leaves(state) and not state.brackets and state.last != '"' and state.before(place, 1) == "?":
            _end(state)
    elif character in "\"'" and state.before(place, 1) != "\\":
        if state.last == character:
            state.last = ""
        elif state.last != "\\":
            state.last = character
        _toggle_quote(state, character)
    # At the very start of a text it is not seen.
    elif character in "lL" and place > 4 and state.before(place, 4).lower() == "<?xm":
        state.inside, state.is_xml = "tag", True


def _in_declaration(state: _Tags, place: int, character: str) -> None:
    if character == ">":
        if _leaves(state):
            _end(state)
    elif character in "\"'" and state.before(place, 1) != "\\":
        _toggle_quote(state, character)
    elif character == "-" and state.before(place, 2) == "!-":
        state.inside = "comment"
    elif character in "eE" and state.before(place, 8).lower() == "<!doctyp":
        state.inside = "tag"


def _in_comment(state: _Tags, place: int, character: str) -> None:
    if character == ">" and not state.quote and state.before(place, 2) == "--":
        _end(state)


_INSIDE = {
    "tag": _in_tag,
    "instruction": _in_instruction,
    "declaration": _in_declaration,
    "comment": _in_comment,
}


def quoted_printable(content: bytes) -> bytes:
    """Encode as PHP's `quoted_printable_encode`: lines of at most 76, and a bare line feed is no line end to it."""
    lines = bytearray()
    width = 0
    length = len(content)
    place = 0
    while place < length:
        byte = content[place]
        following = content[place + 1] if place + 1 < length else 0
        place += 1
        if byte == 0x0D and following == 0x0A:
            lines += b"\r\n"
            width = 0
            place += 1
            continue
        if byte < 0x20 or byte >= 0x7F or byte == 0x3D or (byte == 0x20 and following == 0x0D):
            width += 3
            # The first byte of a character also asks for room for the others.
            room = 3 if 0x7F < byte <= 0xDF else 6 if 0xDF < byte <= 0xEF else 9 if 0xEF < byte <= 0xF4 else 0
            if (byte <= 0x7F and width > _QP_LINE) or (room and width + room > _QP_LINE):
                width = 3
                lines += b"=\r\n"
            lines += b"=%02X" % byte
        else:
            width += 1
            if width > _QP_LINE:
                width = 1
                lines += b"=\r\n"
            lines.append(byte)
    return bytes(lines)
