"""Small, sure signs in a shopper's words that make sense only in a thread: the other one, no number at hand. Giving up has a module of its own.

Pure word lists and patterns, linear in the text's length. What follows from a sign is decided in bot.conversation.evidence and in the actions.
"""

from __future__ import annotations

import re
import unicodedata

from bot.text.numerals import parse_numeral

_ENDS = "吧了啊呀哦嘛哈呢的，,。.！!~～ \n"
_GREETING = re.compile(
    r"在吗|在么|在不|在嘛|你好|您好|哈喽|哈啰|嗨|有人吗|有人么|有人在吗|客服|亲|早上好|下午好|晚上好|hello|hi", re.I
)
_OTHER_ORDER = re.compile(r"另外?一?(?:[单笔]|个订?单)|另外的订?单|(?:其他|别)的?订?单")
_OTHER = re.compile(
    r"另外?一?[个单件份笔款条只双台]|另外的|其他的?[单个件]|别的[单个件]|剩下的?那?[个单件]|还有一?[个单件]"
    r"|还有(?:没|别的|其他|其它)?(?:在路上|在派送|没发货?|没到|没收到|派送中|运输中|在途)的?"
)
_THAT = re.compile(r"^(那|这)(个|单|件|款|笔)?(呢|的呢)?$")
_NO_NUMBER = re.compile(
    r"(不知道|不记得|记不得|记不住|忘|找不到|找不着|没有|没|不清楚|看不到|查不到).{0,6}(号|单)"
    r"|(号|单|它).{0,4}(在哪|哪里|哪儿|怎么找|怎么看|怎么查|去哪|是什么|啥|忘|找不到|不知道|不记得|没有)"
    r"|^(不知道|不记得了?|忘了?|忘记了?|找不到|没有|不清楚|没记)(啊|呀|哦|诶|了)?$"
)
_ALL = re.compile(
    r"(两|俩|[二三四234]|几|每|各)(单|个|件|笔|份)(订单|包裹|快递|货)?.{0,4}都|(所有|全部)的?(订单|包裹|快递|单)|(订单|包裹|快递).{0,3}(所有|全部|都)"
    r"|分别.{0,3}(到|在|是)"
)
_ALL_OF_THOSE = re.compile(
    r"(?:我?(?:都|全部?|全都|一起|挨个|逐个)(?:要)?(?:告诉|查|看|说|报|讲|发|催)(?:一下|一遍|下|查|看|说|催|给?我)*|(?:都|全部?|全都)(?:要|是|查|看)?|(?:两|俩|[二三四234])[个单件](?:都|一起)?(?:查|看|说)?(?:一下|下)?)(?:给我|我|听)?"
)
_STATE = re.compile(
    r"在?(?:派送|路上|运输|途中)(?:中)?的|(?:没|未|已|刚)(?:发货?|签收|付款?|到)了?的|签收了?的|发了?货的|(?<![没未])打(?:好了?)?包(?:好|完)?了?的"
)
_MIDDLE = re.compile(r"(?:最?中间|正中)(?:的|那|这)?(?:一|那|这|那一)?[个件单款]")
_PARCEL = re.compile(r"(?:第\s*([1-9一二两三四五六七八九])|另一|最后一|后一|前一)\s*个?(?:包裹|快递|件)")
_ADDS = re.compile(r"还有|另外|补充|对了|再加|再补|加一句|忘说|忘了说")
_QUESTION = re.compile(
    r"[吗么?？]|怎么|多久|什么时候|能不能|可以不|行不行|几天|哪[里儿天个]|[没了]有?$|谁|为什么|为啥|到底"
)
_WHAT_NOW = re.compile(r"(?:那|这|现在|可是?|我){0,6}(?:该|要|应该)?(?:怎么办|咋办|咋整|怎么弄|怎么处理|如何是好|咋弄)")
_WRONG_DIGITS = re.compile(
    r"(?:最后|末尾?|结尾|后面|后)的?([一二两三四1234])?[位个](?:数字?|号)?(?:应?该?是|是|改成|为|打错了?,?，?是)\s*([0-9]{1,4})"
)
_DIGITS = re.compile(r"[\d\s\-—－,，.。、]+")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_CARRIER_ASKED = re.compile(
    r"(?:谁家|哪家|哪个|哪一?家|什么|啥|是?谁)(?:的|家的)?(?:快递|物流|快递公司|公司)(?:啊|呀|呢|送|派|发|运)?|(?:快递|物流)(?:公司)?(?:是|走的?|用的?)?(?:哪家|谁家|哪个公司|什么公司|啥公司)"
    r"|(?:发|走|用|寄)的?(?:是)?(?:哪家|谁家|啥|什么快)|哪家(?:派|送|运|发)|是?(?:顺丰|圆通|中通|申通|韵达|京东|邮政|EMS|极兔|德邦)(?:的|快递|送的|发的)?(?:吗|么|还是|吧|不)",
    re.I,
)
_NOT_THIS_PARCEL = re.compile(r"退|寄回|换货|你们|你家|一般|平时|都发|能发|可以发|能不能|指定|改")
_CALL = re.compile(
    r"(?:打|拨|回|来)(?:个|一下|一个)?(?:电话)?给我|给我(?:来|打|回|拨)(?:个|一下|一个)?(?:电话|过来)?|(?:打|拨|回|来)(?:个|一个)?(?:我|我的|本人)(?:的)?(?:电话|手机|号)"
    r"|(?:电话|手机)(?:里|上)?(?:联系|沟通|说|聊)|联系我|找我|打这个|打(?:到|过来)|回(?:个)?电|来电|call我?",
    re.I,
)
_CALL_ASKED = re.compile(
    r"回(?:个|我|一个)*电|来电(?!显示)|打给我|给我(?:来|打|回)(?:个|一下|一个)?电话|打(?:个|一个|一下)?(?:给)?我(?:的)?(?:电话|手机)|打(?:个|一个|一下)?电话给我"
    r"|[请烦就接快](?:你们|您)?打(?:个|一个)?电话|(?:^|[,，。;； ])(?:你们|您)?打(?:个|一个)?电话(?=[:： ]?1\d)"
)
_HER_NUMBER = re.compile(r"我(?:的)?(?:电话|手机)号?(?:是|：|:)?\s*1")
_BEFORE_A_NUMBER = re.compile(r"麻烦|请|记一?下|留一?个|这是|[你您]好|亲")
_NOT_LETTERS = re.compile(r"[\W_]+")


