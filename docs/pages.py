"""What the site needs beside the pages of `docs/`: the documents that stand elsewhere in the repository, and links that hold there too.

MkDocs calls it (`hooks` in mkdocs.yml). The first page of the site is the README.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
# What stands elsewhere, and as which file the site has it.
ELSEWHERE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "js/README.md": "javascript.md",
    "mockwrite/seed.schema.json": "seed.schema.json",
    "tests/conformance/README.md": "conformance.md",
}
_SOURCES = {site: source for source, site in ELSEWHERE.items()}
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what stands elsewhere."""
    for source, site in ELSEWHERE.items():
        files.append(File.generated(config, site, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Turn links between files of the repository into links between pages of the site."""
    site = page.file.src_uri
    source = _SOURCES.get(site, f"docs/{site}")
    if site.startswith("contract/"):
        # What a user looks for is said elsewhere; who looks for the server's own behaviour finds it further down.
        page.meta["search"] = {"boost": 0.2}

    def led(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1]))
        if (ROOT / target).is_dir():
            target += "/README.md"
        place = ELSEWHERE.get(target, target.removeprefix("docs/"))
        return f"]({posixpath.relpath(place, posixpath.dirname(site) or '.')}{match[2] or ''})"

    return _LINK.sub(led, markdown)
