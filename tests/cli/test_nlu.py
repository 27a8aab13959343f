"""How `nlu parse` cuts its input into texts."""

from __future__ import annotations

import io

import pytest

from bot.cli.nlu import texts_of


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        ("在吗\n怎么还没到\n".encode(), ["在吗", "怎么还没到"]),
        ("没有换行的末行".encode(), ["没有换行的末行"]),
        (b"\n\n", ["", ""]),
        ("一\r\n二\u2028三\x0c四\x85五\n".encode(), ["一\r", "二\u2028三\x0c四\x85五"]),
        (b"\xff\xfe\n", ["\ufffd\ufffd"]),
        (b"", []),
    ],
)
def test_lines_end_at_line_feeds_only(given: bytes, texts: list[str]) -> None:
    assert list(texts_of(io.BytesIO(given))) == texts
