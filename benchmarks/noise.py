"""How well noise is undone and clean text is left alone: ``python benchmarks/noise.py [--check]``.

The clean texts beside this file are damaged by the mirror rebuilt (:mod:`article.noise.mirror`),
with its own table and with others, and repaired again; clean simplified and genuine traditional
passages must come back as they are. With ``--check`` the exit code is 1 where a floor is missed;
a speed is only printed beside its aim, as it tells as much of the machine as of the program.
"""

import argparse
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from article.canonical import canonical
from article.noise.annotation import known_table
from article.noise.language import ranks
from article.noise.mirror import copied, mirror_char
from article.noise.readings import readings_of
from article.script import in_gb2312
from article.tidy import tidy

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
OURS = HERE.parent / "crawler" / "demo" / "content"
SIMPLIFIED = (HERE / "texts" / "simplified.txt").read_text(encoding="utf-8").splitlines()
TRADITIONAL = (HERE / "texts" / "traditional.txt").read_text(encoding="utf-8").splitlines()
NOTE = re.compile("[^\\W\\d_\u3400-\u9fff]\\)")
HAN = re.compile("[\u3400-\u9fff]+")

FLOORS = {
    "annotated, exact": 1.0,
    "mirror, character accuracy": 0.9995,
    "mirror, exact": 0.985,
    "simplified left alone": 1.0,
    "traditional left alone": 1.0,
}
AIMS = {
    "clean, M characters/s": 10.0,
    "annotated, M characters/s": 1.0,
    "canonical, M characters/s": 40.0,
}


def paragraphs() -> list[str]:
    """Return the simplified passages and the paragraphs of the demo site's articles."""
    files = sorted(OURS.rglob("*.txt"))
    demo = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    prose = [line for line in demo if len(line) > 60 and line.isprintable()]
    return [*SIMPLIFIED, *(line for line in prose if tidy(line).text == line)]


def recombined(lines: Sequence[str], random: Random, least: int = 2) -> Iterator[str]:
    """Yield passages without end, of ``least`` to three times as many sentences of any lines."""
    sentences = [part for line in lines for part in re.findall("[^。！？]+[。！？][”」]?", line)]
    while True:
        yield "".join(random.sample(sentences, random.randint(least, 3 * least)))


def other_table(size: int, random: Random) -> dict[str, str]:
    """Return a table of another mirror: common characters outside GB2312, each with one reading."""
    common = [mirror_char(char) for char, rank in ranks().items() if rank < 1200]
    chars = [char for char in common if not in_gb2312(char) and char.encode("gbk", "ignore")]
    return {char: min(readings_of(char)) for char in random.sample(sorted(set(chars)), size)}


def folded(text: str) -> str:
    """Return the text without what does not count: width, spaces, the form of quotes."""
    text = re.sub("[“”„‟「」『』＂]", '"', text)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", re.sub("[‘’]", "'", text)))


def distance(one: str, two: str) -> int:
    """Return the edit distance, by rows."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def restored(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Return character accuracy and the share of exact texts, for (clean, damaged)."""
    errors = size = exact = count = 0
    for clean, damaged in pairs:
        wanted, found = folded(clean), folded(tidy(damaged).text)
        wrong = 0 if wanted == found else distance(wanted, found)
        errors, size = errors + wrong, size + len(wanted)
        exact, count = exact + (wrong == 0), count + 1
    return 1 - errors / size, exact / count


def left_alone(texts: Sequence[str]) -> float:
    """Return the share of texts of which no Han character is changed."""
    return sum(HAN.findall(tidy(text).text) == HAN.findall(text) for text in texts) / len(texts)


