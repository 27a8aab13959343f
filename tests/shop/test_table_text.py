"""A table's bytes are read exactly, in what Chinese spreadsheets save, or the line is told."""

from __future__ import annotations

import pytest

from bot.shop.table_text import NoTable, parted_by, table_text

TABLE = "text,intent,key\n怎么取消订单,cancel_order,a\n有代言吗🙂,skip,b\n一隆,skip,c\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_text_is_the_same_in_whatever_it_was_saved(encoding: str) -> None:
    assert table_text(TABLE.encode(encoding)) == TABLE
    assert table_text(TABLE.replace("\n", "\r\n").encode(encoding)) == TABLE.replace("\n", "\r\n")


def test_the_other_order_of_utf16_and_plain_letters_are_read() -> None:
    assert table_text("\ufeff能".encode("utf-16-be")) == "能"
    assert table_text("你好\ue415 怎么退 \ufffd".encode()) == "你好\ue415 怎么退 \ufffd"
    assert table_text(b"a,b\n") == "a,b\n" and table_text(b"") == ""
    assert table_text("café,标题\n".encode()) == "café,标题\n"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("取消订单\n开发票\n几天到".encode()[:-1], 3, "not UTF-8"),
        ("取消订单\n开".encode() + b"\xff" + "发票\n几天到\n".encode(), 2, "not UTF-8"),
        ("\ufeff取消".encode() + b"\n\xb2\xe9", 2, "not UTF-8"),
        ("取消订单\n开发票".encode("gbk")[:-1], 2, "GB18030"),
        ("運費怎麼算\n我想要退貨可以嗎\n".encode("big5"), 1, "GB18030"),
        ("取消\n开票".encode("utf-16")[:-1], 2, "UTF-16"),
        ("text,取消".encode("utf-16-le"), 1, "save it anew"),
        (b"a,b\n1,\x00\n", 2, "save it anew"),
        (b"PK\x03\x04rest", 1, "workbook"),
        (b"\xd0\xcf\x11\xe0rest", 1, "workbook"),
    ],
)
def test_what_cannot_be_read_exactly_is_told_by_line(content: bytes, line: int, words: str) -> None:
    with pytest.raises(NoTable, match=words) as caught:
        table_text(content)
    assert caught.value.line == line


def test_cells_are_parted_by_what_the_first_line_holds_most_of() -> None:
    assert [parted_by(line) for line in ("a,b;c,d\n;;;;", "a;b;c", "a\tb", "text")] == [",", ";", "\t", ","]
