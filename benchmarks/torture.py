"""Crashes, faults and a long month, many times over: the suite's own tests, with larger numbers.

``--kills 200`` crawls are killed each way; ``--faults 40`` calls of each kind fail in the kernel.
``--months 12`` of the scheduler are played, each with other trouble.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = (
    "tests/storage/test_crash.py",
    "tests/storage/test_system_calls.py",
    "tests/storage/test_concurrency.py",
    "tests/crawler/test_crawl_killed.py",
    "tests/scheduler",
)


def main() -> int:
    """Run them all, two at a time, and return pytest's exit code."""
    options = ArgumentParser(description=__doc__)
    options.add_argument("--kills", default="200")
    options.add_argument("--faults", default="40")
    options.add_argument("--months", default="12")
    chosen = options.parse_args()
    more = {"KILLS": chosen.kills, "FAULTS": chosen.faults, "MONTHS": chosen.months}
    command = [sys.executable, "-m", "pytest", "-n", "2", "--durations=10", *TESTS]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **more}).returncode


if __name__ == "__main__":
    sys.exit(main())
