"""The HTML of an e-mail as the page shows it: nothing in it opens a connection. Pure.

The policy of the answer refuses what would be loaded, but browsers open a connection for a frame, or for a hint such as
`preconnect`, before they ask it.
"""

from __future__ import annotations

import re

# A tag begins with these letters or is another one, however the rest of the document is broken.
_HINTS = re.compile(r"<(?:base|embed|frame|link|meta)(?=[\s/>]|$)", re.IGNORECASE)
_FRAMES = re.compile(r"<(/?)(?:applet|fencedframe|iframe|object|portal|script)(?=[\s/>]|$)", re.IGNORECASE)


def without_network(html: str) -> str:
    """Return HTML without elements that open a connection by themselves.

    Those with content become a `template`, which is not shown; the others a `basefont`, which may stand in the same places and
    does nothing.
    """
    return _FRAMES.sub(r"<\1template", _HINTS.sub("<basefont", html))
