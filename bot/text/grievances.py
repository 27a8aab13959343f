"""Sure signs in an upset shopper's words: harm, despair, insults, threats, a gift, what she wants. Pure word patterns.

What follows from a sign is decided in bot.conversation.evidence, bot.care and bot.handoff.escalation.
"""

from __future__ import annotations

import re

from bot.text.amounts import find_amounts

_NOT = re.compile(r"(?:没有?|不会|不是|会不会|是否|容易|听说|据说|怕|担心|以免|防止|别|未)[^，,。!！?？\s]{0,4}$")
_FURY = re.compile(
    r"(?:(?<![给把])[我俺]们?|(?<![给把器])人|心态|肺|脑袋|脑子|肚子|(?<![煤燃])气|急|气得|(?:(?<![^我得疼痛，,。！!\s])|(?<=我的))头)"
    r"(?:真的?|都|也|要|快|直接|简直|已经|当场|彻底|瞬间|整个人|被)*爆?炸了"
)
_LIMB = (
    r"(?:手(?![机感表链环提套柄册电帕])|[脚头](?![发绳巾饰盔戴像层垫])|脸(?!盆)|腿|眼(?![镜罩影线])|指(?![套甲油])|肉)"
)
_WHOSE = r"(?:我|他|她|了|的|孩子|宝宝|老人|妈|爸)*"
_HARM: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("fire", re.compile(r"起火|着火|冒烟|烧起来|烧着|爆炸|炸了|炸开|冒火|漏电|触电|电到|自燃|烧焦|烧糊")),
    (
        "allergy",
        re.compile(
            r"过敏|起疹|红疹|疹子|脸肿|肿起来|肿了|发痒|烂脸|喘不[上过]气|呼吸困难|食物中毒|中毒了|拉肚子|上吐下泻|吃吐"
        ),
    ),
    (
        "injury",
        re.compile(
            r"受伤|划伤|割伤|划破|流血|砸伤|扎伤|摔伤|骨折|夹伤|刺伤"
            rf"|(?:割|划|夹|砸|扎|刺|戳)[到着破]{_WHOSE}{_LIMB}"
        ),
    ),
    (
        "burn",
        re.compile(
            rf"(?:烫伤|烧伤)(?!的?药|[膏贴])|灼伤|烫[到着]{_WHOSE}(?:{_LIMB}|[嘴舌身人])|烫[到着](?:我|孩子|宝宝|老人)?了"
            r"|烫(?:出|起|了)了?[个好几]*(?:水|大)?泡"
        ),
    ),
    ("doctor", re.compile(r"送医院|进了?医院|去医院|住院|急诊|看了?医生|挂了?号(?!信)")),
)
_SKIN = re.compile(
    r"(?:脸|屁股|屁屁|皮肤|手[上背臂]|胳膊|腿|脖子|眼皮|眼睛|嘴唇|嘴巴|身上|头皮|额头|后背|下巴|耳朵)[^，,。.！!？?]{0,6}"
    r"(?:红肿|红了?一|又红|通红|发红|红点|疙瘩|起泡|脱皮|溃烂|火辣|烧得|痒|刺痛|湿疹|荨麻疹)了?"
)
_UNHURT = re.compile(r"人(?:都|倒)?没事|没(?:有)?(?:伤|烫|烧)[着到]|没受伤|吓(?:着|到|坏|死|一跳)")
_TRAIT = re.compile(
    r"对(?P<what>[^，,。！!？?]{1,8}?)过敏|过敏(?:体质|性(?:皮|鼻|肤)|皮|肌|人群|鼻炎)"
    r"|过敏(?:的|者|的?人)?(?:能|可以|可不可以|能不能)(?:[吃喝用穿戴擦涂睡养](?!过|了))"
)
_EASILY = re.compile(r"(?:我|[爸妈]|孩子|宝宝|娃|家里人?|老人)(?:会|容易|很|有点|是|比较)*过敏的?(?=$|[，,。！!？?\s])")
_POINTS = re.compile(r"[这那它]|你们")
_ASKS_WHETHER = re.compile(r"[吗么嘛?？]|能不能|可不可以|会不会|含不含|有没有|适不适合|推荐|想买|能[用吃喝穿戴擦涂睡]")
_HAPPENED = re.compile(r"[用吃喝穿戴擦涂敷盖睡洗](?:了|过|完|着)|之后|以后|[一后]就|现在|已经|导致|害|退|赔|医")
_AFTER_USE = re.compile(
    r"[用吃喝穿戴擦涂敷抹喷](?:了|过|完|着|上|后|这|你们|你家)|[盖睡](?:了|过)|之后|以后|[一后]就|导致|[被害]|[眼嘴][睛里]?进了|先垫|给我报|报销|费用单|退[货款钱]|赔|投诉|你们(?:的|家|这)|你家"
)
_BROKE_OUT = re.compile(r"红了一|(?:起泡|红点|疙瘩)了|溃烂|火辣|红肿")
_TAKEN_THERE = re.compile(r"已经|都[去进住送]|(?:送|进)了?医院了?(?:$|[，,。！!\s])|进了医院")
_OF_DELIVERY = re.compile(
    r"送(?!了?[医急])|派[件送]|[改取]|签收|快递|[收发]货|能到|几点到|[推延]后|往后推|陪护|陪床|产检|复查|等着用|要用的|能不能今天"
)
_BUYS = re.compile(
    r"(?:想|要|能|帮我|打算|准备)买|推荐|(?:想|要|来)(?:一?[个款瓶支盒罐管包点])|求(?:个|一)|[用喝吃送买](?:什么|啥|哪)"
    r"|(?<!不)要[^，,。！!？?退赔]{0,8}(?:霜|膏|露|水|液|乳|油|贴|粉|皂|巾|棉|面膜|精华|的)(?=$|[，,。！!？?\s呢吧啊])"
)
_BUYS_FOR_IT = re.compile(r"买(?![了的过到来回])")
_WOULD = re.compile(r"会[^，,。！!\s]{0,2}$")
_ASKED = re.compile(r"的?(?:吗|么|嘛)[？?]?$")
_DESPAIR = re.compile(
    r"不想活|活不下去|不想再?活|想死|去死算了|死了算了|自杀|轻生|自残|割腕|跳楼|寻短见|活着没意思|活着没意义|了结自己"
)
_FIGURE_OF_SPEECH = re.compile(r"想死你|笑死|想死我了|美死|馋死|可爱死|热死|冷死|困死|你.{0,2}去死")
_INSULT = re.compile(
    r"傻[逼比bB叉X×]|煞笔|沙雕|[草操艹][你尼]|尼玛|你妈|他妈的|妈的|滚蛋|滚开|去死吧|狗东西|狗屎|王八|畜生|贱人|贱货"
    r"|婊|脑残|弱智|白痴|智障|废物|垃圾玩意|不要脸|死全家|nmsl|[sS][bB](?![a-zA-Z0-9])|cnm|tmd",
)
_THREAT = re.compile(
    r"(?<!\d)(?:12315|12345)(?!\d)|消协|消费者协会|工商|市场监管|市监|投诉到|曝光|上热搜|发微博|发抖音|发小红书|挂网上|记者|媒体|电视台|315晚会"
    r"|法院|起诉|律师|告你们|告到|打官司|报警|差评|一星"
)
_GIFT = re.compile(
    r"送(?:给)?(?:我)?(?:的)?(?:妈|爸|父|母|爷|奶|外婆|外公|姥|老婆|老公|媳妇|女朋友|男朋友|对象|闺蜜|朋友|孩子|儿子|女儿|宝宝|同事|领导|老师|人)"
    r"|给(?:我)?(?:妈|爸|爷爷|奶奶|外婆|姥姥|老婆|老公|媳妇|女朋友|男朋友|对象|孩子|儿子|女儿|闺蜜)[^，。]{0,6}(?:买|的)"
    r"|(?:生日|结婚|新婚|周年|纪念日|满月|乔迁|母亲节|父亲节|情人节|七夕|圣诞)[^，。]{0,4}(?:礼|送|用|的)|礼物|送礼"
)
_WISHES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("call", re.compile(r"打(?:个)?电话|回(?:个)?电话?|来电|电话联系|负责人联系")),
    ("missing", re.compile(r"补发|补寄|补给我(?!钱)|把.{1,8}(?:补|寄)(?:来|过来|给我)")),
    ("new_goods", re.compile(r"换(?:一?[个件双台只套条份]|新|货|一下)|重新发|重发|再发一[个件双台只套条份]")),
    ("return", re.compile(r"退货|退掉|退回去|不要了|给我退了")),
    ("money", re.compile(r"退款|退钱|退我钱|赔|补偿|补我?[^发寄货]{0,3}[钱块元]|还钱|把钱")),
    ("apology", re.compile(r"道歉|说法|解释|交代")),
    ("heard", re.compile(r"就是(?:想)?(?:说|吐槽|反映)|反映一下|跟你们说一声")),
)
_CAUSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("not_received", re.compile(r"没收到|丢件|弄丢")),
    ("late", re.compile(r"慢|迟|晚到|等[了够]|不想等|等不[了及下]|不发货|没发货|还没到|催")),
    ("wrong_item", re.compile(r"发错|错发|不是我(?:要|买|订)的")),
    ("missing_item", re.compile(r"少发|漏发|少了|缺了|没给")),
    ("damaged", re.compile(r"碎|破|裂|漏|变形|压坏|烂了|发霉|变质")),
    ("defective", re.compile(r"坏|毛病|质量|不能用|用不了|没反应|充不")),
    ("not_as_described", re.compile(r"描述|页面|图片|色差|不一样|假|二手|货不对板")),
    ("service", re.compile(r"态度|客服|不理|服务|敷衍|骂")),
    ("price", re.compile(r"降价|优惠|价格|贵|差价|多收")),
)
_OWN_FAULT = re.compile(
    r"我(?:自己)?(?:不小心|没拿稳)|(?:被我|让我|我自己|我给|我把它?)[^，。]{0,4}(?:摔|弄坏|弄碎|打碎|碰坏|拆坏)|自己摔"
)
_COURIER = re.compile(r"快递员?|派件|派送员|配送员|送货|物流|骑手|驿站|小哥")
_INSTALLER = re.compile(r"安装|师傅|维修工")
_HIDDEN = re.compile(
    r"(?:一直|总是|每次|老是|从来|都是?)(?:都|这么|那么|这样|如此){1,3}.{0,6}(?:慢|差|拖|敷衍|不靠谱|不理人|坑|糊弄)"
    r"|(?:就|是)这(?:种|个|样)?(?:服务|态度|质量|速度|水平)|(?:这|你们).{0,4}(?:做生意|开店|卖东西).{0,4}(?:的吗|吗|啊)"
    r"|耍我|逗我|玩我|忽悠我?|当我是傻"
)
_AT_THE_BOT = re.compile(
    r"(?:机器人|人工智障|智能客服|机器|ai|AI|复读机|你(?!们)).{0,6}(?:没用|废话|听不懂|答非所问|有病|智障|复读|只会|蠢|笨)"
    r"|答非所问|复读机|人工智障|车轱辘话|别(?:再)?(?:跟我)?(?:说|讲|来)?(?:套话|废话|这套)"
)
_REMEDY_TIME = re.compile(
    r"(?:补发|补寄|重发|换新|换货|换一?[个件双台只]|退货|补差|换)[^，,。！!]{0,8}(?:几天|多久|几时|什么时候|啥时候|哪天|多长时间)"
)
_WHEN = re.compile(r"[几多]少?天|多久|多长时间|什么时候|啥时候|几时|哪天")
_URGED = re.compile(r"催(?:了|过)?(?:没|吗|么)|(?:有没有|到底)(?:帮我|给我)?催|催(?:得|的)?怎么样|催了多久")
_OF_PEOPLE = re.compile(r"道歉|别让(?:他|她)|换个?人|不敢|报复|骚扰|(?:他|她)(?:再|又|还)|处罚|开除|管管")
_NO_APOLOGY = re.compile(
    r"(?:(?<!要)不(?:要|用|需要|想要|想听|必|稀罕|接受)|[别甭]|谁(?:要|稀罕)|光|只会)(?:再|跟我|给我|你们?的?|听|什么)*道歉"
    r"|道歉(?:的话)?(?:就|也|都|你们)*(?:不用|不要|不必|不需要|免|算了|没(?:有)?用|顶(?:什么|个?屁|啥)|有(?:什么|啥|屁|个屁)?用)"
)
_NO_PHOTO = re.compile(
    r"(?:凭什么|不想|懒得|不会|没法|不方便|为什么).{0,4}(?:拍|照片|截图)|[没不]拍(?!错|[一两二三几多\d]*[件个单份双])|拍不[了到]|没(?:有)?(?:照片|图|截图)"
)
_OF_RESENT = re.compile(
    r"(?:补[发寄]|[重再]发)(?:过?来)?(?:的(?!吧|$)|了(?!吧)|(?:[太很又慢]|[也都还](?![行可好])|[快运]?单(?!独)|快递|物流|进度))"
)
_STOP_WRITING = re.compile(r"(?:别|不要|不用)(?:再)?(?:给我)?(?:发|回访|打扰|骚扰|联系|问我)(?:了|我)?|退订|勿扰")


