"""What the measured shoppers say, the same to both bots."""

from __future__ import annotations

# Five, so that turns 5–15 and 490–500 of one conversation hold the same questions.
FAQ: tuple[str, ...] = ("你们几点下班", "不满多少要付邮费", "可以用花呗分期吗", "七天无理由怎么算的", "新疆能送到吗")
ORDER = "我的快递到哪了"

# Without an end in ? 吗 呢 么 and without `final`, the bot waits a moment for more.
UNFINISHED = FAQ[0]


def mixed(number: int) -> str:
    """The shopper's nth message under load: every fifth asks for the order."""
    return ORDER if number % 5 == 4 else FAQ[number % 5]
