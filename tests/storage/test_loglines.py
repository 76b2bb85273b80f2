"""One JSON object a line, with what it is about; text for people."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage import loglines
from storage.loglines import as_line, for_people, log_to, log_to_file, mark, read_lines


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    mark(run_id=None, site=None, url=None)


def test_a_line_for_programs_says_when_what_and_about_what() -> None:
    stream = io.StringIO()
    log_to(stream)
    mark(site="hubei", run_id=7)
    logging.getLogger("crawl").warning("第 %d 次\n重试", 2, extra={"url": "http://a.example/1"})
    logging.getLogger("crawl").info("done")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert datetime.fromisoformat(first.pop("time")).utcoffset() == timedelta(hours=8)
    assert first == {
        "level": "WARNING", "logger": "crawl", "message": "第 2 次\n重试",
        "run_id": 7, "site": "hubei", "url": "http://a.example/1",
    }  # fmt: skip
    assert second["url"] is None


def test_an_error_that_was_caught_is_a_field_of_its_line() -> None:
    stream = io.StringIO()
    log_to(stream)
    try:
        raise ValueError("no such thing")
    except ValueError:
        logging.getLogger().exception("it failed")
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["exception"].splitlines()[-1] == "ValueError: no such thing"
    assert for_people(line).splitlines()[-1] == "ValueError: no such thing"


def test_a_terminal_shows_text() -> None:
    stream = Terminal()
    log_to(stream)
    logging.getLogger().warning("slow", extra={"url": "http://a.example/1"})
    logging.getLogger().info("fine")
    slow, fine = stream.getvalue().splitlines()
    assert slow.endswith(" WARNING: slow [http://a.example/1]")
    assert fine.endswith(" fine")


def test_what_is_read_again_looks_as_on_a_terminal(tmp_path: Path) -> None:
    log_to_file(tmp_path / "log")
    stream = Terminal()
    both = [*logging.getLogger().handlers]
    log_to(stream)
    logging.getLogger().handlers += both
    logging.getLogger().error("broken %s", "off", extra={"url": "http://a.example/1"})
    assert [*map(for_people, read_lines(tmp_path / "log"))] == stream.getvalue().splitlines()
    assert for_people("Segmentation fault") == "Segmentation fault"
    assert for_people(as_line("said", site="hubei")).endswith(" said")


def test_a_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loglines, "LARGEST", 2000)
    log_to_file(tmp_path / "log")
    for number in range(100):
        logging.getLogger().info("number %d", number)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4000
    kept = [json.loads(line)["message"] for line in read_lines(tmp_path / "log")]
    assert kept == [f"number {number}" for number in range(100 - len(kept), 100)]
    assert len(kept) > 10
