"""All that is undone of noise, step by step."""

from collections.abc import Iterable

from article.model import Repair
from article.noise import (
    annotation,
    boilerplate,
    glosses,
    invisible,
    markup,
    misaligned,
    mojibake,
    repeats,
    residue,
    script,
    wrapping,
)
from article.noise.edits import Edit, apply_edits
from article.patterns import regex

# A text without any of these is passed over by a third of the steps: one look instead of one each.
_TRACE = regex(f"[{mojibake.TRACES}{invisible.TRACES}{script.COMMON}]")


class Work:
    """A text under repair."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.repairs: list[Repair] = []

    def repair(self, kind: str, edits: Iterable[Edit], *, version: int = 1) -> None:
        edits = list(edits)
        if edits:
            self.text, made = apply_edits(self.text, edits, kind=kind, version=version)
            self.repairs += made


def undo(work: Work) -> None:
    """Run every step once: the noise in the opposite order to that in which it was added."""
    traced = _TRACE.search(work.text) is not None
    if traced:
        work.repair("mojibake", mojibake.find_utf8_as_latin(work.text))
        work.repair("mojibake", mojibake.find_utf8_as_gbk(work.text))
        work.repair("mojibake", mojibake.find_mixed(work.text))
    work.repair("markup", markup.find_page_marks(work.text))
    work.repair("markup", markup.find_style_rules(work.text))
    work.repair("markup", markup.find_blocks(work.text))
    work.repair("markup", markup.find_tags(work.text))
    work.repair("markup", markup.find_escaped_breaks(work.text))
    work.repair("entity", markup.find_entities(work.text))
    work.repair("entity", markup.find_escapes(work.text))
    traced = traced or bool(work.repairs)  # an entity may stand for any character
    if traced:
        work.repair("invisible", invisible.find_invisible(work.text))
        work.repair("lookalike", invisible.find_lookalikes(work.text))
    work.repair("composition", invisible.find_decomposed(work.text))
    table = annotation.find_table(work.text)
    if table is not None:
        work.repair("misaligned", misaligned.find_misaligned(work.text, table))
        work.repair("annotation", annotation.find_annotations(work.text, table))
        work.repair("lost space", residue.find_lost_spaces(work.text))
    work.repair("annotation", glosses.find_glosses(work.text))
    work.repair("doubled mark", residue.find_doubled_marks(work.text))
    work.repair("scramble", residue.find_scramble(work.text))
    work.repair("watermark", residue.find_watermarks(work.text))
    work.repair("spaced", residue.find_spaced(work.text))
    work.repair("wrapped", wrapping.find_wrapped(work.text))
    if table is not None or (traced and script.is_converted(work.text)):
        work.repair("script", script.find_traditional(work.text))
    work.repair("boilerplate", boilerplate.find_boilerplate(work.text))
    while edits := repeats.find_repeats(work.text):  # each takes text out: what is left may repeat
        work.repair("repeat", edits)
