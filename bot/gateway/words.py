"""Every Chinese sentence that the gateway itself says: to shoppers, and (DESK_…) to agents. Answers of the bot live in the
domain's responses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

BOT_NAME = "小暖"
GREETING = "您好，我是小暖，店里的 AI 客服。查快递、问商品、退换货的规则都可以直接跟我说，想找真人随时点「转人工」。"
SUGGESTIONS = ("查物流", "退换货", "转人工")
FAILURE = (
    "抱歉，这边系统刚才卡住了，您的消息我收到了，但还没能给您准确的答复。可以过一会儿再问我一次，也可以直接找人工同事。"
)

ERRORS = {
    "invalid_frame": "这条内容没法识别，换个写法再发一次吧。",
    "unauthorised": "登录状态过期了，刷新一下页面就能继续聊。",
    "forbidden": "这个页面不能打开客服窗口，请从店铺页面进来。",
    "not_found": "没有找到对应的内容，刷新页面看看。",
    "conflict": "这条消息和之前发过的对不上，请重新发送一次。",
    "too_long": "内容太长了，一次最多 2000 字，可以分几条发给我。",
    "rate_limited": "发得有点快啦，稍等几秒再发，不会漏看您的消息。",
    "invalid_button": "这个选项现在点不了，直接打字告诉我就行。",
    "unavailable": "系统这会儿有点忙，消息没发出去，稍等一下再试。",
    "closed": "这次对话已经关闭，刷新页面可以重新开始。",
    "taken": "已经有同事在接待了。",
    "not_holder": "这次对话现在由别的同事接待。",
}

BLOCKED = "您现在还不能在这里发消息，等限制到期了会自动恢复。"
RATED_BEFORE = "这次服务的评价已经收到啦，谢谢您。"
HELLO_FIRST = "还没连上客服，刷新一下页面再试。"
HELLO_TOO_LATE = "连接等得太久断开了，刷新页面就能继续聊。"
BAD_IDENTITY = "登录信息已过期，请在店铺里重新登录后再试。"
BAD_KEY = "渠道密钥不对或已作废，用 xiaonuan channels add 换一把新的。"
OTHER_CUSTOMER = "这次对话属于另一个账号，请重新打开客服窗口。"
UPLOAD_TOO_BIG = "图片超过 5 MB 了，压缩一下或者截个图再发。"
UPLOAD_KIND = "只能收 JPG、PNG 或 WebP 图片，换一张试试。"
UPLOAD_BROKEN = "这张图片打不开，重新拍一张或截个图再发给我。"
UPLOAD_BUSY = "现在传图的人有点多，过几秒再传一次。"
BODY_TOO_BIG = "提交的内容太大了，精简一下再试。"
NEEDS_JSON = "请求格式不对：请用 application/json 提交。"
METHOD = "这个地址不支持这种请求方式。"


def reason_too_long(longest: int) -> str:
    """Of the reason that goes along with ask_human, which is shorter than a message."""
    return f"转人工时附的话最多 {longest} 字，先写要紧的，剩下的接着发就行，同事都看得到。"


def of_error(code: str) -> str:
    return ERRORS.get(code, ERRORS["unavailable"])


# ——— What a shopper is told while people serve her
AGENT_GONE = "刚才的同事暂时离开了，正在给您换一位，您排在最前面，说过的不用再说。"
AGENT_PASSES_ON = "这件事转给更合适的同事来办，您稍等一下，前面的内容他都看得到，不用重说。"
NOBODY_YET = "让您久等了，同事暂时还没上线。您的位置一直留着；也可以先把事情和联系方式留下，同事一来就回您。"
PROPOSALS = {"refund": "退款", "compensation": "补偿", "price_difference": "补差价"}


def agent_joined(name: str) -> str:
    return f"客服{name}来了，您前面说的都能看到，不用再讲一遍。"


def agent_hands_back(name: str) -> str:
    return f"客服{name}这边办完了，接下来由小暖继续陪您。"


def agent_resolves(name: str) -> str:
    return f"客服{name}结束了这次服务。还有问题直接在这里说就行。"


def proposal_decided(kind: str, amount_fen: int, approved: bool) -> str:
    what = money_in_words(kind, amount_fen)
    if approved:
        return f"您的{what}，同事已经同意了，正在办打款，到账时间马上告诉您。"
    return f"您的{what}，同事看过之后没有通过，原因会跟您说清楚，有不同意见也可以再提。"


def money_in_words(kind: str, amount_fen: int) -> str:
    return f"{PROPOSALS.get(kind, '款项')} {amount_fen / 100:.2f} 元"


def money_paid(kind: str, amount_fen: int, arrives: str) -> str:
    """`arrives` is a day in words, or nothing."""
    return f"您的{money_in_words(kind, amount_fen)}已经打出，原路退回{f'，最晚{arrives}到账' if arrives else ''}。"


def money_looked_at(kind: str, amount_fen: int) -> str:
    return f"您的{money_in_words(kind, amount_fen)}还没有打成功，同事正在核对，有结果马上告诉您，不用您催。"


def day_in_words(at: datetime) -> str:
    return f"{at.month}月{at.day}日"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneToOrder:
    """What an agent did to an order: `day` in words or nothing, `tail` the last digits of its number."""

    kind: str
    agent: str
    tail: str
    day: str
    amount_fen: int
    reference: str


def order_changed(done: DoneToOrder) -> str:
    order = f"尾号 {done.tail} 的订单"
    if done.kind == "cancel_order":
        money = f"，{done.amount_fen / 100:.2f} 元按原路退回{f'，最晚{done.day}到账' if done.day else ''}"
        return f"客服{done.agent}已经为您取消{order}{money if done.amount_fen else ''}。"
    if done.kind == "change_address":
        return f"客服{done.agent}已经改好{order}的收货信息，会按新地址送。"
    if done.kind == "make_urge":
        return f"客服{done.agent}已经帮您催了{order}{f'，{done.day}前会有回音' if done.day else ''}。"
    return f"客服{done.agent}已经为您提交{order}的售后申请，单号 {done.reference}。"


CASE_YES = {
    "return": "可以退：寄回来，仓库收到验好就退钱", "exchange": "可以换：旧的寄回来，仓库收到就发新的",
    "repair": "可以修：寄回来，修好再给您寄过去", "refund": "同意退，按原来的付款方式退给您",
}  # fmt: skip
CASE_TYPES = {"return": "退货", "exchange": "换货", "repair": "维修", "refund": "退款"}


def case_decided(kind: str, number: str, approved: bool, why: str) -> str:
    """What the shopper reads when a person looked at her application; `why` is the person's own sentence, or nothing."""
    asked = f"您的{CASE_TYPES[kind]}申请（{number}）同事看过了"
    why = why.strip().rstrip("。.！!")
    if approved:
        return f"{asked}，{CASE_YES[kind]}。{f'{why}。' if why else ''}"
    return f"{asked}，这次办不了：{why}。您要是觉得不对，直接回我，换个同事再看一遍。"


