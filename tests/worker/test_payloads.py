"""What Rasa is told of a turn: nothing that a client typed can stand for what the server knows."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from bot.conversation.conversation import Conversation
from bot.conversation.message import Image, Message
from bot.conversation.turn import ClaimedTurn
from bot.worker.payloads import turn_metadata, turn_text

AT = datetime(2026, 1, 1, tzinfo=timezone.utc)


def a_turn(*messages: Message, customer_id: str | None = None) -> ClaimedTurn:
    conversation = Conversation(
        id="c", space="web", visitor_id="v", customer_id=customer_id, holder="bot", epoch=0, agent_name=None,
        next_seq=9, locale="zh-CN", address="192.0.2.1", created_at=AT,
    )  # fmt: skip
    return ClaimedTurn(
        id="t", conversation=conversation, cause="shopper", fence=1, attempt=1, messages=messages,
        proven_orders=("20261121",),
    )  # fmt: skip


def a_message(text: str | None = None, **given: object) -> Message:
    return Message(conversation_id="c", seq=1, id="m", role="shopper", at=AT, text=text, **given)  # type: ignore[arg-type]


def test_fragments_are_joined_by_line_feeds() -> None:
    assert turn_text(a_turn(a_message("在吗"), a_message("到哪了"))) == ("在吗\n到哪了", False)


def test_a_typed_command_is_not_trusted() -> None:
    assert turn_text(a_turn(a_message("/restart"))) == ("/restart", False)


def test_a_buttons_meaning_is_trusted_and_replaces_its_title() -> None:
    assert turn_text(a_turn(a_message("耳机", payload="/inform"))) == ("/inform", True)


def test_what_she_shows_without_words_becomes_what_she_informs_of() -> None:
    assert turn_text(a_turn(a_message(about={"order_id": "12"}))) == ('/inform{"order_number":"12"}', True)
    assert turn_text(a_turn(a_message(about={"sku": 'a"}'}))) == ('/inform{"product":"a\\"}"}', True)
    image = Image(upload_id="u", width=1, height=1)
    assert turn_text(a_turn(a_message(image=image))) == ('/inform{"image":"u"}', True)


def test_words_beside_what_she_shows_are_what_is_understood() -> None:
    turn = a_turn(a_message("这个防水吗", about={"sku": "S1"}))
    assert turn_text(turn) == ("这个防水吗", False)
    assert turn_metadata(turn, now=AT, zone=ZoneInfo("Asia/Shanghai"))["about"] == {"sku": "S1"}


def test_what_she_sent_with_the_human_button_is_told_and_nothing_beside_another_button() -> None:
    def reason(text: str, payload: str | None) -> object:
        turn = a_turn(a_message(text, payload=payload))
        return turn_metadata(turn, now=AT, zone=ZoneInfo("Asia/Shanghai"))["reason"]

    assert reason("转人工：耳机没声音", "/request_human") == "耳机没声音"
    assert reason("转人工", "/request_human") is None
    assert reason("转人工：耳机没声音", None) is None and reason("转人工：x", "/affirm") is None


def test_metadata_comes_from_the_record() -> None:
    metadata = turn_metadata(a_turn(a_message("x"), customer_id="c1"), now=AT, zone=ZoneInfo("Asia/Shanghai"))
    assert (metadata["customer_id"], metadata["proven_orders"], metadata["address"]) == (
        "c1",
        ["20261121"],
        "192.0.2.1",
    )
