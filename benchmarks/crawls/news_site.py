"""A news site of any size to measure crawls on, and a server for it that costs next to nothing.

Its pages have the weight of real ones: 21 to 50 KB, of which 800 to 3,000 characters are the text;
the rest is navigation, side boxes, comments, style and script. Everything follows from the number
of the article, so the same size gives the same site.

``python benchmarks/crawls/news_site.py 5000 --folder DIR`` serves it until standard input ends, and
prints the port.
"""

import argparse
import asyncio
import gzip
import sys
from bisect import bisect
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from random import Random
from string import Template

sys.path.insert(0, str(Path(__file__).parents[2]))
from article.noise.language import language

COLUMNS = "要闻 时政 社会 文明创建 道德模范 志愿服务 乡村振兴 图片 专题 评论 视频 未成年人".split()
OUTLETS = "湖北文明网 湖北日报 新华社 人民网 长江日报 鄂州日报 中国文明网 极目新闻".split()
PER_LIST = 20


class Prose:
    """Chinese without sense: words and sentences as likely as in print."""

    def __init__(self) -> None:
        model = language()
        self._starts = _Choice(
            {char: count for char, count in model.first.items() if "一" <= char <= "龥"}
        )
        self._follow: dict[str, dict[str, float]] = {}
        for pair, count in model.pairs.items():
            if pair.encode("gb2312", "ignore").__len__() == 4:
                self._follow.setdefault(pair[0], {})[pair[1]] = count
        self._choices: dict[str, _Choice] = {}
        draw = Random("phrases")
        # What every press release says: a tenth of the text.
        self._phrases = ["".join(self._words(draw, draw.randint(2, 5))) for _ in range(1500)]

    def word(self, draw: Random) -> str:
        first = self._starts.draw(draw)
        while first not in self._follow:
            first = self._starts.draw(draw)
        if first not in self._choices:
            self._choices[first] = _Choice(self._follow[first])
        return first + self._choices[first].draw(draw)

    def text(self, draw: Random, characters: int) -> str:
        """Return sentences of about so many characters."""
        parts: list[str] = []
        size = 0
        while size < characters:
            said = (
                draw.choice(self._phrases)
                if draw.random() < 0.12
                else "".join(self._words(draw, draw.randint(2, 7)))
            )
            size += len(said) + 1
            parts += [said, draw.choice("，，，，、。。；")]
        return "".join(parts).rstrip("，、；。") + "。"

    def title(self, draw: Random) -> str:
        return "".join(self._words(draw, draw.randint(6, 12)))[:30]

    def _words(self, draw: Random, number: int) -> Iterator[str]:
        return (self.word(draw) for _ in range(number))


