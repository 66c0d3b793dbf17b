"""Play recordings line by line and say where our answers differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from mockwrite.api.http import Request, Response
from tests.conformance.archive import Recording
from tests.conformance.caveats import Caveat, find_caveat
from tests.conformance.comparing import Difference, compare
from tests.conformance.lines import Line, Note, read_recording
from tests.conformance.not_emulated import NotEmulated
from tests.conformance.recorded_project import RecordedProject
from tests.conformance.timing import sent_at


@dataclass(frozen=True, slots=True)
class Finding:
    """A line whose answer differs; `caveat` is the reason when it is a known one."""

    line: Line | Note
    differences: tuple[Difference, ...]
    request: Request | None = None
    response: Response | None = None
    caveat: Caveat | None = None


@dataclass(slots=True)
class Outcome:
    """What came of one file."""

    recording: Recording
    lines: int = 0
    findings: list[Finding] = field(default_factory=list)
    # Lines about what is not emulated, by name: they are not played.
    left_out: int = 0

    @property
    def failed(self) -> list[Finding]:
        """The lines that differ and are no known exception."""
        return [finding for finding in self.findings if finding.caveat is None]

    @property
    def excepted(self) -> list[Finding]:
        """The lines that differ as a caveat of the recordings says."""
        return [finding for finding in self.findings if finding.caveat is not None]


def play(recordings: Iterable[Recording], *, exact: bool = True, limit: int | None = None) -> Iterator[Outcome]:
    """Play recordings in order in one project; `limit` is the most lines of each.

    Raises RecordingError for a line that is no recording.
    """
    mock: RecordedProject | None = None
    for recording in recordings:
        if mock is None:
            mock = RecordedProject(recording.version, exact=exact)
        mock.prepare(recording.name)
        yield play_file(mock, recording, limit=limit)


def play_file(mock: RecordedProject, recording: Recording, *, limit: int | None = None) -> Outcome:
    """Play one recording in a project."""
    outcome = Outcome(recording)
    not_emulated = NotEmulated(mock.project)
    lines = list(islice(read_recording(recording.path), limit))
    for line, at in zip(lines, sent_at(lines, mock.project.clock.ms), strict=True):
        if isinstance(line, Note):
            said = mock.observe(line)
            if said is not None:
                outcome.findings.append(Finding(line, (Difference("note", line.note, said),)))
            continue
        if not_emulated.holds(line):
            outcome.left_out += 1
            continue
        outcome.lines += 1
        not_emulated.make_up(line)
        response = mock.play(line, at)
        mock.learn(line, response)
        differences = compare(line, response, mock.names)
        if differences:
            caveat = find_caveat(recording, line)
            outcome.findings.append(Finding(line, tuple(differences), mock.request(line), response, caveat))
    return outcome
