"""Which recordings the project holds, and which of them were made in one go on one project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "recordings"
VERSIONS = ("1.6.2", "1.8.1", "1.9.6")
# The order in which the first group was recorded, on one project: each file needs the state that those before it left.
SHARED = (
    "00-preamble", "01-providers", "02-users-targets", "03-topics-subscribers", "04-messages", "05-queries", "06-scopes",
    "08-response-format", "10-logs", "07-param-fuzz", "11-attachments",
)  # fmt: skip
_NEWEST = VERSIONS[-1:]
# Two passwords of this one take seconds to hash.
SLOW = "21-ids-and-hashes"
# These have a fresh project each; with the releases that were recorded.
ALONE: dict[str, tuple[str, ...]] = {
    "09-lifecycle": VERSIONS,
    "12-storage": VERSIONS,
    "13-account": VERSIONS,
    "14-roles": VERSIONS,
    "15-databases": _NEWEST,
    "16-tablesdb": _NEWEST,
    "17-account-mails": _NEWEST,
    "18-credentials": _NEWEST,
    "19-order-and-nulls": _NEWEST,
    "20-origins": _NEWEST,
    "21-ids-and-hashes": _NEWEST,
    "22-letter-case": _NEWEST,
    "23-zero-and-null": _NEWEST,
    "24-operators": _NEWEST,
    "25-limits": _NEWEST,
}


@dataclass(frozen=True, slots=True)
class Recording:
    """One file: the release that answered, the part of the name after it, and where it is."""

    version: str
    name: str
    path: Path


def names_of(version: str) -> list[str]:
    """Return the names of a release's recordings in the order in which they are played."""
    return [*SHARED, *(name for name, releases in ALONE.items() if version in releases)]


def find_recording(version: str, name: str) -> Recording:
    """Return a recording of the project. Raises LookupError with the names that exist."""
    if version not in VERSIONS or name not in names_of(version):
        raise LookupError(
            f"there is no recording {version}-{name}; releases are {', '.join(VERSIONS)}, files are {', '.join((*SHARED, *ALONE))}"
        )
    return Recording(version, name, FOLDER / f"{version}-{name}.jsonl.xz")


def runs(version: str) -> list[list[Recording]]:
    """Return the recordings of a release in groups; the files of a group are played in order in one project."""
    found = [find_recording(version, name) for name in names_of(version)]
    return [found[: len(SHARED)], *([recording] for recording in found[len(SHARED) :])]


def recording_of(path: Path, version: str | None = None) -> Recording:
    """Take a file that is not in the project; the release is given, or stands in front of its name.

    Raises LookupError when neither says which release answered.
    """
    stem = path.name.removesuffix(".xz").removesuffix(".jsonl")
    first, _, rest = stem.partition("-")
    named = first if first.count(".") == 2 and first.replace(".", "").isdecimal() else None
    chosen = version or named
    if chosen is None:
        raise LookupError(
            f"{path}: say with --version which release answered; a name such as 1.9.6-{stem}.jsonl says it too"
        )
    return Recording(chosen, rest if named else stem, path)
