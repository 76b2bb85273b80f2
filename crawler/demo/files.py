"""The text files under ``content/``, one for each article.

A file is lines of ``name: value``, an empty line, and a paragraph a line. The names:

=============  ====================================================================================
title          the headline
published      day and time in China; what of it a page prints is up to the layout
source         the outlet of the byline (来源)
author         who wrote it, where the layout names one; the editor if there is no such line
editor         责任编辑
credit         the true first printer, printed in parentheses at the end of the body
layout         instead of that of the channel
number         of the address, instead of one made from the file's name
reprint        CHANNEL/NAME of the article whose paragraphs these are; then there are none here
cut            a reprint keeps only so many paragraphs
halfwidth      a reprint prints its punctuation half-width
later          what a change of the site does: ``withdrawn``, or ``BEFORE => AFTER | …``
=============  ====================================================================================

Three kinds of line are special: ``[图] caption`` is a picture, and a paragraph if it has a caption,
``[附件] title`` a paragraph with the link of a PDF, and ``[分页]`` the start of the next page.
"""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

CONTENT = Path(__file__).with_name("content")
NARROW = str.maketrans("，：；！？（）", ",:;!?()")
OLDEST = datetime(2022, 12, 30, 9, 30)
"""When the last of the articles that nobody wrote is published; the written ones are later."""


class File(NamedTuple):
    """One file: ``name`` is CHANNEL/NAME."""

    name: str
    fields: dict[str, str]
    lines: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The folder of its channel."""
        return self.name.partition("/")[0]


def read_files() -> list[File]:
    """Return all files; reprints have the text of their originals."""
    files = {file.name: file for file in _parse_files()}
    return [_resolve(file, files) for file in files.values()]


def invent_files(files: Sequence[File], count: int) -> Iterator[File]:
    """Yield ``count`` files more, of sentences drawn from ``files``, for a site of any size."""
    models = [file for file in files if not {"reprint", "layout"} & file.fields.keys()]
    text = "\n".join(line for file in models for line in file.lines if not line.startswith("["))
    sentences = re.findall(r"(?<=[。！？\n])[^。！？：“”\n]{12,}。", text)
    draw = random.Random(count)
    for number in range(count):
        like = models[number % len(models)]
        published = OLDEST - timedelta(hours=2 * number)
        fields = {
            "title": draw.choice(sentences)[:24].rstrip("，。、：；") + f"（{number + 1}）",
            "published": f"{published}",
            "source": like.fields["source"],
            "editor": like.fields["editor"],
            "number": f"{1_000_000 + number}",
        }
        lines = tuple("".join(draw.sample(sentences, 3)) for _ in range(draw.randint(3, 6)))
        yield File(f"{like.slug}/{number}", fields, lines)


def _parse_files() -> Iterator[File]:
    for path in sorted(CONTENT.glob("*/*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        yield File(f"{path.parent.name}/{path.stem}", fields, tuple(text.splitlines()))


def _resolve(file: File, files: dict[str, File]) -> File:
    if "reprint" not in file.fields:
        return file
    original = files[file.fields["reprint"]]
    lines = tuple(line for line in original.lines if not line.startswith(("[图]", "[分页]")))
    lines = lines[: int(file.fields.get("cut", len(lines)))]
    if "halfwidth" in file.fields:
        lines = tuple(line.translate(NARROW) for line in lines)
    return file._replace(fields={"title": original.fields["title"]} | file.fields, lines=lines)