class _Choice:
    """Draws by weight."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._values = list(weights)
        self._sums = list(accumulate(weights.values()))

    def draw(self, draw: Random) -> str:
        return self._values[bisect(self._sums, draw.random() * self._sums[-1])]


class Site:
    """The pages of a site of ``size`` articles, by path."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.lists = -(-size // PER_LIST)
        self.prose = prose()
        self._frames = [_Frame(self.prose, kind) for kind in range(3)]

    def paths(self) -> Iterator[str]:
        yield "/index.html"
        yield from (f"/list/{number}.html" for number in range(1, self.lists + 1))
        yield from map(article_path, range(self.size))

    def page(self, path: str) -> str:
        """Return the text of a page; ``{charset}`` stands for the name of its encoding."""
        if path == "/index.html":
            return self._list(1)
        if path.startswith("/list/"):
            return self._list(int(path[6:-5]))
        return self._article(int(path.rpartition("_")[2][:-5]))

    def _list(self, number: int) -> str:
        frame = self._frames[0]
        first = (number - 1) * PER_LIST
        items = "".join(
            f'<li><a href="{article_path(i)}" target="_blank">{_title(i)}</a>'
            f"<span>{_day(i)}</span></li>\n"
            for i in range(first, min(self.size, first + PER_LIST))
        )
        near = range(max(1, number - 4), min(self.lists, number + 5) + 1)
        pages = " ".join(f'<a href="/list/{n}.html">{n}</a>' for n in near)
        if number < self.lists:
            pages += f' <a class="next" href="/list/{number + 1}.html">下一页</a>'
        return LIST.substitute(
            frame.parts, number=number, items=items, pages=f"{pages} 共{self.lists}页"
        )

    def _article(self, number: int) -> str:
        draw = Random(f"article {number}")
        column = COLUMNS[number % len(COLUMNS)]
        window = number // 50 * 37
        boxes = "".join(
            f'<div class="box mod-{b}"><h3>{head}</h3><ul>'
            + "".join(self._item(window + 13 * b + i) for i in range(8))
            + "</ul></div>\n"
            for b, head in enumerate(("热点新闻", "推荐阅读", "图片新闻", "最新"))
        )
        comments = "".join(
            f'<div class="cmt" id="c{i}"><span class="u">网友{draw.randrange(10**6)}</span>'
            f"<p>{self.prose.text(draw, draw.randint(10, 70))}</p>"
            f'<a href="javascript:;" onclick="up({i})">赞({draw.randrange(99)})</a></div>\n'
            for i in range(draw.randint(0, 30 if number % 3 == 0 else 12))
        )
        return ARTICLE.substitute(
            self._frames[number % 3].parts,
            title=_title(number),
            column=column,
            list=1 + 21 * (number % len(COLUMNS)),
            day=_day(number),
            outlet=draw.choice(OUTLETS),
            about=self.prose.text(draw, 60),
            words=",".join(self.prose.word(draw) for _ in range(3)),
            editor=self.prose.word(Random(f"editor {number}")),
            paragraphs="\n".join(self._paragraphs(draw, number)),
            related="".join(self._item(number + 101 * i + 1) for i in range(6)),
            before=article_path((number - 1) % self.size),
            after=article_path((number + 1) % self.size),
            boxes=boxes,
            comments=comments,
        )

    def _paragraphs(self, draw: Random, number: int) -> Iterator[str]:
        left = draw.randint(800, 3000)
        while left > 0:
            text = self.prose.text(draw, min(draw.randint(60, 260), max(20, left)))
            left -= len(text)
            if draw.random() < 0.8:
                yield f'<p style="text-indent:2em">　　{text}</p>'
            else:
                yield f"<p>　　<strong>{text[:12]}</strong>{text[12:]}</p>"
            if draw.random() < 0.08:
                yield (
                    f'<p align="center"><img src="/pic/{number}_{left}.jpg" alt="{text[:8]}" '
                    f'width="600"/></p>'
                )

    def _item(self, number: int) -> str:
        number %= self.size
        return (
            f'<li><em class="n">{number % 10}</em><a href="{article_path(number)}" '
            f'target="_blank" title="{_title(number)}">{_title(number)}</a>'
            f'<span class="d">{_day(number)[5:]}</span></li>\n'
        )


@cache
def prose() -> Prose:
    """Return the one source of prose."""
    return Prose()


def article_path(number: int) -> str:
    """Return the path of an article: a folder of 500, a day, a number."""
    return f"/art/{number // 500:02d}/t{20250801 + number // 500 % 30}_{number:06d}.html"


def _day(number: int) -> str:
    return f"2025-{8 - number // 1000 % 8:02d}-{1 + number % 28:02d}"


@cache
def _title(number: int) -> str:
    return prose().title(Random(f"title {number}"))


class _Frame:
    """What surrounds the text on one kind of page: style, script, navigation, footer."""

    def __init__(self, prose: Prose, kind: int) -> None:
        draw = Random(f"frame {kind}")
        rules, slots, links = ((20, 15, 20), (50, 60, 40), (110, 110, 70))[kind]

        def name() -> str:
            return prose.word(draw) + prose.word(draw)

        self.parts = {
            "style": "".join(
                f".{draw.choice('abcdefgh')}{i:x}-{draw.randint(1, 99)}"
                f"{{margin:{draw.randint(0, 40)}px {draw.randint(0, 9)}px;"
                f"color:#{draw.randrange(1 << 24):06x};font:{draw.randint(12, 18)}px/1.5 simsun}}\n"
                for i in range(rules)
            ),
            "script": "".join(
                f"var v{i}={{id:{draw.randrange(10**6)},slot:'ad{draw.randrange(99)}',"
                f"w:{draw.randint(100, 900)},u:'/res/{draw.randrange(1 << 40):x}.js'}};"
                f"if(window.innerWidth>{draw.randint(300, 1200)}){{load(v{i}.u,v{i}.slot);}}\n"
                for i in range(slots)
            ),
            "nav": "".join(
                f'<li class="nav-item"><a href="/list/{1 + 21 * c}.html" title="{column}">'
                f'{column}</a><ul class="sub">'
                + "".join(f'<li><a href="/about/{c}-{j}.html">{name()}</a></li>' for j in range(5))
                + "</ul></li>\n"
                for c, column in enumerate(COLUMNS)
            ),
            "footer": " | ".join(
                f'<a target="_blank" href="/links/{j}.html">{name()}网</a>' for j in range(links)
            ),
            "charset": "{charset}",
        }


LIST = Template("""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=$charset" />
<title>要闻_第${number}页_湖北文明网</title><style>$style</style><script>$script</script></head>
<body><div class="nav"><ul>$nav</ul></div><div class="list"><ul>
$items</ul></div><div class="pages">$pages</div><div class="footer">$footer</div></body></html>
""")

