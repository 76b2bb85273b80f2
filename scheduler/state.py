"""What a running scheduler shows of itself: a small file in the home folder, renewed each minute.

It is no memory of runs (that is the archive), only the heartbeat and what comes next, for
``wenming status`` and the alarm about a scheduler that is gone.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storage.files import read_text, replace_text
from storage.home import Home
from storage.values.stamp import stamp

FILE = "scheduler.json"
# Without a look for so long, a scheduler that stays is gone; one that a timer starts each ten
# minutes has missed a few.
_SILENT, _MISSED = timedelta(minutes=5), timedelta(minutes=35)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The heartbeat: when somebody looked last, what is paused, running and next.

    By site, ``resumed`` is when it was resumed after a pause; ``set_back`` is to when the clock
    went back while the site had rows about later times; ``bounds`` are those between which its
    visits are placed. ``stays`` is False for a scheduler that ends when it has crawled what is due.
    """

    looked_at: datetime | None = None
    paused: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    resumed: Mapping[str, datetime] = field(default_factory=dict)
    set_back: Mapping[str, datetime] = field(default_factory=dict)
    bounds: Mapping[str, str] = field(default_factory=dict)
    next: Mapping[str, datetime] = field(default_factory=dict)
    stays: bool = True

    def is_alive(self, now: datetime) -> bool:
        """Whether somebody looked lately."""
        silent = _SILENT if self.stays else _MISSED
        # A look at a time that has not come is none: the clock had been wrong.
        return self.looked_at is not None and abs(now - self.looked_at) < silent


def load_state(home: Home) -> State:
    """Return what the last scheduler showed; an empty state where there was none."""
    try:
        shown = json.loads(read_text(home.root / FILE))
        return State(
            looked_at=datetime.fromisoformat(shown["looked_at"]),
            paused=tuple(shown["paused"]),
            running=tuple(shown["running"]),
            resumed=_moments(shown["resumed"]),
            set_back=_moments(shown["set_back"]),
            bounds=dict(shown.get("bounds", {})),
            next=_moments(shown["next"]),
            stays=shown.get("stays", True),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def save_state(home: Home, state: State) -> None:
    """Replace the file. Raises OSError on a full disk."""
    replace_text(home.root / FILE, json.dumps(_plain(state), ensure_ascii=False, indent=1))


def _plain(state: State) -> dict[str, Any]:
    return {
        "looked_at": stamp(state.looked_at) if state.looked_at else None,
        "pid": os.getpid(),  # for people
        "paused": state.paused,
        "running": state.running,
        "resumed": _stamps(state.resumed),
        "set_back": _stamps(state.set_back),
        "bounds": state.bounds,
        "next": _stamps(state.next),
        "stays": state.stays,
    }


def _stamps(moments: Mapping[str, datetime]) -> dict[str, str]:
    return {site: stamp(at) for site, at in moments.items()}


def _moments(shown: Mapping[str, str]) -> dict[str, datetime]:
    return {site: datetime.fromisoformat(at) for site, at in shown.items()}
