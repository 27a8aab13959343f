"""What an invoice is to say, as shoppers write it: kind, title, tax number, mail, bank. Pure; nothing is judged here."""

from __future__ import annotations

import re
import unicodedata

from bot.text.pinyin import sound_of

_SPECIAL = re.compile(r"专票|专用(?:发)?票|增值税专")
_NORMAL = re.compile(r"普票|普通(?:发)?票|电子普通?票|电子发票")
_COMPANY = re.compile(r"公司|企业|单位|集团|有限|报销|税号|对公")
_PERSONAL = re.compile(r"个人|私人|自己(?:的名字|名义)?|不报销")
_BODIES = r"有限责任公司|股份有限公司|有限公司|公司|集团|工厂|研究院|研究所|事务所|合作社|委员会|工作室|协会|学校|小学|中学|大学|学院|医院|幼儿园|酒店|银行|商行|经营部|门市部|管理局|服务部|店|厂|中心"
_NAME = re.compile(
    rf"[\u4e00-\u9fffA-Za-z0-9（）()·&\-]{{2,60}}(?:{_BODIES})(?:[\u4e00-\u9fff]{{1,8}}(?:分公司|分行|支行))?"
)
_BEFORE_NAME = re.compile(
    r"^.*?(?:发票抬头|抬头|公司全?称|公司名称?|单位名称?|名称|全称|开给|开成|改成|改为|应该是|要写|写|叫|是|为|[:：])+(?:是|为|写|叫)?[:：]?"
)
_PERSON = re.compile(
    r"(?:抬头|名字|姓名|开给|写|改成|改为|应该是)(?:是|为|写|叫|改成|成)?[:：]?\s*([\u4e00-\u9fff·]{2,8}|[A-Za-z ]{2,40})"
)
# The hundred commonest surnames, and double ones: a message that is nothing but a name begins with one.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_BARE_NAME = re.compile(rf"(?:[{_SURNAMES}]|欧阳|司马|上官|诸葛|皇甫|尉迟|司徒)[\u4e00-\u9fff·]{{1,3}}")
_NOT_NAMES = re.compile(r"个人|公司|抬头|发票|一下|税号|错|单位|企业|什么|怎么|专票|普票|的")
_TAX_NAMED = re.compile(r"(?:税号|识别号|信用代码|代码)[是为:：\s]*([0-9A-Za-z][0-9A-Za-z \-]{5,30})")
_TAX_ALONE = re.compile(r"(?<![0-9A-Za-z])([0-9A-Za-z]{18}|[0-9A-Za-z]{15}|[0-9A-Za-z]{20})(?![0-9A-Za-z])")
_TAX_LOOSE = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{4,40}")
_ORDER = re.compile(r"订单号?|单号")
# What makes words a sentence to somebody, which stands on no invoice.
_SPOKEN = re.compile(
    r"[?？!！。…]|[我你您咱她]|[他它](?!山)|们|[吗呢吧嘛哦噢喔呗啦咧哎唉]|[呀啊](?:$|[，,\s])|了(?:$|[，,\s])|什么|怎么|为啥|咋|哪|谁|多少|多久|几[时点天号]|几个|为何"
    r"|一下|看看|帮忙|麻烦|请问|[这那][个些件单事样么]|有没有|是不是|能不能|可不可以|要不要|行不行|可以|不[是要用想能行会对好开清知]|没[有到收开发]|还没|别[再开]|谢谢|多谢|你好|在不在"
)
_OF_FIRMS = re.compile(r"[酒网茶水书氧贴餐]吧|哪吒|谁语|呢喃|好呀|哈哩|吗丁啉")
# What shoppers wish and talk of: a name of a firm or shop may hold it, no other name does.
_OF_TALK = re.compile(
    r"催|退[货款掉钱]|换货|取消|投诉|举报|人工|客服|快递|物流|发货|到货|收货|签收|订单|单号|手机|电话|号码|微信|地址|尺码|优惠|降价|价格|便宜|多少钱|买|想[要买退换问查看开一]|要|等[一等下会]|算了|随便|都行|知道|好的|稍后|晚点|先|帮|查|问|看|说|给"
)
_DIGITS_OF_TALK = re.compile(r"\d{5,}")
_NAME_CHARS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9 ·&.'（）()\-]{2,}")
_FEW_NAME_CHARS = 24  # a name that no firm's word ends
_POLITE = re.compile(r"^(?:麻烦|请|帮忙|帮我|给我|那|就)+(?:开|填|写|用)?(?:一?下|一?[个张])?[给成]?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}\.[A-Za-z]{2,24}")
_HALF_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{0,64}@[A-Za-z0-9.\-]{0,190}")
_TITLE_OR_TAX = re.compile(r"抬头|税号|识别号|信用代码|公司名")
_OF_EVERY_FIRM = re.compile(r"[\s()·&.\-]|(?<=[\u4e00-\u9fff]{2})[省市]|有限|责任|股份|公司")
_BANK = re.compile(r"开户行|银行|[账帐][号户]")
_BANK_ACCOUNT = re.compile(
    r"开户|账[号户]|帐[号户]|银行|[支分]行|信用社|(?:工|农|建|招|交|中|民生|兴业|浦发|光大|平安|邮储|储蓄)行|卡号|卡[上里]|(?:银行|储蓄|信用)卡"
)
_ORDERS_OWN = re.compile(r"单号|退|付|查|买|单(?!位)|运单|快递|物流|电话|手机|尾号|税号|识别号|信用代码")
# Money that has not come to her card, another login: no bank is told.
_REACHES = re.compile(r"[到进入回](?:了|我|的|个|你们|银行|[工农建招交中]行|微信|支付宝|原来|那张|这张){0,4}$")
_PLACE_OF_MONEY = re.compile(r"卡[上里]|卡$|银行|[账帐]户")
_OTHER_LOGIN = re.compile(r"(?:[换登]|登录|登陆|别的|其他|另一)个?$")
_SET_RIGHT = re.compile(r"^[写打发填]?(?:错|不对)了?[,，。 ](?:应该)?(?:是|改成|改为)")
_ON_TO_NUMBER = re.compile(r"(?:号码?|账[号户]|[是为及和我你的卡您发给记]|一?下|如下|[:： 0-9\-])*")
_BANK_REACH = 24  # letters before the number
_NO_NAME = re.compile(r"我|您|[开要]公司|发票|抬头")
_BANK_BEGINS = re.compile(r"开户|银行|[账帐][号户]|注册地址|公司地址")
_WRONG = re.compile(r"错|不对|改|换开|重开|重新开|换一?张|写成|变更|修改")
_WHERE = re.compile(
    r"没收到|没有?收到|在哪|哪里[看下找]|怎么[看下找]|重发|再发|发一?[下份次]|下载|丢了|找不到|什么时候|多久|还没|催|没开|链接"
)


