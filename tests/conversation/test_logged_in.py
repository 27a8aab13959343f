"""登录好了, said to who asked for a number or a login: told from trouble with logging in."""

import pytest

from bot.conversation.order_evidence import has_logged_in

DONE = [
    "登录好了", "我登录了", "好了", "登上了，查吧", "我已经登录了", "已登录", "登录了 再查一下", "登陆成功了", "好了你看看", "重新登录了",
    "可以了", "我刚登录好了，帮我查下", "我登录上了呢", "已经登上去了", "OK了",
]  # fmt: skip
NOT_DONE = [
    "登录不了", "怎么登录", "登录不上", "我登录了还是看不到", "好了好了别问了", "登录后呢", "好的", "好", "退货好了", "快递到了", "查一下",
    "", "我没登录", "登录过期了怎么办", "好吃吗",
]  # fmt: skip


@pytest.mark.parametrize("text", DONE)
def test_a_login_that_is_done_is_heard(text: str) -> None:
    assert has_logged_in(text)


@pytest.mark.parametrize("text", NOT_DONE)
def test_anything_else_is_none(text: str) -> None:
    assert not has_logged_in(text)
