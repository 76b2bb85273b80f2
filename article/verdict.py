"""What is no article: challenges of firewalls, error pages, lists, empty pages."""

import re

from article.errors import NotAnArticleKind
from article.page import Page

BLOCKED = re.compile(
    "访问被拦截|访问被阻断|安全验证|人机验证|请完成验证|滑动验证|请输入验证码|访问过于频繁|Just a moment|Access Denied|"
    "创宇盾|安全狗|云防护|网站防火墙|Web应用防火墙|拦截提示|用户登录|请先登录|acw_sc__v2|您的请求带有不合法参数",
    re.I,
)
ERROR = re.compile(
    "页面不存在|页面没有找到|找不到(?:该|您|你|此)?.{0,6}(?:页|网页|文件)|Not Found|您访问的页面|无法找到|页面已删除|文章不存在|文章已删除|"
    "内容不存在|页面丢失|页面出错|系统出错|服务器错误|Bad Gateway|Service Unavailable|Internal Server Error|"
    r"^\s*40[0345]\b|^\s*50[0234]\b|404错误|错误页",
    re.I,
)


def judge(page: Page, size: int) -> tuple[NotAnArticleKind, str] | None:
    """Return kind and reason where a page of so many characters of body is no article."""
    text = " ".join(line.text for line in page.lines[:40])[:600]
    if size < 200:
        for kind, pattern in (("blocked", BLOCKED), ("error", ERROR)):
            if found := pattern.search(
                f"{page.title} {text}" if len(page.lines) < 60 else page.title
            ):
                return kind, found[0]  # type: ignore[return-value]
        if (
            re.search("acw_sc__v2|_jsl_clearance|__jsluid|TencentCaptcha|geetest", page.source)
            and size < 50
        ):
            return "blocked", "script challenge"
    return None
