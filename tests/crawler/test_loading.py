"""A crawl loads Scrapy without what only its loading would cost."""

import subprocess
import sys

# What is told of a crawl's start, after it: sources that were read, and what is in vain compiled.
TELLING = """
import linecache, re
compiled = []
compile = re._compile
re._compile = lambda *given: compiled.append(str(given[0])) or compile(*given)
from crawler.engine.loading import load_downloader
load_downloader()
from scrapy.core.downloader import contextfactory, tls
"""


def _told(what: str) -> str:
    command = [sys.executable, "-c", f"{TELLING}print({what})"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_no_source_is_read_to_find_where_old_names_of_classes_belong() -> None:
    where = "contextfactory.ScrapyClientContextFactory.__module__"
    sources = "[name for name in linecache.cache if name.endswith('.py')]"
    assert _told(f"{sources}, {where}") == "[] scrapy.core.downloader.contextfactory"


def test_what_names_in_certificates_look_like_is_not_compiled() -> None:
    assert _told("[one for one in compiled if chr(0x10ffff) in one]") == "[]"
