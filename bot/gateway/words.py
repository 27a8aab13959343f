"""Every Chinese sentence that the gateway itself says to shoppers. Answers of the bot live in the domain's responses."""

from __future__ import annotations

BOT_NAME = "小暖"
GREETING = "你好呀，我是小暖，店里的 AI 客服。查快递、退换货、挑东西都可以直接跟我说，想找真人随时点「转人工」。"
SUGGESTIONS = ("查物流", "退换货", "转人工")
FAILURE = (
    "抱歉，这边系统刚才卡住了，你的消息我收到了，但还没能给你准确的答复。可以过一会儿再问我一次，也可以直接找人工同事。"
)

ERRORS = {
    "invalid_frame": "这条内容没法识别，换个写法再发一次吧。",
    "unauthorised": "登录状态过期了，刷新一下页面就能继续聊。",
    "forbidden": "这个页面不能打开客服窗口，请从店铺页面进来。",
    "not_found": "没有找到对应的内容，刷新页面看看。",
    "conflict": "这条消息和之前发过的对不上，请重新发送一次。",
    "too_long": "内容太长了，一次最多 2000 字，可以分几条发给我。",
    "rate_limited": "发得有点快啦，稍等几秒再发，不会漏看你的消息。",
    "invalid_button": "这个选项现在点不了，直接打字告诉我就行。",
    "unavailable": "系统这会儿有点忙，消息没发出去，稍等一下再试。",
    "closed": "这次对话已经关闭，刷新页面可以重新开始。",
    "taken": "已经有同事在接待了。",
    "not_holder": "这次对话现在由别的同事接待。",
}

HELLO_FIRST = "还没连上客服，刷新一下页面再试。"
HELLO_TOO_LATE = "连接等得太久断开了，刷新页面就能继续聊。"
BAD_IDENTITY = "登录信息已过期，请在店铺里重新登录后再试。"
OTHER_CUSTOMER = "这次对话属于另一个账号，请重新打开客服窗口。"
UPLOAD_TOO_BIG = "图片超过 5 MB 了，压缩一下或者截个图再发。"
UPLOAD_KIND = "只能收 JPG、PNG 或 WebP 图片，换一张试试。"
UPLOAD_BROKEN = "这张图片打不开，重新拍一张或截个图再发给我。"
UPLOAD_BUSY = "现在传图的人有点多，过几秒再传一次。"
BODY_TOO_BIG = "提交的内容太大了，精简一下再试。"
NEEDS_JSON = "请求格式不对：请用 application/json 提交。"
METHOD = "这个地址不支持这种请求方式。"


def of_error(code: str) -> str:
    return ERRORS.get(code, ERRORS["unavailable"])
