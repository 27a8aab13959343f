"""What the fake gateway's bot and shop say: enough of every kind of content for the widget to show."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

NOW = datetime.now(timezone.utc)
GREETING = "你好呀，我是小暖，店里的 AI 客服。查快递、退换货、挑东西都可以直接跟我说，想找真人随时点「转人工」。"
SUGGESTIONS = ["查物流", "退换货", "转人工"]
CUSTOMERS = [
    {"customer_id": "C10001", "name": "林晓雨", "orders_open": 2},
    {"customer_id": "C10002", "name": "陈思远", "orders_open": 0},
]


def _ago(**span: float) -> str:
    return (NOW - timedelta(**span)).isoformat()


def _product(sku: str, title: str, category: str, price_fen: int, picture: str) -> dict[str, Any]:
    return {
        "sku": sku, "title": title, "category": category, "brand": "暖物", "price_fen": price_fen, "stock": 12,
        "image": f"/static/storefront/img/{picture}.svg", "url": f"/#/p/{sku}", "attributes": {"保修": "1 年", "颜色": "奶白"},
    }  # fmt: skip


PRODUCTS = [
    _product("EJ1001", "听山 头戴式降噪耳机", "耳机音箱", 39900, "headphones"),
    _product("EJ1002", "听山 挂耳蓝牙耳机 运动款", "耳机音箱", 19900, "ear-clip"),
    _product("DQ1001", "麦炊 4 升智能电饭煲", "家用电器", 26900, "rice-cooker"),
    _product("FS1001", "棉谷 宽松圆领短袖", "服装", 8900, "t-shirt"),
    _product("SP1001", "山行 每日坚果 30 袋", "食品", 12800, "nuts"),
    _product("MY1001", "小禾 PPSU 宽口奶瓶 240ml", "母婴", 7900, "feeding-bottle"),
    _product("MZ1001", "素肌 氨基酸洁面乳", "美妆个护", 6850, "cleanser"),
    _product("TS1001", "给孩子的植物图鉴", "图书", 5600, "picture-book"),
    _product("XZ1001", "轻步 缓震跑鞋", "鞋靴", 36900, "running-shoes"),
    _product("JJ1001", "木作 单人布艺沙发", "家居家具", 129900, "sofa"),
    _product("SJ1001", "快充 65W 氮化镓充电器", "手机数码配件", 12900, "charger"),
]

ORDERS = [
    {
        "kind": "order", "order_id": "8549755244430099", "status": "in_transit", "placed_at": _ago(days=3),
        "total_fen": 39900, "items": [{"sku": "EJ1001", "title": PRODUCTS[0]["title"], "quantity": 1, "price_fen": 39900}],
    },
    {
        "kind": "order", "order_id": "8012877323411226", "status": "paid", "placed_at": _ago(days=1),
        "total_fen": 34750, "items": [
            {"sku": "DQ1001", "title": PRODUCTS[2]["title"], "quantity": 1, "price_fen": 26900},
            {"sku": "MZ1001", "title": PRODUCTS[6]["title"], "quantity": 1, "price_fen": 6850},
        ],
    },
]  # fmt: skip

LOGISTICS = {
    "kind": "logistics", "order_id": "8549755244430099", "carrier": "顺丰速运", "tracking_no": "SF1526653532900",
    "state": "in_transit", "promised_at": _ago(hours=4), "predicted_at": (NOW + timedelta(days=1)).isoformat(),
    "events": [
        {"at": _ago(days=2, hours=3), "place": "浙江省杭州市", "text": "【杭州萧山网点】的杨师傅已揽收"},
        {"at": _ago(days=2), "place": "浙江省杭州市", "text": "快件到达【杭州转运中心】"},
        {"at": _ago(days=1, hours=8), "place": "安徽省合肥市", "text": "快件到达【合肥转运中心】"},
        {"at": _ago(days=1), "place": "安徽省合肥市", "text": "快件离开【合肥转运中心】，发往【郑州转运中心】"},
        {"at": _ago(hours=3), "place": "河南省郑州市", "text": "快件到达【郑州转运中心】"},
    ],
}  # fmt: skip

ALL_CARDS = [
    {**PRODUCTS[0], "kind": "product"}, ORDERS[1], LOGISTICS,
    {"kind": "ticket", "ticket_id": "T20260001", "topic": "催派件", "status": "open",
     "promise": {"what": "联系快递网点并回复您", "due_at": (NOW + timedelta(hours=3)).isoformat()}},
    {"kind": "after_sale", "after_sale_id": "A20260007", "order_id": "8549755244430099", "type": "return", "state": "approved",
     "amount_fen": 39900, "next": {"what": "把商品寄回", "due_at": (NOW + timedelta(days=5)).isoformat()}},
    {"kind": "coupon", "coupon_id": "Y1", "title": "全场通用券", "amount_fen": 2000, "threshold_fen": 19900,
     "valid_until": (NOW + timedelta(days=20)).isoformat()},
    {"kind": "compare", "rows": [["", "头戴式降噪", "挂耳运动款"], ["防水", "IPX4", "IPX7"], ["续航", "40 小时", "12 小时"]]},
    {"kind": "hologram", "text": "no widget knows this"},
]  # fmt: skip

REPLIES: dict[str, dict[str, Any]] = {
    "我那个耳机到哪了": {
        "text": "您的耳机在路上：快件已到【郑州转运中心】。原来答应今天到，会晚一天，明天送到，抱歉让您多等。",
        "cards": [LOGISTICS],
    },
    "查物流": {"text": "您有两个订单在路上，想看哪一个？", "buttons": [{"title": "降噪耳机"}, {"title": "智能电饭煲"}]},
    "全部卡片": {"text": "都在这里了", "cards": ALL_CARDS},
    "标记": {
        "text": "<img src=x onerror=\"document.title='hacked'\"><b>粗体</b> [点我](javascript:alert(1)) javascript:alert(1)"
    },
    "链接": {"text": "看这里https://example.com/a?b=1，还有 http://user:pw@evil.example/ 和 ftp://example.com/x。"},
}
DEFAULT_REPLY: dict[str, Any] = {"text": "收到，我看一下。"}
