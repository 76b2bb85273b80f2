import errno
import os
from pathlib import Path

import pytest

from storage.files import open_regular, replace_text


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


def test_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "demo-000001-0001.warc.gz"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="a pipe or a device, no file"):
        open_regular(pipe)