def card_in_words(card: dict[str, Any]) -> str:
    kind = card.get("kind")
    if kind == "product":
        return f"{card['title']}，{card['price_fen'] / 100:.2f} 元"
    if kind == "after_sale":
        return f"售后单 {card['after_sale_id']}（订单 {card['order_id']}）"
    if kind == "logistics":
        return f"订单 {card['order_id']} 的物流：{card['carrier']} {card['tracking_no']}"
    goods = "、".join(str(item["title"]) for item in card.get("items", ())[:2])
    return f"订单 {card.get('order_id')}：{goods}"


# ——— What agents are told
DESK_ERRORS = {
    "invalid_frame": "内容不完整或格式不对，改一下再试。",
    "unauthorised": "登录已失效，请重新登录。",
    "forbidden": "你的角色或技能组不能做这一步，请找主管。",
    "not_found": "没有找到，可能已经结束，或不归你处理。",
    "conflict": "情况刚刚变了，刷新看一下再操作。",
    "too_long": "内容太长，分几条发。",
    "rate_limited": "操作太快，稍等几秒。",
    "unavailable": "系统没有应答，这一步没有保存，请再试一次。",
    "closed": "会话已被删除或关闭。",
    "taken": "已经被同事接走了。",
    "not_holder": "这个会话现在不在你手上。",
}
DESK_BAD_LOGIN = "用户名或密码不对。"
DESK_COLLEAGUE_AWAY = "这位同事现在不在线，换一位在线的同事，或者转给技能组。"
DESK_SIGN_IN = "请先登录。"
DESK_ROLE = "你的角色不能打开这里，请找主管。"
DESK_ORIGIN = "请从客服工作台页面操作。"
DESK_OVER_LIMIT = "金额超过你的权限，请主管来审批。"
DESK_CASE_DECIDED = "这张售后单已经有人处理过了，刷新看一下。"
DESK_CASE_ELSEWHERE = "这张单由店铺自己的售后系统审核，请到那边处理。"
DESK_CASE_REASON = "写一句为什么办不了，顾客会看到。"
DESK_NO_ROOM = "超过这笔订单还能退的金额（最多 {left:.2f} 元），改小一点再提交。"
DESK_PROPOSED_BEFORE = "这笔订单已经有一笔同类的在等审批或已经同意，先处理那一笔。"
DESK_WEAK_PASSWORD = "新密码至少 8 位，不要太长，也不要带换行。"


