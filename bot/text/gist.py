"""What a message says beside its courtesies: 你好 ⏎ 帮我查一下物流 ⏎ 单号… ⏎ 谢谢 is 帮我查一下物流.

Shoppers write a thought in pieces. The greeting, the thanks and the numbers around it are read by themselves; what is left
is the wish. Pure, linear in the text's length; what the wish is, is decided elsewhere.
"""

from __future__ import annotations

import re

from bot.text.identifiers import find_identifiers

LEAST_LETTERS = 3  # what is shorter may be the courtesy's own sense: 好的 谢谢
_SEPARATORS = re.compile(r"([\n\r，,。；;！!~～、\s]+)")
_COURTESY = re.compile(
    r"(?:在吗|在么|在不在?|在嘛|你好|您好|哈[喽啰]|嗨|有人吗|有人么|有人在吗|客服|亲|早上好|上午好|中午好|下午好|晚上好|hello|hi"
    r"|谢谢[您你]?|多谢|谢了|感谢|麻烦了|麻烦[您你]|辛苦了|拜托|打扰一?下?"
    r"|请问一?下?|想问一?下?|我想问一?下?|问一?下|问个事|咨询一?下?|我想咨询一?下?|那个|就是|还有|另外|然后|对了|顺便|[呀啊哦嗯哈呢吧了~])+",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:你好|您好|在吗|亲|客服|哈[喽啰]|请问一?下?|麻烦|hello|hi)[呀啊哦嗯哈~]*(?=.{3})", re.IGNORECASE
)
_NUMBER_NAMES = re.compile(
    r"(?:我|这个|那个|是|的|：|:){0,4}(?:订单编?号?码?|单号|快递单?号?|运单号?|物流单?号?|手机尾?号?码?|电话号?码?|尾号|后四位|[后末]4位)(?:是|为|：|:){0,3}$"
)


def gist(text: str) -> str:
    """The text without greetings, thanks, openings and numbers; the text itself where nothing telling is left."""
    kept: list[str] = []
    for place, piece in enumerate(_SEPARATORS.split(_without_numbers(text))):
        if place % 2:
            if kept:
                kept.append(piece)
        elif piece and not _COURTESY.fullmatch(piece):
            kept.append(_LEADING.sub("", piece))
    found = "".join(kept).strip()
    return found if sum(each.isalpha() for each in found) >= LEAST_LETTERS else text


def _without_numbers(text: str) -> str:
    """Without numbers and what names them; a number that is the message's only object leaves its verb: 帮我查."""
    rest: list[str] = []
    done = 0
    for found in find_identifiers(text):
        rest.append(_NUMBER_NAMES.sub("", text[done : found.start]))
        done = found.end
    return "\n".join([*rest, text[done:]]) if rest else text
