"""Parts of fields that a script puts into addresses: ``row.date.substr(0, 10).replace(/-/g, "/")``.

They are written as the name of the field and what is done to it, ``date!s0_10!r2d_2f``: a slice,
a character and what takes its place, a character that parts it (p) and which part.
"""

import re

from article.patterns import regex

_STEP = (
    r"""\s*\.\s*(?:(?P<cut{n}>substr|substring|slice)\(\s*(?P<from{n}>\d{{1,2}})\s*(?:,\s*(?P<to{n}>\d{{1,2}})\s*)?\)|"""
    r"""replace\(\s*(?:/\\?(?P<reg{n}>[^\\/\n\w])/g?|["'](?P<old{n}>[^"'\n\w])["'])\s*,\s*["'](?P<new{n}>[^"'\n\w]?)["']\s*\)|"""
    r"""split\(\s*["'](?P<at{n}>[^"'\n])["']\s*\)(?:\s*\[\s*(?P<part{n}>\d)\s*\])?)"""
)
_STEPS = regex(_STEP.format(n=""))
_ANY = re.sub(r"\?P<\w+>", "?:", _STEP.format(n=""))
_CHAIN = regex(rf"(?<![\w$.\])'\"])((?:[\w$]+(?:\[\w+\])?\.)+[A-Za-z_]\w*)((?:{_ANY}){{1,4}})")
_KEPT = regex(
    r"""
        (?<![\w$.])([A-Za-z_]\w*)\s*=\s*
        ([\w$.\[\]]+\.\w+(?:!(?:s\d+_\d*|r[\da-f]+_[\da-f]*|p[\da-f]+_\d?))+)\s*(?=[;,\n])
    """,
    re.X,
)
_DONE = regex(r"!([srp])([\da-f]+)_([\da-f]*)")


def written_down(script: str) -> str:
    """Return a script with the parts of fields as such, be they kept in variables or not.

    >>> written_down("d = r.date.split('-'); '/' + d[0] + '/' + r.id + '.html'")
    "d = r.date!p2d_; '/' + r.date!p2d_0 + '/' + r.id + '.html'"
    """
    if not re.search(r"\.(?:substr|slice|split|replace)", script):
        return script
    script = _CHAIN.sub(lambda chain: chain[1] + "".join(_steps(chain[2])), script)
    for name, part in dict(_KEPT.findall(script)).items() if _DONE.search(script) else ():
        used = rf"(?<=[+{{(])(\s*){name}(?:\[(\d)\])?(?=\s*[+}})])"
        script = re.sub(used, lambda use, part=part: f"{use[1]}{part}{use[2] or ''}", script)  # type: ignore[misc]
    return script


def _steps(chain: str) -> list[str]:
    found = []
    for step in _STEPS.finditer(chain):
        if step["cut"]:
            start, end = int(step["from"]), step["to"] or ""
            end = str(start + int(end)) if end and step["cut"] == "substr" else end
            found.append(f"!s{start}_{end}")
        elif old := step["reg"] or step["old"]:
            found.append(
                f"!r{ord(old):x}_{ord(step['new']):x}" if step["new"] else f"!r{ord(old):x}_"
            )
        else:
            found.append(f"!p{ord(step['at']):x}_{step['part'] or ''}")
    return found


def part_of(value: str, steps: str) -> str | None:
    """Return the part of a value, None where it has none of that kind.

    >>> part_of("2025-08-01 09:10", "!s0_10!r2d_2f")
    '2025/08/01'
    """
    for kind, first, second in _DONE.findall(steps):
        if kind == "s":
            value = value[int(first) : int(second) if second else None]
        elif kind == "r":
            value = value.replace(chr(int(first, 16)), chr(int(second, 16)) if second else "")
        else:
            parts = value.split(chr(int(first, 16)))
            if not second or int(second) >= len(parts):
                return None
            value = parts[int(second)]
    return value