def harm(text: str, *, complaining: bool = False) -> str | None:
    """fire, allergy, injury, burn or doctor (only that she sees one) that has happened; what is only feared or denied is none.

    `complaining`: a complaint is talked about, so that it need not be said again after what it came.
    """
    text = _FURY.sub(" ", text)
    if _skin(text, complaining=complaining):
        return "allergy"
    for kind, pattern in _HARM:
        if kind == "allergy" and (_is_trait(text) or _fears_for_herself(text, pattern)):
            continue
        for found in pattern.finditer(text):
            if _only_asked(text, found) and not _HAPPENED.search(text):
                continue
            if kind == "allergy" and _buys_for(text, found):
                continue
            if kind == "doctor" and not _sent_there(text, found, complaining=complaining):
                continue
            if not _NOT.search(text[max(0, found.start() - 8) : found.start()]):
                return kind
    return None


def _skin(text: str, *, complaining: bool) -> bool:
    """脸上又红又痒 after she used it, or of what she complains of; how her skin is, told before she buys, is none."""
    found = _SKIN.search(text)
    if found is None or _NOT.search(text[max(0, found.start() - 8) : found.start()]) or _buys_for(text, found):
        return False
    if _AFTER_USE.search(text):
        return True
    told = not _ASKS_WHETHER.search(text) or bool(_HAPPENED.search(text))
    return told and (complaining or _BROKE_OUT.search(found[0]) is not None)


