"""Whether a page shows something else in place of the article that it was asked for.

Firewalls, hosts and hijackers word their notices as they please. What they have in common is what
they lack: anything of the headline that leads to the address, or of the article that we hold.
"""

import re
from typing import Literal, Protocol

from article.facts.dates import day_of
from article.folding import fold, key
from article.model import Article
from article.patterns import regex
from article.text.verdict import error_in
from crawler.lists.links.hints import HEADLINE
from crawler.verdicts.outcome import judge_words
from storage.values.visit import Outcome

AKIN = 0.2  # of the pairs of characters of a headline; more is chance no more
LEAST_PIECE = 8  # letters between two signs that two texts hardly share by chance
NOTICE = 24  # letters that say why there is no text; with pictures an article may have as few
LOSS = 4  # so many times longer was the text that such a notice stands for
GAMES = 2  # words of those who live by bets; one may be in the news
# Where a field comes from that the page itself does not print.
_BORROWED = ("list", "url")
_COMMAS = frozenset("，。！？；")

_SIGN = regex(r"[。！？!?；;，,\n]")
_REFUSAL = regex(
    r"""
        攻击 | 威胁 | 拦截 | 阻断 | 防火墙 | 防护(?![林服栏网]) | 黑名单 | 受限 | 限制 | 暂不支持
        | 验证 | 真人 | 滑块 | 拒绝访问 | 访问异常 | 环境存在异常 | (?:人数|用户)(?:较|过|太)多
        | (?:正在|请)排队 | 排队[等中] | 太快 | 登[录陆] | \(游客\) | 对会员 | 仅限
        | 国家[或和]地区 | 字符 | 点击下图 | cookie | 浏览器
        | 扫描二维码 | denied | blocked | rejected | intercepted | robot | captcha | sign\ in
        | log\ ?in | firewall | security | support\ id | incident | not\ acceptable
    """,
    re.X | re.I,
)
_GAME = regex(
    r"百家乐|老虎机|龙虎斗|娱乐(?:城|场(?!所))|博彩|赌场|棋牌(?!室|活动|[比大竞]?赛)|投注|彩金|"
    r"葡京|威尼斯人|真人荷官|开云体育|六合彩|时时彩|体育平台|体育竞猜|电子游艺|真人视讯|线上娱乐|太阳城|新濠|必威|"
    r"betway|casino|baccarat|betting",
    re.I,
)
_POLICE = regex(r"公安|[民干]警|警[方察]|检察|法院|反诈|整治|查处")  # who lives by bets names none
_CAPTION = regex(r"图为|供图|摄\W?\Z|\A\W*(?:图片|摄影)|[▲△◆■]")
_UNFILLED = regex(r"\A\W*(?:\{\{|<%|\$\{|<\?|\{\$|(?:null|undefined)\Z)", re.I)


