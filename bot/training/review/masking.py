"""A shopper's words without what points to her: numbers and addresses by bot.text.redact, and names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.text.redact import redact

NAME = "某某"
_SAID = re.compile(
    r"((?:我(?:的名字)?(?:叫|是叫)|我姓|本人姓|(?:收件人|收货人|联系人|姓名|名字)(?:是|叫|改成|改为|换成|[:：])?))"
    r"\s*(?!什么|啥|谁|错|不|怎|能|可|要|填|写|呢|吗|改|换|的)[\u4e00-\u9fff]{1,4}?(?=[,，。.;；!！?？\s\d]|电话|手机|号码|$)"
)
_SHORTEST_NAME = 2


def masked(text: str, names: Iterable[str] = ()) -> str:
    """One line; `names` are known ones of hers, others are found where she says that it is a name."""
    line = " ".join(redact(text).split())
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= _SHORTEST_NAME:
            line = line.replace(name, NAME)
    return _SAID.sub(rf"\1{NAME}", line)
