"""Each wish in a few words, as a shopper would say it: the titles of the clarifying buttons, and what they mean when typed.

Talk (greeting, thanks, yes and no) is not offered: it is no wish. Buttons that are clicked go by their own payload; a title
that is typed means the same.
"""

from __future__ import annotations

TITLES: dict[str, str] = {
    "search_product": "帮我挑商品",
    "ask_product_attribute": "问商品参数",
    "compare_products": "比较两款商品",
    "ask_size_advice": "选尺码",
    "ask_compatibility": "能不能搭配使用",
    "ask_package_contents": "包装里有什么",
    "ask_usage": "怎么使用",
    "ask_installation": "上门安装",
    "ask_authenticity": "是不是正品",
    "ask_quality": "质量怎么样",
    "ask_warranty": "保修多久",
    "ask_price": "问价格",
    "bargain": "能不能优惠点",
    "ask_promotion": "有什么活动",
    "ask_coupon": "优惠券怎么用",
    "ask_stock": "有没有货",
    "ask_presale": "预售和尾款",
    "place_order_help": "怎么下单",
    "ask_payment": "怎么付款",
    "payment_problem": "付款出了问题",
    "cancel_order": "取消订单",
    "modify_order": "改订单内容",
    "change_address": "改收货地址",
    "change_delivery_time": "改送货时间",
    "recover_order": "找回订单",
    "special_request": "下单备注要求",
    "track_order": "查物流",
    "ask_shipping_time": "多久能发货、到货",
    "urge_shipping": "催发货",
    "urge_delivery": "催派送",
    "ask_shipping_fee": "运费多少",
    "ask_delivery_area": "我这儿送不送",
    "contact_courier": "联系快递员",
    "self_pickup": "自提、取件码",
    "refuse_parcel": "拒收包裹",
    "ask_return_policy": "退换货规则",
    "request_return": "我要退货",
    "request_exchange": "我要换货",
    "request_refund": "我要退款",
    "track_refund": "退款到哪了",
    "track_after_sale": "售后进度",
    "withdraw_after_sale": "撤销售后申请",
    "ask_return_shipping_fee": "退货运费谁出",
    "return_pickup": "上门取件",
    "request_repair": "申请维修",
    "price_protection": "买贵了补差价",
    "request_invoice": "开发票",
    "invoice_problem": "发票有问题",
    "complain_late_delivery": "到得太晚了",
    "complain_not_received": "显示签收但没收到",
    "complain_damaged": "收到就是坏的",
    "complain_defective": "用着出毛病了",
    "complain_wrong_item": "发错货了",
    "complain_missing_item": "少发、漏发",
    "complain_not_as_described": "和描述不一样",
    "complain_service": "投诉服务态度",
    "complain_price": "价格、优惠不对",
    "complain_general": "我要投诉",
    "threaten_escalation": "我要投诉",
    "ask_complaint_progress": "投诉处理进度",
    "account_help": "账号登录问题",
    "ask_membership": "会员和积分",
    "ask_privacy": "个人信息",
    "ask_shop_info": "营业时间、电话",
    "request_human": "转人工",
}

# What the widget offers before anything was said (bot/gateway/words.py), and other words for the same titles.
_ALSO = {
    "查快递": "track_order", "查订单": "track_order", "我的订单": "track_order", "我的快递": "track_order",
    "我的包裹": "track_order", "查包裹": "track_order", "订单": "track_order", "快递": "track_order",
    "物流": "track_order", "查我买的这件": "track_order", "挑东西": "search_product", "挑商品": "search_product",
    "选商品": "search_product", "推荐商品": "search_product", "人工": "request_human", "人工客服": "request_human",
    "退货": "request_return", "换货": "request_exchange", "退款": "request_refund", "发票": "request_invoice",
    "优惠券": "ask_coupon", "催单": "urge_delivery",
}  # fmt: skip
MEANINGS: dict[str, str] = {**{title: wish for wish, title in reversed(TITLES.items())}, **_ALSO}
RETURN_OR_EXCHANGE = frozenset({"退换货", "退换", "退货换货", "退换/售后", "售后", "售后服务"})
AFTER_SALE_WISHES = ("request_return", "request_exchange", "ask_return_policy", "track_after_sale")