def _buys_for(text: str, sign: re.Match[str]) -> bool:
    """眼睛痒买眼药水: why she buys, where nothing is said to have done it."""
    buys = _BUYS.search(text) or _BUYS_FOR_IT.search(text, sign.end())
    return buys is not None and _AFTER_USE.search(text) is None


def _sent_there(text: str, sign: re.Match[str], *, complaining: bool) -> bool:
    """吃了住院了, 已经去医院了; a friend in hospital, a delivery to one, what a doctor advised, are none."""
    if _AFTER_USE.search(text):
        return True
    told = complaining or _TAKEN_THERE.search(text) is not None
    return told and not (_buys_for(text, sign) or _OF_DELIVERY.search(text))


def _only_asked(text: str, sign: re.Match[str]) -> bool:
    """充电会爆炸吗, and not 冒烟了会有危险吗."""
    before = text[max(0, sign.start() - 4) : sign.start()]
    return _WOULD.search(before) is not None and _ASKED.match(text, sign.end()) is not None


def unhurt(text: str) -> bool:
    """人没事 就是吓着了: it belongs to the complaint, and settles nothing."""
    return bool(_UNHURT.search(text))


def _is_trait(text: str) -> bool:
    """我对香精过敏能用吗: how she is, told before she buys; nothing has happened to her."""
    trait = _TRAIT.search(text)
    if trait is None or _HAPPENED.search(text):
        return False
    return _ASKS_WHETHER.search(text) is not None or not _POINTS.search(trait["what"] or "")


