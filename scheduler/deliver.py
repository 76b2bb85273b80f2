"""Sends one message, in a process of its own: ``python -m scheduler.deliver``.

The message comes as JSON on standard input, so that no secret of an address is seen in a list of
processes. A slow mail server keeps nobody waiting, and Apprise, with its hundred services, stays
out of the scheduler's memory.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field

from scheduler.alerts import Message

SECONDS = 120  # for one message
ABSENT = 3
MISSING = "alerts need Apprise, which `make full` installs"


@dataclass
class Delivery:
    """A message on its way."""

    message: Message
    process: subprocess.Popen[bytes] = field(init=False)
    began: float = field(default_factory=time.monotonic)
    result: str | None = None

    def __post_init__(self) -> None:
        message = self.message
        letter = {"url": message.channel.url, "title": message.title, "body": message.body}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scheduler.deliver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(letter).encode())
        self.process.stdin.close()

    def poll(self) -> str | None:
        """Return "" once the message has arrived, why not if it failed, None while it is sent."""
        if self.result is None:
            self.result = self._look()
        return self.result

    def _look(self) -> str | None:
        if self.process.poll() is None:
            if time.monotonic() - self.began < SECONDS:
                return None
            self.process.kill()
            self.process.wait()
        assert self.process.stderr is not None
        with self.process.stderr as pipe:
            said = pipe.read().decode("utf-8", "replace").strip()
        if self.process.returncode == 0:
            return ""
        return said.splitlines()[-1] if said else f"no answer within {SECONDS} s"

    def wait(self) -> str:
        """Wait for the end and return it as ``poll`` does."""
        while (result := self.poll()) is None:
            time.sleep(0.1)
        return result


def main() -> int:
    """Send what standard input says; the exit code tells whether it arrived."""
    try:
        import apprise
    except ImportError:
        print(MISSING, file=sys.stderr)
        return ABSENT
    import logging

    letter = json.load(sys.stdin)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    sender = apprise.Apprise()
    if not sender.add(letter["url"]):
        print("Apprise does not understand the address of this channel", file=sys.stderr)
        return 2
    arrived = sender.notify(title=letter["title"], body=letter["body"])
    return 0 if arrived else 1


if __name__ == "__main__":
    sys.exit(main())
