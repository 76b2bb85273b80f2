"""What a line of a log looks like: text on a terminal, one JSON object for everything else.

Crawls and the scheduler write such lines and ``wenming runs show`` reads them, so they are made on
the floor that all of these stand on. A process is about one thing or about many: ``mark`` names
what all of its lines are about, ``extra`` what a single one is.
"""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

from article.model import BEIJING

FACTS = ("run_id", "site", "url")
LARGEST = 8 * 2**20  # bytes of a file; of one that goes on, the last two pieces are kept

_marks: dict[str, object] = dict.fromkeys(FACTS)


def mark(**facts: object) -> None:
    """Name what the lines of this process are about from now on: ``run_id``, ``site``, ``url``."""
    _marks.update(facts)


def log_to(stream: TextIO, level: int | str = logging.INFO) -> None:
    """Send the log of this process to a stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(HumanLines() if stream.isatty() else JsonLines())
    _install(handler, level)


def log_to_file(path: Path, level: int | str = logging.INFO) -> None:
    """Send the log of this process to a file that does not grow for ever."""
    handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=1, encoding="utf-8")
    handler.setFormatter(JsonLines())
    _install(handler, level)


def as_line(message: str, **facts: object) -> str:
    """Return the JSON line of a message that is no part of this process's own log."""
    record = {"name": "wenming", "levelname": "INFO", "msg": message, **facts}
    return JsonLines().format(logging.makeLogRecord(record))


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file of ``log_to_file``, the piece before it included."""
    pieces = [piece for piece in (path.with_name(f"{path.name}.1"), path) if piece.exists()]
    text = "".join(piece.read_text(encoding="utf-8", errors="replace") for piece in pieces)
    return text.splitlines()


def read_line(line: str) -> dict[str, Any]:
    """Return the fields of a line; one that is no JSON, as of a library, is a message."""
    try:
        fields = json.loads(line)
        datetime.fromisoformat(fields["time"])
    except (ValueError, TypeError, KeyError):
        return {"message": line}
    return dict(fields)


def for_people(line: str) -> str:
    """Return a line as a terminal would have shown it."""
    fields = read_line(line)
    if "time" not in fields:
        return line
    return _human(fields, datetime.fromisoformat(fields["time"]))


class JsonLines(logging.Formatter):
    """The fields ``time`` (+08:00), ``level``, ``logger``, ``message`` and those of FACTS, or null.

    An error that was caught is in ``exception``, with its traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = _line(record, _moment(record).isoformat(timespec="milliseconds"))
        return json.dumps(line, ensure_ascii=False, default=str)


class HumanLines(logging.Formatter):
    """Time, level if it is worth one, message, and the address it is about."""

    def format(self, record: logging.LogRecord) -> str:
        return _human(_line(record, None), _moment(record))


def _install(handler: logging.Handler, level: int | str) -> None:
    handler.setLevel(level)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    if not sys.warnoptions:
        logging.captureWarnings(True)


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, BEIJING)


def _line(record: logging.LogRecord, time: str | None) -> dict[str, Any]:
    line = {
        "time": time,
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage(),
        **{name: _fact(record, name) for name in FACTS},
    }
    if record.exc_info:
        line["exception"] = logging.Formatter().formatException(record.exc_info)
    return line


def _fact(record: logging.LogRecord, name: str) -> object:
    """Return what a line is about: by its own word, by what it speaks of, or as all lines are."""
    own = getattr(record, name, None)
    if own is None and name == "url":
        own = _url_spoken_of(record)
    return _marks[name] if own is None else own


def _url_spoken_of(record: logging.LogRecord) -> str | None:
    """Return the address of the request or the answer that Scrapy put into its message."""
    named = {**(record.args if isinstance(record.args, Mapping) else {}), **vars(record)}
    exchanged = (named.get("request"), named.get("response"))
    return next((one.url for one in exchanged if one is not None), None)


def _human(line: Mapping[str, Any], moment: datetime) -> str:
    level = "" if line["level"] in ("DEBUG", "INFO") else f"{line['level']}: "
    url = line.get("url")
    about = f" [{url}]" if url and url not in line["message"] else ""
    text = f"{moment:%F %T} {level}{line['message']}{about}"
    return f"{text}\n{line['exception']}" if "exception" in line else text