def desk_locked(wait_s: float) -> str:
    return f"试错次数太多，{max(1, math.ceil(wait_s / 60))} 分钟后再试。"


def of_desk_error(code: str) -> str:
    return DESK_ERRORS.get(code, DESK_ERRORS["unavailable"])


DESK_OUTCOME_UNKNOWN = "店铺系统没有回话，这一步可能已经办成了：先刷新订单核对，不要再点一次。"
DESK_REFUSALS = {
    "facts_changed": "订单刚刚有变化，刷新看一下再操作。",
    "already_cancelled": "订单已经取消过了。",
    "already_closed": "订单已经关闭。",
    "already_returned": "货已经退回，订单不能再改。",
    "already_refused": "顾客已经拒收，等包裹退回仓库。",
    "already_shipped": "已经发货，改不了了，可以拦截包裹或等收到后走售后。",
    "already_packed": "已经打包，系统里改不了，请联系仓库。",
    "already_signed": "已经签收，走售后处理。",
    "not_paid": "订单还没付款。",
    "not_shipped_yet": "还没发货，暂时没有可催的配送。",
    "parcel_lost": "包裹疑似丢失，请走丢件处理。",
    "nothing_to_urge": "现在没有可催的事。",
    "cancel_instead": "还没发货，直接取消订单就行，不用走售后。",
    "over_paid_total": "超过这笔订单还能退的金额。",
    "over_bought_quantity": "数量超过买的，或者已经在别的售后单里。",
    "not_in_order": "订单里没有这件商品。",
    "out_of_stock": "要换的款式没有货。",
    "other_price": "要换的款式价格不同，不能直接换。",
    "no_order": "订单不存在。",
    "has_case": "这件商品已经有一张没办完的售后单。",
    "already_settled": "这件商品已经退过款了。",
    "over_item_total": "超过这件商品实付的金额。",
    "not_received": "还没签收，先处理物流。",
    "other_product": "要换的不是同一款商品。",
    "phone_wrong": "电话号码不对，检查一下。",
    "recipient_too_long": "收货人名字太长。",
    "no_address": "地址看不出来，写全省市区和门牌。",
}


def desk_refusal(reason: str) -> str:
    """Why the shop did not do what an agent asked of it."""
    return DESK_REFUSALS.get(reason, f"店铺的规则不允许这样改（{reason}）。")
