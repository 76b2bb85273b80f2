"""Sends one message, in a process of its own: ``python -m scheduler.deliver``.

The message comes as JSON on standard input, so that no secret of an address is seen in a list of
processes. A slow mail server keeps nobody waiting, and Apprise, with its hundred services, stays
out of the scheduler's memory.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scheduler.alerts import Message

SECONDS = 120  # for one message
MEMORY = 2**29  # bytes; Apprise reads an answer to its end, and it may have none
ABSENT = 3
MISSING = "alerts need Apprise, which `make full` installs"
# Bytes of a message, where Apprise counts characters: https://developer.work.weixin.qq.com/document/path/91770
LONGEST = {"wecombot": 2048}


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
            env={**os.environ, "PYTHONUTF8": "1"},
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
    import resource

    bound, most = resource.getrlimit(resource.RLIMIT_AS)
    if bound == resource.RLIM_INFINITY or bound > MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, most))
    letter = json.load(sys.stdin)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    _heed_error_codes()
    sender = apprise.Apprise()
    if not sender.add(letter["url"]):
        print("Apprise does not understand the address of this channel", file=sys.stderr)
        return 2
    title = letter["title"]
    longest = LONGEST.get(letter["url"].partition(":")[0].lower(), sys.maxsize)
    pieces = in_pieces(letter["body"], longest - len(f"{title}\r\n".encode()))
    # Without being told, Apprise takes it for HTML in mails, where lines and "<" mean nothing.
    plain = apprise.NotifyFormat.TEXT
    arrived = all(sender.notify(title=title, body=piece, body_format=plain) for piece in pieces)
    if _refusals:
        print(_refusals[-1], file=sys.stderr)
    return 0 if arrived else 1


def in_pieces(text: str, longest: int) -> Iterator[str]:
    """Yield a text in pieces of so many bytes at most, cut between lines where that can be."""
    piece = ""
    for line in text.splitlines():
        rest = line
        while len(f"{piece}\n{rest}".strip("\n").encode()) > longest:
            if not piece:
                piece = rest.encode()[:longest].decode("utf-8", "ignore")
                rest = rest[len(piece) :]
            yield piece
            piece = ""
        piece = f"{piece}\n{rest}" if piece else rest
    yield piece


def _heed_error_codes() -> None:
    """Take an answer for a failure that says so in its text only.

    WeCom and DingTalk answer 200 to a wrong key, a missing word and a message too many; what they
    think of it is in ``errcode``. Apprise looks at the status alone.
    """
    import requests

    send = requests.Session.send

    def send_and_read(self: requests.Session, *args: Any, **options: Any) -> requests.Response:
        answer = send(self, *args, **options)
        try:
            said = answer.json()
        except ValueError:
            return answer
        if isinstance(said, dict) and said.get("errcode"):
            answer.status_code = 400
            _refusals.append(f"refused: {said.get('errmsg')} (errcode {said['errcode']})")
        return answer

    requests.Session.send = send_and_read  # type: ignore[method-assign]


_refusals: list[str] = []


if __name__ == "__main__":
    sys.exit(main())
