"""Who is told what: each change for the worse once, and its end.

For every channel we remember what it was told of each site, so an alert that did not get through is
sent again at the next round, and one that did is not repeated.
"""

import fcntl
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from article.model import BEIJING
from scheduler.health import Verdict
from storage.files import read_text, replace_text
from storage.home import Home

FILE = "alerts.json"
_FEW = 3  # sites that are named one by one; more with the same trouble are one line

WORDS = {  # causes, as those who must act call them
    "blocked": "被拦截",
    "nofollow": "不许跟随链接",
    "crash": "采集进程崩溃",
    "DNS": "域名无法解析",
    "certificate": "证书失效",
    "slow": "响应过慢",
    "unreachable": "无法访问",
    "emptiness": "页面空白",
    "redesign": "疑似改版",
    "reader regression": "新的读取规则有误",
    "charset": "编码错乱",
    "paging": "列表翻页失效",
    "disk": "磁盘空间不足",
    "no success": "长期没有成功",
    "scheduler": "调度程序没有心跳",
}

Told = dict[str, str]  # site: the trouble it is known for


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts go: an address as Apprise writes it, and the sites of its owner, all if none.

    https://github.com/caronc/apprise/wiki lists the forms: ``mailtos://``, ``wecombot://``,
    ``dingtalk://``, ``feishu://``, ``slack://``, ``json://`` and many more.
    """

    url: str
    sites: frozenset[str] = frozenset()
    name: str = ""

    @property
    def key(self) -> str:
        """A name for the channel that does not give its secret away."""
        return f"{self.url.partition(':')[0]}-{sha256(self.url.encode()).hexdigest()[:12]}"

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.url.partition(":")[0]

    def is_for(self, site: str) -> bool:
        """Whether its owner wants to hear of a site."""
        return not self.sites or site in self.sites


@dataclass(frozen=True, slots=True)
class Message:
    """One alert, and what the channel will have been told with it of the sites that were judged."""

    channel: Channel
    title: str
    body: str
    told: Told
    judged: frozenset[str] = frozenset()

    def noted(self, told: Mapping[str, Told]) -> dict[str, Told]:
        """Return what the channels were told once this has arrived; of other sites as before."""
        before = told.get(self.channel.key, {})
        others = {site: trouble for site, trouble in before.items() if site not in self.judged}
        return {**told, self.channel.key: others | self.told}


def messages(
    channels: Sequence[Channel],
    verdicts: Mapping[str, Verdict],
    titles: Mapping[str, str],
    told: Mapping[str, Told],
) -> list[Message]:
    """Return what is to be sent now: at most one message a channel."""
    due = []
    for channel in channels:
        known = told.get(channel.key, {})
        mine = {site: verdict for site, verdict in verdicts.items() if channel.is_for(site)}
        now = {site: _trouble(verdict) for site, verdict in mine.items() if verdict.is_alarm}
        news = [site for site, trouble in now.items() if known.get(site) != trouble]
        # A site that is paused or gone is no more a worry, but did not recover either.
        well = [site for site in known if site in mine and mine[site].state in ("ok", "quiet")]
        if news or well:
            title, body = _title(news, well), _body(news, well, mine, titles, known)
            due.append(Message(channel, title, body, now, frozenset(mine)))
        elif now != {site: trouble for site, trouble in known.items() if site in mine}:
            due.append(Message(channel, "", "", now, frozenset(mine)))
    return due


def _trouble(verdict: Verdict) -> str:
    return f"{verdict.state}/{verdict.cause}"


def _title(news: Sequence[str], well: Sequence[str]) -> str:
    parts = [f"{len(news)} 个站点异常 in trouble"] if news else []
    parts += [f"{len(well)} 个恢复 recovered"] if well else []
    return "wenming: " + ", ".join(parts)


def _body(
    news: Sequence[str],
    well: Sequence[str],
    verdicts: Mapping[str, Verdict],
    titles: Mapping[str, str],
    known: Told,
) -> str:
    alike: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for site in news:
        verdict = verdicts[site]
        shared = verdict.reason if verdict.cause in ("disk", "scheduler") else None
        alike[verdict.cause or verdict.state, shared].append(site)
    lines = []
    for (cause, shared), sites in alike.items():
        if len(sites) > _FEW:
            named = "、".join(_name(site, titles) for site in sites)
            example = shared or f"{sites[0]}: {verdicts[sites[0]].reason}"
            lines.append(f"✗ {_called(cause)}: {named}\n  {example}")
        else:
            lines += [f"✗ {_line(site, verdicts[site], titles)}" for site in sites]
    for site in well:
        trouble = known[site].partition("/")[2]
        lines.append(f"✓ {_name(site, titles)}: {_called(trouble)} 已恢复 is over")
    return "\n".join(lines)


def _line(site: str, verdict: Verdict, titles: Mapping[str, str]) -> str:
    since = verdict.since.astimezone(BEIJING).strftime("%m-%d %H:%M")
    line = (
        f"{_name(site, titles)}: {_called(verdict.cause or '')} since {since}\n  {verdict.reason}"
    )
    runs = ", ".join(str(run) for run in verdict.runs)
    return f"{line}\n  wenming runs show {runs}" if runs else line


def _name(site: str, titles: Mapping[str, str]) -> str:
    title = titles.get(site)
    return f"{title} ({site})" if title and title != site else site


def _called(cause: str) -> str:
    return f"{WORDS[cause]} {cause}" if cause in WORDS else cause


def missing_scheduler(looked_at: datetime | None, now: datetime) -> Verdict:
    """Return the verdict on a scheduler that shows no sign of life."""
    last = f"last sign of life {looked_at:%F %H:%M} UTC" if looked_at else "it never ran here"
    return Verdict(state="broken", since=looked_at or now, cause="scheduler", reason=last)


def load_told(home: Home) -> dict[str, Told]:
    """Return what every channel was told; nothing where the file cannot be read."""
    try:
        shown = json.loads(read_text(home.root / FILE))
        return {key: dict(told) for key, told in shown.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def note_told(home: Home, arrived: Iterable[Message]) -> None:
    """Add to the file what has arrived. Raises OSError on a full disk.

    ``wenming alerts check`` may send while a scheduler does, about other things.
    """
    # The folder is there for all, whoever began; a file of its own would be its maker's.
    lock = os.open(home.root, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = load_told(home)
        for message in arrived:
            told = message.noted(told)
        replace_text(home.root / FILE, json.dumps(told, ensure_ascii=False, indent=1))
    finally:
        os.close(lock)
