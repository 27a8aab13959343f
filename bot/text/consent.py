"""Yes, no and not yet, as shoppers answer a read-back, and the signs that something in it is wrong.

Pure word lists over whole messages, linear in their length. A yes with a condition or a question mark is none: what is
changed by it cannot be taken back. What follows from a sign is decided in bot.conversation and in the actions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_ENDS = "，,。.！!、~～：:；; \n\t"
_LONGEST = 24
_DOING = frozenset({"办", "弄", "处理", "提交", "申请", "操作", "安排"})
_AGREEING = frozenset({"吧", "就", "那", "呗"})
_WISHING = frozenset({"要", "需要"})
# A message is read as a row of such words; whatever is none of them makes it something else than a yes or a no.
_WORDS = re.compile(
    r"(?P<no>不是的?|不对|不(?:要|用|行|可以|好|同意|确认|需要|想|能)?|没有|先别|别|错了?|否|no|拒绝)"
    r"|(?P<yes>嗯|恩|(?<![你您])好|可以|行|中|成(?!这)|对|是|没错|没问题|确认|确定|同意|就这样|就这么(?:办|改|定|着)?|按这个|ok|okay|yes|yep"
    r"|需要|要|无误|正确|妥|收到|没毛病)"
    r"|(?P<verb>办|弄|处理|提交|申请|操作|安排|更改|修改|改|更换|换|取消|退款|退货|退|撤销|撤|开|预约|约|送|拦截|拦|拒收|备注|加|催|补|发|寄|恢复)"
    r"|(?P<rest>那|就|请|帮我|给我|麻烦|直接|赶紧|快点?|马上|现在|我|您|你|都|先|暂时|还是|订单|地址|这单|那单|这个|它|单子|信息"
    r"|一?下|掉|上|成这(?:个|样)|这样|吧|啊|呀|哦|噢|喔|的|呢|嘛|哈|啦|了|滴|哒|呗|咯|亲|谢谢|谢|辛苦|[，,。.！!、~～：:；;\s])",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"等等|等一?下|稍等|等会|慢着|且慢|(?:再|先)?(?:想想|想一下|考虑(?:一下|下)?|看看|确认一下|核对一下)|先放着|不急|回头再说|一会儿?再说"
)
_CORRECTS = re.compile(
    r"不对|不是|错了|写错|打错|说错|弄错|搞错|应该是|改成|改为|换成|换到|改到|不要这个|而是|是另外|另外那|另一[个单]|我说的是|我是说|我指的"
)
_HEDGES = re.compile(
    r"但是?|不过|可是|然而|如果|要是|除非|前提|[吗么?？](?!办|改|定|着)|能不能|行不行|可不可以|会不会|是不是|怎么|多少|什么"
)
_WHERE_WE_WERE = re.compile(
    r"(?:刚才?|方才|之前|前面|咱们?|我们?){0,6}(?:说|聊|讲|办|弄|搞|进行|处理)到(?:哪儿|哪里|哪一步|哪|第几步|什么地方)(?:了|啦|来着)?"
    r"|(?:继续|接着)(?:刚才的?|之前的?|前面的?|上面的?|办|说|聊|来|弄)(?:那?件?事|吧|了)?|刚才(?:那件事|的事|那个事)(?:呢|继续|接着办?)?"
)

_HEARD = re.compile(
    r"(?:好[的滴哒嘞呢呀吧]?|[嗯恩哦噢喔]|知道了|晓得了|收到|明白了?|了解了?|懂了|这样啊|原来如此|okay|ok|[,。!~…\s])+",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(r"[不别](?:用|必|想|要|打算)?(?:再)?(?:退|换|修|申请)")


def says_yes(text: str, verbs: Collection[str] = ()) -> bool:
    """A whole yes and nothing else: 好的 / 嗯 可以 / 就这么办吧. `verbs` are those of what was read back: 取消吧, 改吧.

    The wish said again (我要取消) is none: it may have been sent before the read-back was seen.
    """
    words = _words(text)
    verbs_said = {word for kind, word in words if kind == "verb"}
    if hedges(text) or any(kind == "no" for kind, _ in words) or not verbs_said <= {*verbs, *_DOING}:
        return False
    agreed = {word for kind, word in words if kind == "yes" or word in _AGREEING}
    if verbs_said == {"提交"}:  # what the button says, typed: 都提交
        return True
    return bool(agreed - _WISHING) if verbs_said else any(kind == "yes" for kind, _ in words)


def says_no(text: str) -> bool:
    """不 / 不要 / 先不改 / 不对, alone."""
    return not hedges(text) and any(kind == "no" for kind, _ in _words(text))


def declines(text: str) -> bool:
    """不改了 / 先不取消: no, and nothing is to be corrected either."""
    done = any(kind == "verb" for kind, _ in _words(text))
    return done and says_no(text) and not re.search("错|不对|不是", text)


def takes_back(text: str) -> bool:
    """不退了 / 不换了: also what is said of a case that was applied for already."""
    return bool(_TAKES_BACK.search(_plain(text)))


def acknowledges(text: str) -> bool:
    """知道了 / 嗯嗯好的: heard, and nothing told by it."""
    plain = _plain(text)
    return 0 < len(plain) <= _LONGEST and bool(_HEARD.fullmatch(plain))


def waits(text: str) -> bool:
    """等等 / 我再想想: neither yes nor no."""
    plain = _plain(text)
    return len(plain) <= _LONGEST // 2 and bool(_WAITS.search(plain)) and not hedges(plain)


def corrects(text: str) -> bool:
    """不对 是尾号5678那个 / 改成下午: something of what was said is wrong."""
    return bool(_CORRECTS.search(_plain(text)))


def hedges(text: str) -> bool:
    """好的 但是… / 可以吗: a condition or a question in it."""
    return bool(_HEDGES.search(_plain(text)))


def asks_where_we_were(text: str) -> bool:
    """刚才说到哪了 / 接着刚才的."""
    plain = _plain(text).strip("?？吗呢啊呀")
    return len(plain) <= _LONGEST and bool(_WHERE_WE_WERE.fullmatch(plain))


def _words(text: str) -> list[tuple[str, str]]:
    """The words that the message is made of, with their kinds; empty when it holds anything else, or is too long."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        return []
    found, at = [], 0
    while at < len(plain):
        word = _WORDS.match(plain, at)
        if word is None:
            return []
        found.append((str(word.lastgroup), word.group().lower()))
        at = word.end()
    return found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_ENDS)
