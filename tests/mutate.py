"""Plant small mistakes in a copy of the project and count which of them the tests notice (`make mutants`).

Run it in the copy, with a Python that has cosmic-ray: `python tests/mutate.py PYTHON-OF-THE-TESTS`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tomllib
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkerOutcome, WorkResult

# What no test of these modules needs costs a second of each run.
PYTEST = "-m pytest -x -q --no-header " + " ".join(
    f"-p no:{plugin}" for plugin in ("xdist", "randomly", "faker", "playwright", "cacheprovider")
)
# A mistake that ends in a loop counts as noticed.
SECONDS = 120.0
# `|` in an annotation is never carried out, and `is` for `==` mostly says the same.
LEFT_OUT = (
    "core/ReplaceBinaryOperator_BitOr_",
    "core/ReplaceComparisonOperator_Eq_Is",
    "core/ReplaceComparisonOperator_Is",
)


def leave_out(session: WorkDB, most: int, chance: random.Random) -> None:
    """Keep some of the mistakes that are worth a run, chosen at random."""
    pending = sorted(
        session.pending_work_items, key=lambda item: (item.mutations[0].start_pos, item.mutations[0].operator_name)
    )
    fit = [item for item in pending if not item.mutations[0].operator_name.startswith(LEFT_OUT)]
    kept = {item.job_id for item in chance.sample(fit, min(most, len(fit)))}
    session.set_multiple_results(
        [item.job_id for item in pending if item.job_id not in kept], WorkResult(worker_outcome=WorkerOutcome.SKIPPED)
    )


def plant(module: str, command: str, most: int, chance: random.Random) -> tuple[int, int]:
    """Plant mistakes in one module, print what its tests, run by `command`, do not notice; return how many were noticed, and planted."""
    name = module.removesuffix(".py").replace("/", ".")
    config, session = Path(f"{name}.toml"), Path(f"{name}.sqlite")
    config.write_text(
        f"[cosmic-ray]\nmodule-path = {json.dumps(module)}\ntimeout = {SECONDS}\nexcluded-modules = []\n"
        f'test-command = {json.dumps(command)}\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    for step in (["init", config, session], ["baseline", config]):
        subprocess.run(["cosmic-ray", *map(str, step)], check=True)
    with use_db(str(session)) as made:
        leave_out(made, most, chance)
    subprocess.run(["cosmic-ray", "exec", str(config), str(session)], check=True)
    with use_db(str(session)) as made:
        done = [result for _, result in made.results if result.worker_outcome != WorkerOutcome.SKIPPED]
    survived = [result for result in done if not result.is_killed]
    print(f"{module}: {len(done) - len(survived)} of {len(done)} noticed", flush=True)
    for result in survived:
        print(result.diff, flush=True)
    return len(done) - len(survived), len(done)


def main() -> None:
    """Go through the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", help="the Python that runs the tests")
    parser.add_argument("--most", type=int, default=20, help="so many mistakes a module at most")
    parser.add_argument("--only", default="", help="modules whose path has this in it")
    parser.add_argument("--seed", type=int, default=20, help="chooses which mistakes")
    chosen = parser.parse_args()
    rows = tomllib.loads(Path("tests/mutants.toml").read_text(encoding="utf-8"))["mutated"]
    chance = random.Random(chosen.seed)
    counts = [
        plant(row["module"], " ".join((chosen.python, PYTEST, *row["tests"])), chosen.most, chance)
        for row in rows
        if chosen.only in row["module"]
    ]
    print(f"{sum(noticed for noticed, _ in counts)} of {sum(planted for _, planted in counts)} noticed")


if __name__ == "__main__":
    main()
