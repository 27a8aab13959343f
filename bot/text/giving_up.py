"""Giving up: 算了, 不查了, 不退了, 先这样吧. The one place that knows the wish; what follows from it is decided by who asks.

Pure; a message is read piece by piece, linear in its length, so that no text is tried in more than one way.
"""

from __future__ import annotations

import re
import unicodedata

_ENDS = "，,。.！!、~～：:；; \n\t"
_LONGEST = 24
# The longer before the shorter. A row of such pieces gives up when at least one of them drops the matter.
_DEED = (
    r"(?:先|就|还是)?(?:不|别)(?:用|必|想|要|打算)?(?:再)?(?:退|换|改|修|取消|申请|撤销?|开|约|催|补|写|备注|加|拦截?|拒收)(?:货|款|票)?(?:了|啦)?"
    r"|(?:我?(?:就|先)?(?:自己)?)?(?:留着|凑合)(?:自己)?(?:用|穿|吃)?(?:吧|了)?"
)
_DROPPED = (
    r"算了?(?!账)|先(?:就)?这样|先放(?:着|一放)|放弃|取消查询|(?:等等|回头|以后|改天)?再说"
    r"|(?:先|就|还是)?(?:不|别)(?:用|必|想|要)?(?:再)?(?:查|问|找|管|弄)(?:了|啦)?|不说|不用帮"
    r"|(?:先|就)?(?:不用|不必|不需要|不麻烦|不折腾|不弄|不管)(?:了|你们?了|您了)?|先不"
)
_AROUND_IT = (
    r"那|就|要不|还是|我|吧|啊|呀|哦|噢|嗯|恩|哎|唉|诶|嘛|哈|呢|的|谢|麻烦|你们?|您|了|啦|也|暂时|既然这样|这样的话"
    r"|(?:退|换|改|修|取消|开)不了|太?麻烦(?:了)?|[，,。.！!、~～：:；;\s]"
)
_PIECE = re.compile(
    rf"(?P<deed>{_DEED})|(?P<dropped>{_DROPPED})|(?P<fine>没事儿?)|(?P<agreed>好的?|行|可以)|(?:{_AROUND_IT})"
)
_CLAUSE = re.compile(r"(?P<first>[^，,。.！!\s]{1,12})[，,。.！!\s]+(?P<rest>\S.*)", re.S)


def gives_up(text: str) -> bool:
    """算了不退了 / 不查了 / 那先这样吧 谢谢: the matter is dropped, and nothing else is said.

    没事 says so only where nothing is agreed to beside it.
    """
    kinds = _kinds(text)
    return bool(kinds & {"deed", "dropped"}) or ("fine" in kinds and "agreed" not in kinds)


def drops_deed(text: str) -> bool:
    """不退了 / 不用改了 / 留着吧: given up by the name of what was to be done, which may also be news to somebody."""
    return "deed" in _kinds(text)


def after_giving_up(text: str) -> str | None:
    """What follows 算了 in 算了 你们几点下班; None where nothing is given up, or nothing follows.

    不退了 换货吧 is one wish said in two steps, and stays whole.
    """
    if gives_up(text):
        return None
    rest = text.strip()
    while (found := _CLAUSE.match(rest)) and gives_up(found["first"]) and not drops_deed(found["first"]):
        rest = found["rest"].strip()
    return rest if rest != text.strip() else None


def _kinds(text: str) -> frozenset[str]:
    """The kinds of pieces that the message is a row of; none when it holds anything else, or is too long."""
    plain = unicodedata.normalize("NFKC", text).strip(_ENDS)
    if len(plain) > _LONGEST:
        return frozenset()
    place, kinds = 0, set()
    while place < len(plain):
        piece = _PIECE.match(plain, place)
        if piece is None or piece.end() == place:
            return frozenset()
        place = piece.end()
        kinds.add(piece.lastgroup or "")
    return frozenset(kinds)
