"""What the process that started a crawl has to say."""

import os

import pytest

from crawler import parent


def test_a_limit_is_known_at_once_however_late_the_thread_hears_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = os.pipe()
    pipe = parent._Pipe(ours)
    monkeypatch.setattr(parent, "_pipes", [pipe])
    assert parent.why_to_end() is None
    os.write(theirs, "时间到了".encode())
    assert parent.why_to_end() == "时间到了"
    assert pipe.take()
    os.close(theirs)
    assert not pipe.take()
    assert parent.why_to_end() == "时间到了"
    os.close(ours)