def _fears_for_herself(text: str, signs: re.Pattern[str]) -> bool:
    """巧克力有坚果吗 我过敏: why she asks before she buys, where no other sign is told and nothing has happened."""
    rest, told = _EASILY.subn(" ", text)
    asks = _ASKS_WHETHER.search(text) is not None and not _HAPPENED.search(text)
    return bool(told) and asks and not signs.search(rest)


def despair(text: str) -> bool:
    """She speaks of not wanting to live. Better asked once too often than missed once; figures of speech are left out."""
    return bool(_DESPAIR.search(_FIGURE_OF_SPEECH.sub("", text)))


def insults(text: str) -> bool:
    return bool(_INSULT.search(text))


def threatens(text: str) -> bool:
    return bool(_THREAT.search(text))


def is_gift(text: str) -> bool:
    return bool(_GIFT.search(text))


def wish_of(text: str) -> str | None:
    """call, missing, new_goods, return, money, apology or heard; None when she says nothing of what she wants."""
    return next((wish for wish, pattern in _WISHES if pattern.search(text)), None)


def demanded_fen(text: str) -> int | None:
    """The largest sum that she names, in fen; None when she names none."""
    sums = [each.high_fen or each.low_fen or 0 for each in find_amounts(text)]
    return max(sums, default=0) or None


