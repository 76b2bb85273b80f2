"""Whether the libraries that we are built on can be imported."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.care.doctor import Diagnosis

NEEDED = (
    "apscheduler", "click", "cssselect", "fastwarc", "isal", "lxml.html", "numpy", "opencc",
    "prometheus_client", "pypinyin", "rich", "scrapy.crawler", "sqlite_utils", "twisted.internet",
    "xxhash",
)  # fmt: skip
OPTIONAL = {"apprise": "alerts", "datasette": "`wenming serve`", "pyarrow": "exports to Parquet"}
_PROGRAM = """
import importlib, sys
for name in sys.argv[1:]:
    print(name, end="\\t", flush=True)
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        print("is not there" if error.name == name.partition(".")[0] else error)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}".splitlines()[0])
    else:
        print()
"""


def examine_libraries() -> "Diagnosis":
    """Import them all in another process, as one of them may end it."""
    from storage.care.doctor import Diagnosis

    broken = _broken((*NEEDED, *OPTIONAL))
    absent = [name for name in OPTIONAL if broken.get(name) == "is not there"]
    if bad := [f"{name} {why}" for name, why in broken.items() if name not in absent]:
        return Diagnosis("libraries", "failure", "; ".join(bad), "install anew: `make full`")
    without = ", ".join(f"{OPTIONAL[name]} ({name})" for name in absent)
    return Diagnosis("libraries", "ok", f"all but those for {without}" if absent else "all")


def _broken(names: Sequence[str]) -> Mapping[str, str]:
    """Return the libraries that cannot be imported, each with why."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *names],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = dict(line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
    if done.returncode:
        said[list(said or names[:1])[-1]] = f"ends Python with {done.returncode}"
    return {name: why for name, why in said.items() if why}
