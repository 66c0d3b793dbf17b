"""Play recordings against mockwrite: `python -m tests.conformance [FILES…]`, from the root of the project.

Without files, those of the project are played; the files of one release share a project where they were recorded so.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.conformance.archive import VERSIONS, Recording, recording_of, runs
from tests.conformance.lines import RecordingError
from tests.conformance.play import Outcome, play
from tests.conformance.report import describe, summary


def main(arguments: list[str] | None = None) -> int:
    """Play, print a table and the first differences; return 1 when a line differs, 2 when a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="recordings (.jsonl or .jsonl.xz) to play in this order in one project"
    )
    parser.add_argument(
        "--version", help="the release that answered; of the project's recordings, those of this release"
    )
    parser.add_argument("--mode", choices=("exact", "default"), default="exact", help="how mockwrite answers")
    parser.add_argument("--limit", type=int, help="the most lines of each file")
    parser.add_argument(
        "--only", help="of the project's recordings, those up to and including the file with this number"
    )
    parser.add_argument("--show", type=int, default=5, help="how many differences to print for each file")
    chosen = parser.parse_args(arguments)
    started = time.perf_counter()
    outcomes: list[Outcome] = []
    try:
        for group in _groups(chosen.files, chosen.version, chosen.only):
            for outcome in play(group, exact=chosen.mode == "exact", limit=chosen.limit):
                outcomes.append(outcome)
                for finding in outcome.failed[: chosen.show]:
                    print(describe(finding), end="\n\n")
    except (RecordingError, LookupError) as error:
        print(error, file=sys.stderr)
        return 2
    print(summary(outcomes))
    lines = sum(outcome.lines for outcome in outcomes)
    failed = sum(len(outcome.failed) for outcome in outcomes)
    print(f"{lines} lines, {failed} differ, {time.perf_counter() - started:.1f} s")
    return 1 if failed else 0


def _groups(files: list[Path], version: str | None, only: str | None) -> list[list[Recording]]:
    if files:
        return [[recording_of(file, version) for file in files]]
    groups = [group for release in VERSIONS if version in (None, release) for group in runs(release)]
    if not groups:
        raise LookupError(f"there are no recordings of {version}; releases are {', '.join(VERSIONS)}")
    if only is None:
        return groups
    wanted = [group for group in groups if any(recording.name.startswith(only) for recording in group)]
    return [group[: 1 + max(at for at, one in enumerate(group) if one.name.startswith(only))] for group in wanted]


if __name__ == "__main__":
    sys.exit(main())
