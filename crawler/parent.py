"""What the process that started a crawl has to say: why the crawl must end, or that it is gone.

It says so through a pipe, whose end is its own. On Linux the kernel tells of that too.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1  # linux/prctl.h

_said: list[str] = []


def listen(pipe: int) -> None:
    """Have this process killed when its parent is gone; hear until then."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_hear, args=(pipe,), daemon=True).start()


def why_to_end() -> str | None:
    """Return which limit the parent ends this crawl for; None where nobody named one."""
    return "".join(_said) or None


def _hear(pipe: int) -> None:
    with contextlib.suppress(OSError):
        while said := os.read(pipe, 4096):
            _said.append(said.decode("utf-8", "replace"))
    os.kill(os.getpid(), signal.SIGKILL)
