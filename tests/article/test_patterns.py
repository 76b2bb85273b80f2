"""Regular expressions that are compiled when they are first used."""

import copy
import importlib
import pickle
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

import article
import crawler
import storage
from article.patterns import regex


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    late, compiled = regex(r"(?P<year>20\d\d) 年", re.X), re.compile(r"(?P<year>20\d\d) 年", re.X)
    text = "2024年到2026年"
    assert late.pattern == compiled.pattern
    assert late.findall(text) == compiled.findall(text) == ["2024", "2026"]
    assert late.sub("", text) == compiled.sub("", text)
    assert [found["year"] for found in late.finditer(text, 1)] == ["2026"]
    assert (late.flags, late.groups, late.groupindex) == (
        compiled.flags,
        compiled.groups,
        compiled.groupindex,
    )


def test_a_wrong_pattern_is_told_when_it_is_used() -> None:
    wrong = regex("(年")
    with pytest.raises(re.error):
        wrong.match("年")
    with pytest.raises(AttributeError):
        regex("年").matches  # type: ignore[attr-defined]  # noqa: B018


def test_chinese_characters_have_a_name_in_patterns() -> None:
    name = regex(r"\p{Han}{2,3}")
    assert all(map(name.fullmatch, ["余海", "王大明", "李㛃"]))
    assert not any(
        map(name.fullmatch, ["余 海", "余，", "余1", "余１", "余A", "余_", "余é", "余·"])
    )


def test_a_pattern_can_be_copied() -> None:
    for late in (pickle.loads(pickle.dumps(regex("年", re.X))), copy.copy(regex("年"))):
        assert late.fullmatch("年")


def test_all_patterns_are_right() -> None:
    patterns = [value for module in _modules() for value in _values(module)]
    assert len(patterns) > 500
    for pattern in patterns:
        re.compile(pattern.pattern, pattern.flags)


def test_none_is_compiled_before_it_is_used() -> None:
    program = (
        "import re; compiled = []; compile = re._compile\n"
        "re._compile = lambda *given: compiled.append(given[0]) or compile(*given)\n"
        "import article.reading; print([one for one in compiled if '责' in str(one)])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def _modules() -> Iterator[ModuleType]:
    for package in (article, crawler, storage):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def _values(module: ModuleType) -> Iterator[re.Pattern[str]]:
    kind = type(regex(""))
    for value in vars(module).values():
        held = value.values() if isinstance(value, dict) else value
        held = held if isinstance(value, tuple | list | dict) else [value]
        yield from (one for one in held if isinstance(one, kind))
