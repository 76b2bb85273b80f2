"""What the scheduler costs while nothing is due: 33 sites with a month of runs, metrics served.

``python benchmarks/idle.py [MINUTES]``; whole minutes, as some chores come once a minute.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.catalogue import site_facts
from storage.database import open_archive, writing
from storage.home import Home
from storage.sites import SiteFacts, save_sites, set_state
from storage.values.stamp import stamp

SITES, DAYS = 33, 30
MOST_MB, MOST_CPU = 60, 0.001
WARM_UP = 20  # seconds
TICKS = os.sysconf("SC_CLK_TCK")
# Two visits a day, so that hardly one falls into the measurement; and nobody listens there.
SETTINGS = "[schedule]\nquickest_minutes = 720\nslowest_hours = 12\nmetrics = {port}\n"
ADDRESS = "http://127.0.0.1:9/"


def main() -> int:
    """Print memory and share of a core; return 1 where a target is missed."""
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.make()
        fill(home, datetime.now(UTC))
        settings = SETTINGS.format(port=free_port())
        (Path(folder) / "wenming.toml").write_text(settings)
        command = [sys.executable, "-m", "wenming", "--home", str(home.root), "schedule"]
        with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as scheduler:
            try:
                time.sleep(WARM_UP)
                before = cpu(scheduler.pid)
                time.sleep(60 * minutes)
                share = (cpu(scheduler.pid) - before) / (60 * minutes)
                memory = resident(scheduler.pid)
                if scheduler.poll() is not None:
                    sys.exit("the scheduler did not stay alive")
            finally:
                scheduler.terminate()
    print(f"{memory:.0f} MB resident (target {MOST_MB}), {share:.3%} of a core ({MOST_CPU:.1%})")
    return int(memory > MOST_MB or share > MOST_CPU)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fill(home: Home, now: datetime) -> None:
    """Put sites into an archive that were all visited just now, and before twice a day."""
    facts = [SiteFacts(id=f"site{n}", home_url=ADDRESS, origin="address") for n in range(SITES)]
    moments = [stamp(now - timedelta(hours=12 * half)) for half in range(2 * DAYS)]
    rows = [(site.id, "fresh", at, at, at, "ok") for at in reversed(moments) for site in facts]
    with closing(open_archive(home)) as db:
        save_sites(db, [*facts, *site_facts()], now=now - timedelta(days=DAYS))
        for site in site_facts():
            set_state(db, site.id, "paused", "no real site is visited by a benchmark")
        with writing(db):
            db.conn.executemany(
                "insert into runs (site, kind, planned_at, started_at, finished_at, outcome) "
                "values (?, ?, ?, ?, ?, ?)",
                rows,
            )


def cpu(pid: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid: int) -> float:
    """Return the megabytes of memory that a process occupies."""
    return (
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
    )


if __name__ == "__main__":
    sys.exit(main())
