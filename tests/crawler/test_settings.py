"""What the environment says of a crawl."""

import importlib

import pytest

from crawler import settings

NAMES = ("HOME", "SAMPLE", "DEMO_URL", "DOWNLOAD_DELAY", "DAILY_REQUESTS", "LOG_LEVEL")


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(f"WENMING_{name}", raising=False)
    unsaid = [getattr(importlib.reload(settings), name) for name in NAMES]
    for name in NAMES:
        monkeypatch.setenv(f"WENMING_{name}", "")
    assert [getattr(importlib.reload(settings), name) for name in NAMES] == unsaid
    monkeypatch.undo()
    importlib.reload(settings)
