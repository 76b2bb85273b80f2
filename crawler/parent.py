"""What the process that started a crawl has to say: why the crawl must end, or that it is gone.

It says so through a pipe, whose end is its own. On Linux the kernel tells of that too.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading
from select import select

PR_SET_PDEATHSIG = 1  # linux/prctl.h

_pipes: list["_Pipe"] = []  # of the parent, where there is one


class _Pipe:
    """What was said so far, be it taken by the thread that waits for it or by who asks first."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._reading = threading.Lock()
        self._said = b""

    def wait(self) -> None:
        """Return when something was said, or the other end is closed."""
        select([self._fd], [], [])

    def take(self) -> bool:
        """Take what stands in it; return False where the other end is closed."""
        with self._reading:
            while select([self._fd], [], [], 0)[0]:
                said = os.read(self._fd, 4096)
                if not said:
                    return False
                self._said += said
        return True

    @property
    def said(self) -> str:
        return self._said.decode("utf-8", "replace")


def listen(fd: int) -> None:
    """Have this process killed when its parent is gone; hear until then."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    pipe = _Pipe(fd)
    _pipes.append(pipe)
    threading.Thread(target=_hear, args=(pipe,), daemon=True).start()


def why_to_end() -> str | None:
    """Return which limit the parent ends this crawl for; None where nobody named one.

    It stands in the pipe before the signal to end comes, but a thread may be late to hear it.
    """
    for pipe in _pipes:
        pipe.take()
    return "".join(pipe.said for pipe in _pipes) or None


def _hear(pipe: _Pipe) -> None:
    with contextlib.suppress(OSError):
        while pipe.take():
            pipe.wait()
    os.kill(os.getpid(), signal.SIGKILL)
