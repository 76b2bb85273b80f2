"""What nobody can mean who chooses articles: an empty question, sites and regions that are not."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crawler.units import UNITS
from storage.database import Database
from storage.questions.choice import first_day, last_day
from storage.questions.question import parse
from storage.search import count

Row = Mapping[str, Any]  # of the table sites

_FEW = 5  # names that are all told


def objection(
    db: Database,
    spiders: Callable[[], Iterable[Row]] = tuple,
    *,
    site: str | None = None,
    region: str | None = None,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
    **_: object,
) -> str | None:
    """Return why filters cannot find anything, None where they can.

    ``spiders`` gives the sites that an archive may come to know; it is asked only where the archive
    does not know one yet. Raises ValueError for text that is no day.
    """
    first, last = since and first_day(since), until and last_day(until)
    if first and last and first > last:
        return f"no day is since {since} and until {until}"
    for name, value in {"region": region, "source": source}.items():
        if value is not None and not value.strip():
            # As of a variable that is not set: each region begins with nothing, no source is it.
            return f"the {name} is empty: name one, or ask without it"
    if site is None and region is None:
        return None
    rows: list[Row] = list(db.query("select id, title, region, region_code from sites"))
    if _unknown(site, region, rows):
        rows += spiders()
    return _unknown(site, region, rows)


def is_empty(question: str) -> bool:
    """Say whether a question holds nothing to look for."""
    return not parse(question).wanted


def no_text_has(db: Database, question: str) -> bool:
    """Say whether a question is all signs, such as ``*``, and no text has them; costs a search."""
    return not any(map(str.isalnum, question)) and not count(db, question)


def leaves_out_only(question: str) -> bool:
    """Say whether a question names only words to leave out, for which it looks as they stand."""
    return parse(question).is_literal


def joins_words(question: str) -> bool:
    """Say whether a question has signs within its words, for which it looks as they stand."""
    forms = [form.replace(" ", "") for word in parse(question).words for form in word.forms]
    joined = [form for form in forms if not form.isalnum() and any(map(str.isalnum, form))]
    return bool(joined) and not leaves_out_only(question)


def what_then(name: str, sites: Iterable[Row]) -> str:
    """Return what may be meant by the name of no site: rows of ``sites`` are those there are."""
    rows = list(sites)
    if of_region := [str(row["id"]) for row in rows if name and _is_of(row, name)]:
        return _did_you_mean(of_region)
    for unit in UNITS:
        if unit.id == name or (name and unit.region.startswith(name)):
            return _no_address(unit.region)
    names = {str(row[field]): str(row["id"]) for field in ("title", "id") for row in rows}
    return _meant(name, names)


def _unknown(site: str | None, region: str | None, sites: Iterable[Row]) -> str | None:
    if site is not None and all(row["id"] != site for row in sites):
        return f"unknown site {site!r}; {what_then(site, sites)}"
    if region is not None and not any(_is_of(row, region) for row in sites):
        return f"no site of a region {region!r}; {_which_region(region, sites)}"
    return None


def _which_region(region: str, sites: Iterable[Row]) -> str:
    for unit in UNITS:
        if unit.region_code == region or unit.region.startswith(region):
            return _no_address(unit.region)
    names = {str(row["region"]): str(row["region"]) for row in sites if row["region"]}
    return _meant(region, names)


def _is_of(site: Row, region: str) -> bool:
    return site.get("region_code") == region or (site.get("region") or "").startswith(region)


def _meant(given: str, names: Mapping[str, str]) -> str:
    """Return the values whose names are like what was given, or all where they are few."""
    from difflib import get_close_matches

    like = [given] if given in names else get_close_matches(given, names, n=3)
    close = dict.fromkeys(names[name] for name in like)
    if close:
        return _did_you_mean(close)
    known = sorted(set(names.values()))
    return f"known: {', '.join(known)}" if len(known) <= _FEW else "`wenming sites` lists them"


def _did_you_mean(values: Iterable[str]) -> str:
    return f"did you mean {' or '.join(values)}?"


def _no_address(region: str) -> str:
    return f"of {region} no address is known; with one, use crawl --url"
