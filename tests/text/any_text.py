"""Texts that a shopper can send and nobody expects, as Hypothesis strategies and as a list."""

from hypothesis import strategies as st

_ALPHABET = (
    "0123456789０１２３①②⑩❶〇零一二三四五六七八九十百千万两半壹贰幺"
    " 　\t\n\u200b\u202e\ufe0f\u20e3-－—._/／,，、。:：*+¥￥"
    "年月日号点块元折不是尾号手机后四位订单快递运单卡昨天下周三晚上第个最后以内到左右省市区路室"
    "abAXsfSFytjdＳcn發飄😡[]微笑\u0301\x00\ud800\ufdfa½²"
)
messy = st.text(alphabet=st.sampled_from(_ALPHABET), max_size=60)
anything = st.one_of(messy, st.text(max_size=60), st.text(st.characters(), max_size=30))

_UNITS = (
    "1", "1 ", "1-", "一", "一百", "十", "半", "12 ", "1234 ", "138", "62", "1,", "1.", "1\n", "０", "SF", "a", "A1",
    "区", "路", "号", "省市区路1号", "昨天", "下", "第", "最后", "不是", "尾号",
    "¥", "-", "~1", "*", "****1", "😡", "[",
    "怎麼", "发飘", "tuikuan", "tui ", "\u0301", "\u200b", " ", "\n", "\ud800",
    "\ufdfa", "/", "万1", "三五", "点", "1点", "年1月",
)  # fmt: skip
long_texts = [(unit * 2000)[:2000] for unit in _UNITS]
