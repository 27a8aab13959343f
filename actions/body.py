"""Her measures over a talk: 我175, and two messages later 那140斤呢. What she says anew replaces what she said; of somebody
else's measures none are hers."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.asking import Asking
from actions.thread import Thread
from bot.shop.body_reading import read_body
from bot.shop.size_chart import Body

_SOMEBODY_ELSE = re.compile(
    r"宝宝|娃|孩子|儿子|女儿|闺女|小孩|老公|老婆|男友|女友|男朋友|女朋友|对象|[爸妈哥姐弟妹爷奶]|公公|婆婆|岳|朋友|同事|闺蜜|[他她](?!们)|换个人"
)


def body_of(asking: Asking) -> Body:
    """What she says of a body in this message, on top of what the thread remembers of the same one."""
    said = read_body(asking.words)
    if said.measures and _SOMEBODY_ELSE.search(asking.words):
        return said
    return replace(said, measures={**(asking.thread.body or {}), **said.measures})


def remembering(asking: Asking, thread: Thread) -> Thread:
    """The thread after this message; of a usual size nothing is kept, for shoes and shirts have other ones."""
    if not read_body(asking.words).measures:
        return thread
    return replace(thread, body=dict(body_of(asking).measures))