def speed(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return millions of characters per second of CPU time."""
    started = time.process_time()
    for text in texts:
        work(text)
    return sum(map(len, texts)) / (time.process_time() - started) / 1e6


def aligned(clean: str) -> str:
    """Return the text annotated as the mirror does it, but without damage."""
    text = "".join(map(mirror_char, clean))
    return "".join(
        f"{char}({known_table()[char]})" if char in known_table() else char for char in text
    )


def measured(count: int, random: Random) -> Iterator[tuple[str, float]]:
    """Yield the name of each figure with its value."""
    passages = list(islice(recombined(paragraphs(), random), count))
    genuine = [*TRADITIONAL, *islice(recombined(TRADITIONAL, random), count)]
    noted = [(text, aligned(text)) for text in passages]
    yield (
        "annotated, exact",
        restored((text, noisy) for text, noisy in noted if NOTE.search(noisy))[1],
    )
    yield from mirrored("mirror", passages, known_table())
    yield from mirrored("mirror with cuts", passages, known_table(), cut_share=0.1)
    longer = list(islice(recombined(paragraphs(), random, least=6), count // 2))
    for size in (40, 250):
        yield from mirrored(f"mirror of {size} others", longer, other_table(size, random))
    yield "simplified left alone", left_alone([*SIMPLIFIED, *passages])
    yield "traditional left alone", left_alone(genuine)
    yield "clean, M characters/s", speed(tidy, ["\n".join(SIMPLIFIED)] * 100)
    yield "annotated, M characters/s", speed(tidy, list(map(aligned, passages)))
    yield "canonical, M characters/s", speed(canonical, ["\n".join(passages)] * 20)


def mirrored(
    name: str, passages: Sequence[str], table: Mapping[str, str], cut_share: float = 0.0
) -> Iterator[tuple[str, float]]:
    """Yield accuracy and exactness over the passages that GBK can hold and the mirror annotates."""
    random = Random(11)
    pairs = []
    for text in passages:
        noisy = copied(text, table, cut_share=cut_share, random=random)
        if NOTE.search(noisy) and text.encode("gbk", "ignore").decode("gbk") == text:
            pairs.append((text, noisy))
    accuracy, exact = restored(pairs)
    yield f"{name}, character accuracy", accuracy
    yield f"{name}, exact", exact


def cases() -> Iterator[tuple[str, float]]:
    """Yield the character accuracy of each category of the shared cases, where they are present."""
    path = SHARED / "noise" / "cases.jsonl"
    if path.exists():
        by_category: dict[str, list[tuple[str, str]]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            by_category.setdefault(case["cat"], []).append((case["gold"], case["noisy"]))
        for category, pairs in sorted(by_category.items()):
            yield f"case {category}", restored(pairs)[0]


def seed() -> Iterator[tuple[str, float]]:
    """Yield what is left of the shared seed's noise, and the CPU it took, where it is present."""
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        start = time.process_time()
        tidied = tidy(text)
        spent = time.process_time() - start
        lines = tidied.text.split("\n")
        yield "seed, paragraphs", len(lines)
        yield "seed, paragraphs twice", len(lines) - len(set(lines))
        yield "seed, annotations left", len(NOTE.findall(tidied.text))
        yield "seed, repairs with a guess", sum(bool(repair.guess) for repair in tidied.repairs)
        yield "seed, restored of 3", sum(word in tidied.text for word in ("日报", "勇担当", "量优"))
        yield "seed, CPU s", spent


def main() -> None:
    """Print every figure with its floor or its aim."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 below a floor")
    parser.add_argument("--count", type=int, default=400, help="passages of each kind")
    options = parser.parse_args()
    missed = False
    for name, value in [*measured(options.count, Random(7)), *cases(), *seed()]:
        floor, aim = FLOORS.get(name), AIMS.get(name)
        low = value < (floor or aim or 0)
        missed |= low and floor is not None
        asked = f"  floor {floor}" if floor else f"  aim {aim}" if aim else ""
        print(f"{name:40} {value:8.4f}{asked}" + " LOW" * low)
    sys.exit(options.check and missed)


if __name__ == "__main__":
    main()