def bare_name_in(text: str) -> str:
    """王小明, when the message is nothing but a person's name; empty else."""
    plain = text.strip(" ，,。.！!")
    return plain if _BARE_NAME.fullmatch(plain) and not _NOT_NAMES.search(plain) else ""


def may_be_title(text: str) -> bool:
    """Whether these words can stand on an invoice as the name of a firm or a person: no sentence, question, number or wish."""
    plain = _one_width(text).strip(" ，,。.")
    if not _NAME_CHARS.fullmatch(plain) or _DIGITS_OF_TALK.search(plain) or _is_spoken(plain):
        return False
    if _NAME.fullmatch(plain) or "·" in plain:
        return True
    return len(plain) <= _FEW_NAME_CHARS and not _OF_TALK.search(plain)


def _is_spoken(words: str) -> bool:
    """A sentence to somebody; 酒吧, 网吧, 哪吒 and the like are words of firms' names."""
    return bool(_SPOKEN.search(_OF_FIRMS.sub("", words)))


def kind_in(text: str) -> str:
    """`special` (专票), `normal` (普票), empty where none is named."""
    if _SPECIAL.search(text):
        return "special"
    return "normal" if _NORMAL.search(text) else ""


def title_type_in(text: str) -> str:
    """`company`, `personal`, empty where neither is named."""
    if _COMPANY.search(text) or company_in(text):
        return "company"
    return "personal" if _PERSONAL.search(text) else ""


def company_in(text: str) -> str:
    """The last name of a firm, school, office in the text; empty where there is none."""
    found = [_bare(each[0]) for each in _NAME.finditer(_one_width(text).replace("\n", "，"))]
    named = [each for each in found if len(each) > 3 and not (_NO_NAME.search(each) or _is_spoken(each))]
    return named[-1] if named else ""


def person_in(text: str) -> str:
    """A person's name after 抬头, 写, 改成; empty where there is none."""
    found = _PERSON.search(text)
    if found is None or _NOT_NAMES.search(found[1]) or not may_be_title(found[1]):
        return ""
    return found[1].strip()


