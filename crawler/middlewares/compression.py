"""Decompression without guessing the charset of compressed bytes."""

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response, TextResponse


class PlainCompressionMiddleware(HttpCompressionMiddleware):
    """Hands its parent a plain Response.

    A TextResponse without a declared charset would have the charset of its gzip bytes detected,
    which doubles the cost of a page.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.headers.get(b"Content-Encoding") and isinstance(response, TextResponse):
            response = Response(
                response.url,
                status=response.status,
                headers=response.headers,
                body=response.body,
                flags=response.flags,
                request=response.request,
                certificate=response.certificate,
                ip_address=response.ip_address,
                protocol=response.protocol,
            )
        return super().process_response(request, response)
