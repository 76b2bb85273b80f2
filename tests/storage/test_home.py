import errno
import os
from pathlib import Path

import pytest

from storage.home import replace_text


def test_a_text_for_which_there_is_no_room_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "health.json"
    replace_text(path, "旧")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_text(path, "新")
    assert path.read_text(encoding="utf-8") == "旧"
