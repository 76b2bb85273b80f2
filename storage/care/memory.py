"""How much memory a process may still take, by the machine and by its container."""

from pathlib import Path

_MACHINE, _CONTAINER = Path("/proc/meminfo"), Path("/sys/fs/cgroup")


def available() -> int | None:
    """Return bytes, None where nobody tells; of a container as control groups of version 2 do."""
    free = [number for number in (_of_machine(), _of_container()) if number is not None]
    return min(free, default=None)


def _of_machine() -> int | None:
    try:
        lines = _MACHINE.read_text().splitlines()
    except OSError:
        return None
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("MemAvailable:"))
    return int(kilobytes) * 1024


def _of_container() -> int | None:
    try:
        most = (_CONTAINER / "memory.max").read_text().strip()
        used = (_CONTAINER / "memory.current").read_text()
    except OSError:
        return None
    return None if most == "max" else max(int(most) - int(used), 0)
