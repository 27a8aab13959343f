"""A table's bytes as its text: in UTF-8, in UTF-16 with its mark, or in GB18030 (GBK), as spreadsheets in China save it.

Nothing is guessed at: bytes that say nothing in the file's encoding are told by line, never replaced. Pure.
"""

from __future__ import annotations

import codecs
import re

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HIGH = re.compile(rb"[\x80-\xff]")
_CHINESE_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
_NUL = re.compile("\x00")
_NOT_GB18030 = re.compile(
    "[\x00\ufffd\ue000-\uf8ff]"
)  # what another encoding's bytes become; in Unicode they are somebody's signs
_BETWEEN = (",", ";", "\t")


class NoTable(ValueError):
    """`line` (from 1) is where it cannot be read; the message says what is wrong and what to do."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def table_text(content: bytes) -> str:
    """The text without a byte-order mark. Raises NoTable."""
    if content.startswith(_WORKBOOK):
        raise NoTable(1, "this is a workbook and no table of text: save it as “CSV UTF-8”")
    encoding = _encoding(content)
    content = content.removeprefix(codecs.BOM_UTF8)
    for mark, wide in _UTF16.items():
        content = content.removeprefix(mark) if encoding == wide else content
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content[: fault.start].decode(encoding, "ignore").count("\n") + 1
        raise NoTable(line, _unreadable(encoding)) from None
    if strange := (_NOT_GB18030 if encoding == "gb18030" else _NUL).search(text):
        raise NoTable(text[: strange.start()].count("\n") + 1, _unreadable(encoding))
    return text


def parted_by(text: str) -> str:
    """What parts the cells: the comma, semicolon or tab that the first line holds most of."""
    return max(_BETWEEN, key=text.partition("\n")[0].count)


def _encoding(content: bytes) -> str:
    """By its mark; without one UTF-8, also where less than half of what is Chinese is broken: that makes it no other's."""
    if marked := next((name for mark, name in _UTF16.items() if content.startswith(mark)), None):
        return marked
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        well, all_high = len(_CHINESE_UTF8.findall(content)) * 3, len(_HIGH.findall(content))
        return "utf-8" if well * 2 >= all_high else "gb18030"
    return "utf-8"


def _unreadable(encoding: str) -> str:
    if encoding.startswith("utf-16"):
        return "here the UTF-16 of this file breaks off: save it anew as “CSV UTF-8”"
    if encoding == "utf-8":
        return "what stands here is not UTF-8, as the rest is: save it anew as “CSV UTF-8”"
    return "what stands here is neither UTF-8 nor GB18030 text: save it anew as “CSV UTF-8”"