ARTICLE = Template("""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=$charset" />
<title>${title}_${column}_湖北文明网</title>
<meta name="keywords" content="$words" /><meta name="description" content="$about" />
<link rel="stylesheet" href="/css/base.css" /><style type="text/css">$style</style>
<script type="text/javascript">//<![CDATA[
$script//]]></script></head>
<body><div class="top"><a href="/index.html"><img src="/img/logo.png" alt="湖北文明网"/></a>
<form action="/search"><input name="q"/><input type="submit" value="搜索"/></form></div>
<div class="nav"><ul>$nav</ul></div>
<div class="crumb">当前位置：<a href="/index.html">首页</a> &gt;
<a href="/list/$list.html">$column</a> &gt; 正文</div>
<div class="main clearfix"><div class="left"><div class="article">
<h1 class="title">$title</h1>
<div class="byline"><span>发表时间：$day 来源：$outlet</span><span class="font">【字号
<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</span></div>
<div class="content" id="zoom">
$paragraphs
</div>
<div class="editor">责任编辑：$editor</div>
<div class="share"><a class="s1" href="#"></a><a class="s2" href="#"></a></div>
<div class="pn">上一篇：<a href="$before">上一篇</a> 下一篇：<a href="$after">下一篇</a></div></div>
<div class="related"><h3>相关新闻</h3><ul>$related</ul></div>
<div class="comments"><h3>网友评论</h3>$comments</div></div>
<div class="right">$boxes</div></div>
<div class="footer"><div class="flinks">友情链接：$footer</div>
<p>主办：湖北省文明办 承办：荆楚网 鄂ICP备00000000号 联系电话：027-00000000</p></div>
<script type="text/javascript" src="/js/stat.js"></script></body></html>
""")


def write(folder: Path, size: int) -> None:
    """Write the pages as UTF-8 into a folder, unless it has them already."""
    done = folder / "done"
    if done.exists():
        return
    site = Site(size)
    for path in site.paths():
        file = folder / path[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(site.page(path), encoding="utf-8")
    done.touch()


class Answers:
    """The pages of a folder as whole HTTP answers, made when they are first asked for."""

    def __init__(self, folder: Path, *, charset: str = "utf-8", packed: bool = False) -> None:
        self._folder = folder
        self._charset = charset
        self._packed = packed
        self.requests = 0
        self.bytes = 0

    def to(self, head: bytes) -> bytes:
        """Return the answer to a request's head."""
        target = head.split(b" ", 2)[1].decode("ascii", "replace").partition("?")[0]
        found = self._found(target)
        self.requests += 1
        answer = MISSING if found is None else found[0] if found[1] not in head else found[2]
        self.bytes += len(answer)
        return answer

    @cache  # noqa: B019 - lives as long as the process
    def _found(self, target: str) -> tuple[bytes, bytes, bytes] | None:
        file = self._folder / target.strip("/")
        if not file.is_file() or ".." in target:
            return None
        # As on most of these sites, GBK is declared as its oldest subset, and by the page alone.
        declared = "gb2312" if self._charset == "gbk" else self._charset
        text = file.read_text(encoding="utf-8").replace("{charset}", declared)
        body = text.encode(self._charset, "xmlcharrefreplace")
        coding = "Content-Encoding: gzip\r\n" if self._packed else ""
        if self._packed:
            body = gzip.compress(body, 6, mtime=0)
        tag = blake2b(body, digest_size=8).hexdigest()
        validators = f'ETag: "{tag}"\r\nLast-Modified: Fri, 01 Aug 2025 10:00:00 GMT\r\n'
        whole = (
            f"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/html\r\n{validators}{coding}"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body
        same = f"HTTP/1.1 304 Not Modified\r\nServer: bench\r\n{validators}\r\n".encode()
        return whole, f'"{tag}"'.encode(), same


MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


class Connection(asyncio.Protocol):
    """Answers one request after the other."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while b"\r\n\r\n" in self._pending:
            head, _, self._pending = self._pending.partition(b"\r\n\r\n")
            self._transport.write(self._answers.to(head))


async def serve(answers: Answers, port: int) -> None:
    """Serve until standard input ends; each line of it is answered with the counts so far."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answers), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(answers.requests, answers.bytes, flush=True)


def main() -> None:
    """Parse and serve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", type=int, help="number of articles")
    parser.add_argument("--folder", type=Path, required=True, help="where the pages are kept")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--charset", default="utf-8", choices=("utf-8", "gbk"))
    parser.add_argument("--gzip", action="store_true")
    options = parser.parse_args()
    write(options.folder, options.size)
    answers = Answers(options.folder, charset=options.charset, packed=options.gzip)
    asyncio.run(serve(answers, options.port))


if __name__ == "__main__":
    main()
