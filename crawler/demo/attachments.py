"""The pictures and documents of the demo site, made in code."""

import struct
import zlib

PDF_OBJECTS = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    " /Resources << /Font << /F1 5 0 R >> >> >>",
    "",  # the text
    # A font that every reader of Chinese PDFs brings along, so that none is embedded.
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    " /DescendantFonts [6 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    " /FontDescriptor 7 0 R >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900]"
    " /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 800 /StemV 80 >>",
)


def make_pdf(text: str) -> bytes:
    """Return a document of one page with one line of text."""
    stream = f"BT /F1 18 Tf 72 760 Td <{text.encode('utf-16-be').hex()}> Tj ET"
    content = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    document = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(PDF_OBJECTS, 1):
        offsets.append(len(document))
        document += f"{number} 0 obj\n{body or content}\nendobj\n".encode("ascii")
    count = len(PDF_OBJECTS) + 1
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(document)}\n%%EOF\n"
    return document + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def make_png(seed: int, width: int = 320, height: int = 200) -> bytes:
    """Return a picture of a slope before the sky; its colours depend on ``seed``."""
    sky, slope = _colour(seed, 160), _colour(seed >> 8, 40)
    rows = []
    for y in range(height):
        clear = max(0, min(width, width - (2 * y - height) * width // height))
        rows.append(b"\0" + slope * (width - clear) + sky * clear)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _colour(seed: int, base: int) -> bytes:
    return bytes(base + (seed >> shift) % 90 for shift in (0, 3, 6))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
