import pytest

from article.model import Repair
from article.noise.edits import Edit, apply_edits
from article.tidy import tidy
from article.traces import traces

AFTER = Edit(start=4, end=5, after="乾")


def test_a_trace_moves_with_what_later_steps_take_out_before_it() -> None:
    text, first = apply_edits(
        "甲（一）乙丙", [Edit(start=4, end=5, after="乾")], kind="a", version=1
    )
    text, second = apply_edits(text, [Edit(start=1, end=4)], kind="b", version=1)
    assert text == "甲乾丙"
    assert [text[slice(*span)] for span in traces([*first, *second])] == ["乾", ""]


def test_a_trace_inside_of_what_is_taken_out_is_empty() -> None:
    text, first = apply_edits("甲乙丙丁", [Edit(start=1, end=2, after="乾")], kind="a", version=1)
    text, second = apply_edits(text, [Edit(start=0, end=3)], kind="b", version=1)
    assert [text[slice(*span)] for span in traces([*first, *second])] == ["", ""]


@pytest.mark.parametrize(
    "text",
    [
        "為進(jìn)一步推動(dòng)志愿服務(wù)隊(duì)建設(shè)，區(qū)文明辦組織國(guó)學(xué)講座。",
        "全文干净，没有什么可修。",
    ],
)
def test_traces_of_a_tidied_text_hold_what_each_repair_put_in(text: str) -> None:
    tidied = tidy(text)

    def is_there(repair: Repair, span: tuple[int, int]) -> bool:
        return tidied.text[slice(*span)] in ("", repair.after)

    assert all(map(is_there, tidied.repairs, traces(tidied.repairs)))