def nothing_more(text: str) -> bool:
    """没有了 / 没了 / 就这些, in answer to whether there is more to say."""
    return text.strip(_ENDS) in {
        "没有",
        "没",
        "就这些",
        "就这样",
        "先这样",
        "没别",
        "没有别",
        "没有其他",
        "不用补充",
        "没啥",
        "没什么",
    }


def is_bare_number(text: str) -> bool:
    """Nothing but digits and what people put between them, at least three digits."""
    return bool(_DIGITS.fullmatch(text)) and sum(each.isdigit() for each in text) >= 3


def is_digit(text: str) -> bool:
    """One digit alone, 1 to 9: a place in a list, if there is one."""
    plain = unicodedata.normalize("NFKC", text).strip(_ENDS + "、)）(（#?？")
    return len(plain) == 1 and plain in "123456789"


def names_middle(text: str) -> bool:
    """中间那个: of a list just shown."""
    return len(text) <= 12 and bool(_MIDDLE.search(text))


def last_digits(text: str) -> str | None:
    """打错了，最后一位是0: the digits that a number's end should have."""
    found = _WRONG_DIGITS.search(unicodedata.normalize("NFKC", text))
    return found[2] if found else None


def parcel_named(text: str) -> int | None:
    """第二个包裹呢: 1-based, -1 for 另一个 and 最后一个; None when no parcel is named by its place."""
    found = _PARCEL.search(text) if len(text) <= 24 else None
    if found is None:
        return None
    return int(parse_numeral(found[1]) or 0) or None if found[1] else -1


def names_state(text: str) -> bool:
    """在派送的那个 / 没发货的: orders told apart by where they stand."""
    return bool(_STATE.search(text))


def asks_other(text: str) -> bool:
    """那另一个呢 / 还有一单 / 剩下那个."""
    return len(text) <= 24 and bool(_OTHER.search(text))


def names_other_order(text: str) -> bool:
    """另一单的鞋: an order, while 另一个耳朵 may be of the same goods."""
    return len(text) <= 24 and bool(_OTHER_ORDER.search(text))


def asks_all(text: str) -> bool:
    """两单都什么时候到 / 全部订单: every one of those in question."""
    return len(text) <= 40 and bool(_ALL.search(text))


def all_of_those(text: str) -> bool:
    """都告诉我 / 都查一下: every one of those just shown; nothing but that."""
    return bool(_ALL_OF_THOSE.fullmatch(text.strip(_ENDS + "?？")))


def adds(text: str) -> bool:
    """还有 左边没声音 / 补充一下…: something joined to what was said before."""
    return bool(_ADDS.match(text.strip()))


def is_question(text: str) -> bool:
    """取消了吗 / 怎么还没好: asks instead of telling."""
    return bool(_QUESTION.search(text))


def asks_what_now(text: str) -> bool:
    """那怎么办 / 咋办, alone: it asks on from what was just said."""
    return bool(_WHAT_NOW.fullmatch(text.strip(_ENDS + "?？")))


def points_back(text: str) -> bool:
    """那个呢 / 这单呢: nothing but a pointer to what is in the thread."""
    return bool(_THAT.fullmatch(text.strip(_ENDS.replace("呢", "").replace("的", "") + "?？")))


def has_no_number(text: str) -> bool:
    """She says that she does not have, or cannot find, the number that was asked for."""
    return len(text) <= 40 and bool(_NO_NUMBER.search(text))


def mail_in(text: str) -> str | None:
    found = _MAIL.search(text)
    return found.group() if found else None


def asks_carrier(text: str) -> bool:
    """谁家的快递 / 走的什么物流 / 是顺丰吗, of a parcel that is talked about; not which ones the shop sends with."""
    return len(text) <= 20 and bool(_CARRIER_ASKED.search(text)) and not _NOT_THIS_PARCEL.search(text)


def wants_call(text: str) -> bool:
    """打给我 / 给我回个电话 / 电话联系: she wants people of the shop to call her."""
    if _CALL.search(text):
        return True
    told = _HER_NUMBER.search(text)
    before = _BEFORE_A_NUMBER.sub("", text[: told.start()]) if told else ""
    return told is not None and not _NOT_LETTERS.sub("", before)


def asks_for_call(text: str) -> bool:
    """回电, 打我电话, 打给我: said outright, also beside an order's number; 我的电话是… alone may be a proof."""
    return bool(_CALL_ASKED.search(text))


def without_greeting(text: str) -> str:
    """The text's letters, digits and characters without greetings and punctuation: what is left is the matter."""
    return _NOT_LETTERS.sub("", _GREETING.sub("", text))
