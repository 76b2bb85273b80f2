"""What others would run: bare Scrapy, and the stack that one assembles from what there is.

``python peers.py bare|stack URL FOLDER`` in an interpreter that has what the mode needs; the
last line of standard output is the number of pages fetched.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class Bare(scrapy.Spider):
    """Follows the links of the lists and does nothing else."""

    name = "bare"
    pages = 0

    def parse(self, response: Any) -> Any:
        Bare.pages += 1
        yield from response.follow_all(css=".list li a", callback=self.article)
        yield from response.follow_all(css=".pages a.next", callback=self.parse)

    def article(self, response: Any) -> Any:
        Bare.pages += 1


class Stack(Bare):
    """Reads with a general extractor, keeps every page as WARC and every article as a row."""

    name = "stack"

    def article(self, response: Any) -> Any:
        import trafilatura

        Bare.pages += 1
        document = trafilatura.bare_extraction(
            response.text, url=response.url, with_metadata=True, include_comments=False
        )
        yield {
            "url": response.url,
            "title": document.title,
            "date": document.date,
            "source": document.sitename,
            "author": document.author,
            "body": document.text,
            "response": response,
        }


class WarcPipeline:
    """A request and a response record for each page, by warcio."""

    def open_spider(self) -> None:
        from warcio.warcwriter import WARCWriter

        self.file = (FOLDER / "stack.warc.gz").open("wb")
        self.writer = WARCWriter(self.file, gzip=True)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        from warcio.statusandheaders import StatusAndHeaders

        response = item.pop("response")
        asked = _pairs(response.request.headers)
        request = StatusAndHeaders(f"GET {response.url} HTTP/1.1", asked, is_http_request=True)
        answered = StatusAndHeaders(
            f"{response.status} OK", _pairs(response.headers), protocol="HTTP/1.1"
        )
        record = self.writer.create_warc_record
        self.writer.write_request_response_pair(
            record(response.url, "request", payload=BytesIO(), http_headers=request),
            record(response.url, "response", payload=BytesIO(response.body), http_headers=answered),
        )
        return item

    def close_spider(self) -> None:
        self.file.close()


class RowPipeline:
    """A row for each article as it comes, with the full-text index that sqlite-utils makes."""

    def open_spider(self) -> None:
        from sqlite_utils import Database

        self.db = Database(FOLDER / "stack.db")
        columns = dict.fromkeys(("url", "title", "date", "source", "author", "body"), str)
        self.table = self.db["articles"].create(columns, pk="url")
        self.table.enable_fts(["title", "body"], create_triggers=True)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        self.table.upsert(item, pk="url")
        return item


def _pairs(headers: Any) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]


QUIET = {"LOG_LEVEL": "INFO", "TELNETCONSOLE_ENABLED": False}
STACK = {"ITEM_PIPELINES": {WarcPipeline: 100, RowPipeline: 200}}


if __name__ == "__main__":
    mode, url, FOLDER = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    settings = QUIET | (STACK if mode == "stack" else {})
    process = CrawlerProcess({**settings, "LOG_FILE": str(FOLDER / f"{mode}.log")})
    process.crawl(Stack if mode == "stack" else Bare, start_urls=[f"{url}list/1.html"])
    process.start()
    print(Bare.pages)
