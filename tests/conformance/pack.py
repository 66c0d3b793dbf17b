"""Pack recordings for the project: `python -m tests.conformance.pack FOLDER [recordings|captures]`.

FOLDER holds the plain recordings (`VERSION-NN-name.jsonl`, and `VERSION-params.jsonl` with the route tables), or the captures of
what providers received (`VERSION-requests.jsonl`, `VERSION-answers.jsonl`). Each is compressed on its own with xz, with filter settings that suit text (about a quarter smaller than `xz -9e`); nothing is left
out, and the bytes depend on the content only.
"""

from __future__ import annotations

import lzma
import sys
from pathlib import Path

from tests.conformance.archive import FOLDER

LIMIT = 1_000_000
# Text has no alignment (no position bits) but long contexts (more literal bits), and repeats far back.
FILTERS = [
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0, "dict_size": 16 << 20}
]


def pack(source: Path, target: Path = FOLDER) -> dict[str, int]:
    """Pack every recording of a folder; return the packed sizes in bytes by file name.

    Raises ValueError when there is none, or when all together are too large for the project.
    """
    target.mkdir(exist_ok=True)
    sizes: dict[str, int] = {}
    for file in sorted(source.glob("*.jsonl")):
        packed = lzma.compress(file.read_bytes(), check=lzma.CHECK_CRC32, filters=FILTERS)
        (target / f"{file.name}.xz").write_bytes(packed)
        sizes[f"{file.name}.xz"] = len(packed)
    if not sizes:
        raise ValueError(f"{source} holds no *.jsonl")
    if sum(sizes.values()) > LIMIT:
        raise ValueError(f"{sum(sizes.values())} bytes are more than the {LIMIT} that the project takes")
    return sizes


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(f"{__doc__}\nusage: python -m tests.conformance.pack FOLDER [recordings|captures]")
    result = pack(Path(sys.argv[1]), FOLDER.parent / (sys.argv[2] if len(sys.argv) > 2 else FOLDER.name))
    for name, size in result.items():
        print(f"{size:8} {name}")
    print(f"{sum(result.values()):8} together")