def own_fault(text: str) -> bool:
    return bool(_OWN_FAULT.search(text))


def cause_in(text: str) -> str:
    """The cause of complaint that a review's words name; general where they name none."""
    return next((cause for cause, pattern in _CAUSES if pattern.search(text)), "general")


def of_courier(text: str) -> bool:
    return bool(_COURIER.search(text)) and not _INSTALLER.search(text)


def hidden_complaint(text: str) -> bool:
    """你们一直都这么慢吗: a complaint in the form of a question."""
    return bool(_HIDDEN.search(text))


def angry_at_the_bot(text: str) -> bool:
    return bool(_AT_THE_BOT.search(text))


def asks_remedy_time(text: str) -> bool:
    """补发要几天: how long what was offered takes."""
    return bool(_REMEDY_TIME.search(text))


def asks_when(text: str) -> bool:
    return bool(_WHEN.search(text))


def asks_whether_urged(text: str) -> bool:
    """催了没有: whether the shop or the carrier was pushed."""
    return bool(_URGED.search(text))


def asks_of_people(text: str) -> bool:
    """让他道歉, 别让他再来: what she wants of those who served her badly."""
    return bool(_OF_PEOPLE.search(text))


def wants_apology(text: str) -> bool:
    """我就想要个道歉; 不要道歉, 光道歉有什么用 are none."""
    return "道歉" in text and not _NO_APOLOGY.search(text)


def has_no_photo(text: str) -> bool:
    """凭什么要我拍照, 没照片: none will be sent; 在直播间拍的 and 照片我早发了 are of something else."""
    return bool(_NO_PHOTO.search(text))


def of_resent(text: str) -> bool:
    """补发的又是坏的, 补发太慢, 补发单号发我: of what was sent again, and no wish to have it so."""
    return bool(_OF_RESENT.search(text))


def wants_no_more_messages(text: str) -> bool:
    return bool(_STOP_WRITING.search(text))