def tax_number_in(text: str, *, asked: bool) -> str:
    """What stands for a tax number, as it was written, right or wrong. `asked`: whatever letters and digits there are."""
    folded = _one_width(text)
    if named := _TAX_NAMED.search(folded):
        return named[1].strip()
    alone = _TAX_ALONE.search(folded)
    if alone and not _ORDER.search(folded[: alone.start()]):
        return alone[1]
    loose = max(_TAX_LOOSE.findall(folded), key=len, default="") if asked else ""
    return loose.strip()


def email_in(text: str) -> str:
    found = _EMAIL.search(_one_width(text))
    return found[0] if found else ""


def half_email_in(text: str) -> str:
    """What was meant for a mail address and is none: a@b, @qq.com; empty where there is nothing of the kind."""
    found = _HALF_EMAIL.search(_one_width(text))
    return found[0] if found else ""


def names_title_or_tax(text: str) -> bool:
    """The words name what they tell: 税号…, 抬头…; they are no bank and address alone."""
    return bool(_TITLE_OR_TAX.search(text))


def is_same_firm(one: str, other: str) -> bool:
    """Names that are the same but for what every firm's name has (市, 有限公司, brackets) and characters that sound alike, as
    slips do: its tax number may stand. 腾达 and 腾飞 are two firms."""
    return _sounds_of_firm(one) == _sounds_of_firm(other)


def _sounds_of_firm(name: str) -> tuple[str, ...]:
    bare = _OF_EVERY_FIRM.sub("", _one_width(name)) or name
    return tuple(sound_of(char) or char.casefold() for char in bare)


def tax_number_at(text: str, start: int) -> bool:
    """Whether what begins there belongs to a number that is named as a firm's: 税号 9133…."""
    return any(named.start(1) <= start < named.end(1) for named in _TAX_NAMED.finditer(_one_width(text)))


def bank_number_at(text: str, start: int) -> bool:
    """Whether what begins there belongs to a bank: 开户行…支行 账号 1202…; 卡号, 卡上 too. What is called an order's is one."""
    before = _one_width(text[max(0, start - _BANK_REACH) : start])
    named = [match.end() for match in _BANK_ACCOUNT.finditer(before) if _names_bank(before, match)]
    return bool(named) and not (_ORDERS_OWN.search(before, named[-1]) or _ends_bank(before[named[-1] :]))


def _names_bank(before: str, named: re.Match[str]) -> bool:
    """Not 钱还没到卡上, 换个账号."""
    ahead = before[: named.start()]
    of_money = _PLACE_OF_MONEY.match(named[0]) and _REACHES.search(ahead)
    return not of_money and not _OTHER_LOGIN.search(ahead)


def _ends_bank(between: str) -> bool:
    """A comma, or a blank and other words, between the bank and the number; 账号错了，应该是 goes on to it."""
    between = _SET_RIGHT.sub("", between)
    return bool(re.search("[,，。;；!！?？]", between)) or (" " in between and not _ON_TO_NUMBER.fullmatch(between))


def registered_in(text: str) -> str:
    """Bank, account, address and phone as she wrote them, where a bank is named; without the lines of title and tax number."""
    if not _BANK.search(text):
        return ""
    lines = [_after_tax_number(line) for line in text.splitlines() if _BANK.search(line) or not is_about_invoices(line)]
    return " ".join(" ".join(lines).split())


def _after_tax_number(line: str) -> str:
    """抬头… 税号… 开户行…: from the bank on."""
    named = _TAX_NAMED.search(_one_width(line))
    return (
        line[named.end() :]
        if named and len(_one_width(line)) == len(line) and _BANK.search(line[named.end() :])
        else line
    )


def without_bank(text: str) -> str:
    """The part before bank and address: in them names and numbers are no title and no tax number."""
    return _BANK_BEGINS.split(text)[0]


def is_wrong(text: str) -> bool:
    """抬头错了, 换开一张."""
    return bool(_WRONG.search(text))


def is_about_invoices(text: str) -> bool:
    """It speaks of the invoice, and is no name to stand on it."""
    return "票" in text or "抬头" in text or "税号" in text


def asks_where(text: str) -> bool:
    """没收到, 再发我一份, 什么时候开好."""
    return bool(_WHERE.search(text))


def _bare(name: str) -> str:
    shorter = _POLITE.sub("", _BEFORE_NAME.sub("", name))
    return (shorter if len(shorter) > 3 else name).strip("，, 。()（）的")


def _one_width(text: str) -> str:
    """Full-width letters as plain ones; their case stays, since it is printed."""
    return unicodedata.normalize("NFKC", text)
