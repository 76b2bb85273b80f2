"""A site that lives: it publishes between two visits, and anything may befall it."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from faulty import Answer, Connection, Faulty, http

NOTHING = http(b"nothing here", 404)
PAGE = 6  # articles of a list page
PEOPLE = "陈 林 黄 周 吴 徐 孙 马 朱 胡".split()
DEEDS = (
    "把旧书送进了山村教室 在巷口支起了修车摊 教邻居用手机挂号 守着水塔过了三个冬天 "
    "给放学的孩子留一盏灯 领着大家清理河滩 替老街坊写了十年家信 把祠堂改成了书屋"
).split()
LINES = (
    "这件事起初没有多少人知道，后来街坊们才慢慢说起。",
    "社区书记介绍，像这样的普通人，镇上还有很多。",
    "她说自己只是顺手做了一点小事，不值得专门来写。",
    "第二天一早，又有三户人家主动报名参加。",
    "记者离开的时候，院子里的灯还亮着。",
)


@dataclass
class LivingSite:
    """Lists its newest articles first, page after page; what it answers may be replaced.

    ``befall`` is given a path and the answer that a healthy site would give.
    """

    items: list[int] = field(default_factory=list)
    befall: Callable[[str, bytes], Answer] = lambda path, page: http(page) if page else NOTHING
    list_item: str = '<li><a href="{url}">{title}</a><span>{day}</span></li>'
    page: str = (
        '<h1>{title}</h1><div class="byline">发布时间：{day} 09:30　来源：云山日报</div>'
        '<div class="text">{body}</div>'
    )

    def publish(self, number: int) -> None:
        """Add articles to the top of the list."""
        self.items[:0] = range(len(self.items) + number, len(self.items), -1)

    def answer(self, connection: Connection) -> None:
        """Answer one request and close."""
        path = connection.asked.path
        answer = self.befall(path, self.healthy(path))
        if callable(answer):
            answer(connection)
        else:
            connection.send(answer)

    def healthy(self, path: str) -> bytes:
        """Return the page that the site means to show, nothing where there is none."""
        if path in ("/", "/list"):
            return self._list(0, is_home=path == "/")
        name, _, number = path.strip("/").rpartition("_")
        if name == "list":
            return self._list(int(number))
        return self._article(int(number)) if name == "t2026" else b""

    def _list(self, number: int, *, is_home: bool = False) -> bytes:
        shown = self.items[number * PAGE : (number + 1) * PAGE]
        items = "".join(
            self.list_item.format(url=f"/t2026_{item}", title=title(item), day=day(item))
            for item in shown
        )
        more = (number + 1) * PAGE < len(self.items)
        following = f'<a href="/list_{number + 1}">下一页</a>' if more and not is_home else ""
        following += '<a href="/list">要闻</a>' if is_home else ""
        head = "<title>要闻_云山文明网</title>" + "<!-- 云山文明网 -->" * 40
        return _html(head, f'<div class="list"><ul>{items}</ul></div><p>{following}</p>')

    def _article(self, item: int) -> bytes:
        fields = {"title": title(item), "day": day(item), "body": _paragraphs(body(item))}
        return _html(f"<title>{title(item)}</title>", self.page.format(**fields))


def title(item: int) -> str:
    return f"{PEOPLE[item % 10]}师傅{DEEDS[item % 8]}（{item}）"


def day(item: int) -> str:
    return f"2026-{1 + item // 28 % 10:02d}-{1 + item % 28:02d}"


def body(item: int) -> list[str]:
    rotated = itertools.islice(itertools.cycle(LINES), item % 5, item % 5 + 4)
    return [f"{title(item)}。{line}" for line in rotated] * 2


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def _html(head: str, content: str) -> bytes:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{content}</body></html>'.encode()


def delayed(seconds: float) -> Callable[[str, bytes], Answer]:
    """Return what befalls a site whose server takes its time."""

    def befall(path: str, page: bytes) -> Answer:
        def answer(connection: Connection) -> None:
            time.sleep(seconds)
            connection.send(http(page) if page else NOTHING)

        return answer

    return befall


def answer_with(server: Faulty, site: LivingSite) -> None:
    """Have a server answer everything, robots.txt included, as a site does."""
    server.robots = site.answer
    server.routes = _Everything(site.answer)


class _Everything(dict[str, Answer]):
    """The one answer to whatever is asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer

    def __contains__(self, path: object) -> bool:
        return True

    def get(self, path: str, default: object = None) -> Answer:  # type: ignore[override]
        return self.answer
