"""What a shopper leaves for the shop is there for its people to read."""

from bot.care.effects import MessageForShop
from bot.records import replies
from bot.records.database import Database
from bot.records.shop_messages import newest
from tests.records.factories import a_conversation, an_outcome, claimed, say


def test_messages_for_the_shop_are_listed_newest_first(database: Database) -> None:
    thread = a_conversation(database)
    for number, text in enumerate(("请回电", "还有发票")):
        now_ms = 1_000 + 1_000 * number
        say(database, thread, f"{text}吗", now_ms=now_ms)
        effect = MessageForShop(text=text, reason="asked", contact="13800000000", order_id=None)
        turn = claimed(database, thread, now_ms=now_ms)
        database.write_now(replies.commit, turn, an_outcome("好的", effects=(effect,)), now_ms=now_ms)
    found = database.read_now(newest, limit=10)
    assert [(each.text, each.contact, each.conversation_id) for each in found] == [
        ("还有发票", "13800000000", thread),
        ("请回电", "13800000000", thread),
    ]
    assert len(database.read_now(newest, limit=1)) == 1