class Known(Protocol):
    """The article that we hold of an address."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def published_at(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...


def is_beyond_doubt(article: Article) -> bool:
    """Whether a page shows by itself that it is the article of somebody: nearly all do."""
    title = _own_title(article)
    is_signed = _is_credited(article) and _prints_day(article)
    return is_signed and not (_is_bare_notice(article) or _unfilled(article) or _GAME.search(title))


def find_impostor(
    article: Article, held: Known | None, *, headline: str | None, listed: str | None
) -> tuple[Outcome, str] | None:
    """Return outcome and reason where a page is not the article that was announced.

    ``headline`` and ``listed`` are title and date of the link that leads to it. Where neither tells
    enough, and nothing is held, the page is believed.
    """
    title = _own_title(article)
    if unfilled := _unfilled(article):
        return "error", f"a template that nothing was filled in: {unfilled[:80]}"
    shown = f"{title}\n{article.body}"
    is_hijacked = is_of_bets(article)
    # Templates name the site itself as the source of whatever stands in them.
    is_template = held is not None and held.published_at and not _prints_day(article)
    is_brief = len(article.body) <= 2 * NOTICE
    is_vouched_for = (
        (_is_credited(article) and not is_template)
        # A refusal prints its own time.
        or (_has_own_day(article, held, listed) and not (is_brief and _refuses(shown)))
        # Notices have pictures too: a logo, signs to type.
        or (held is None and _has_media(article) and not (is_brief and _is_notice(article, shown)))
    )
    if held and _is_emptied(article, held, headline):
        return _judge_words(article.body, shown)
    if not is_hijacked and is_vouched_for:
        return None
    known = [headline or "", held.title if held else ""]
    announced = [name for name in known if len(key(name)) >= HEADLINE]
    if not announced or any(_is_akin(name, shown) for name in announced):
        return None
    if held and (_pieces(held.body) & _pieces(article.body) or _is_bare(held)):
        return None
    return _refusal(shown), f"something else in its place: {(title or article.body)[:80]}"


def is_of_bets(article: Article) -> bool:
    """Whether a page is about bets as those of hijackers are, and not as news of the police is."""
    title = _own_title(article)
    shown = f"{title}\n{article.body}"
    is_about = bool(_GAME.search(title or shown)) and len(set(_GAME.findall(shown))) >= GAMES
    return is_about and not _POLICE.search(shown)


def is_stranger(article: Article, held: Known, headline: str | None) -> bool:
    """Whether a page has nothing of the article that we hold, nor of what its link says.

    A site that took its articles down may lead all their addresses to one that is left, or show a
    notice that is dated and signed like an article.
    """
    known = [name for name in (headline or "", held.title) if len(key(name)) >= HEADLINE]
    shown = f"{_own_title(article)}\n{article.body}"
    if not known or any(_is_akin(name, shown) for name in known):
        return False
    return not _pieces(held.body) & _pieces(article.body)


def is_foreign(first: Article, part: Article) -> bool:
    """Whether a page has nothing of the article that it should go on with.

    Its further pages have the same title, or lead to one another, or are about the same.
    """
    title = _own_title(part)
    if part.pages or not title or len(key(first.title)) < HEADLINE:
        return False
    return not _is_akin(first.title, f"{title}\n{part.body}")


def _own_title(article: Article) -> str:
    """Return the title that the page itself prints."""
    return "" if article.evidence["title"].rule in _BORROWED else article.title


def _refusal(shown: str) -> Literal["blocked", "error"]:
    return "blocked" if _refuses(shown) else "error"


def _refuses(shown: str) -> bool:
    """Whether a page says that it shows itself to others only; so do the doors of casinos."""
    return bool(_REFUSAL.search(fold(shown))) and len(set(_GAME.findall(shown))) < GAMES


def _judge_words(words: str, shown: str) -> tuple[Outcome, str]:
    """Return outcome and reason of words in place of a text; they may say that it was deleted."""
    outcome = _refusal(shown)
    if outcome == "error" and (error := error_in(fold(words), is_brief=True)):
        return judge_words(error)
    return outcome, f"a few words in place of its text: {words}"


def _is_notice(article: Article, shown: str) -> bool:
    """Whether a few words beside a picture are none about it: they refuse, or tell something.

    A caption may stand for a title, and posters are signed in words without a comma.
    """
    if article.attachments or _CAPTION.search(article.body):
        return False
    is_entitled = article.evidence["title"].rule not in (*_BORROWED, "first line")
    return _refuses(shown) or (is_entitled and not _COMMAS.isdisjoint(article.body))


def _has_media(article: Article) -> bool:
    return bool(article.images or article.attachments)


def _unfilled(article: Article) -> str | None:
    """Return what of a template stands where title or text should, if anything does."""
    places = (_own_title(article), article.body)
    return next((place for place in places if _UNFILLED.match(place)), None)


def _is_bare_notice(article: Article) -> bool:
    """Whether a page has hardly any text, and nothing else to show for it."""
    if len(article.body) > 2 * NOTICE or _has_media(article):
        return False
    return len(key(article.body)) <= NOTICE


def _is_emptied(article: Article, held: Known, headline: str | None) -> bool:
    """Whether a few words stand where the text that we hold was, under its title or another's.

    Where the link has the words of the new title the address was given to another article.
    """
    if not _is_bare_notice(article) or _pieces(held.body) & _pieces(article.body):
        return False
    if len(key(held.body)) < LOSS * len(key(article.body)):
        return False
    title = _own_title(article)
    return title == held.title or not (headline and _is_akin(headline, f"{title}\n{article.body}"))


def _is_credited(article: Article) -> bool:
    """Whether a page names somebody who wrote it."""
    source = article.evidence.get("source")
    # A word before a time may be an account, or what a firewall calls its time.
    is_source = source is not None and source.rule != "account"
    return bool(is_source or article.author or article.editor or article.credit)


def _is_bare(held: Known) -> bool:
    """Whether the article that we hold has as little to show for itself as a notice."""
    return not (held.published_at or held.source)


def _has_own_day(article: Article, held: Known | None, listed: str | None) -> bool:
    """Whether a page prints a day, and it is the one that we know of, if any."""
    if article.published_at is None or not _prints_day(article):
        return False
    known = [day[:10] for day in (listed, held.published_at if held else None) if day]
    return not known or day_of(article.published_at).isoformat() in known


def _prints_day(article: Article) -> bool:
    evidence = article.evidence.get("published_at")
    return (
        article.published_at is not None and evidence is not None and evidence.rule not in _BORROWED
    )


def _is_akin(headline: str, shown: str) -> bool:
    """Whether a text has a good part of what a headline is about."""
    letters, text = key(headline), key(shown)
    pairs = {letters[at : at + 2] for at in range(len(letters) - 1)}
    return sum(pair in text for pair in pairs) >= AKIN * len(pairs)


def _pieces(body: str) -> set[str]:
    pieces = (key(piece) for piece in _SIGN.split(body))
    return {piece for piece in pieces if len(piece) >= LEAST_PIECE}
