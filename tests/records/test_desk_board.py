"""The desk's picture: what has not changed is not made anew, and no reading grows with the handoffs of years."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.engine import Connection

from bot.records import chat_marks, chats, desk_board, queue_care
from bot.records.chats import Remembered
from bot.records.database import Database
from bot.records.handoff_tables import handoffs
from tests.records.factories import say
from tests.records.test_serving import NOW, a_waiting_one, claim, hire

_DAY_MS = 24 * 3_600_000


def test_a_chat_that_is_the_same_is_the_same_value_again_and_a_changed_one_is_new(database: Database) -> None:
    session, remembered = hire(database, "小林"), Remembered()
    ids = [a_waiting_one(database) for _ in range(5)]
    before = database.read_now(chats.open_ones, remembered)
    spoke, tagged, taken, *same = ids
    say(database, spoke, "还在吗", now_ms=NOW + 1)
    claim(database, session, taken)
    claim(database, session, tagged)
    before = {**before, tagged: database.read_now(chats.open_ones, remembered)[tagged]}
    database.write_now(chat_marks.set_tags, session, tagged, ("破损",), now_ms=NOW + 2)
    now = database.read_now(chats.open_ones, remembered)
    assert now == database.read_now(chats.open_ones)
    assert [key for key in ids if now[key] is before[key]] == same
    assert (now[spoke].unread, now[tagged].tags, now[taken].agent) == (1, ("破损",), "小林")


def test_what_is_over_is_remembered_no_longer(database: Database) -> None:
    session, remembered = hire(database, "小林"), Remembered()
    gone, stays = a_waiting_one(database), a_waiting_one(database)
    database.read_now(chats.open_ones, remembered)
    claim(database, session, gone)
    database.write_now(_end, gone)
    assert list(database.read_now(chats.open_ones, remembered)) == [stays]
    database.write_now(_begin, gone)
    assert database.read_now(chats.open_ones, remembered).keys() == {gone, stays}


def test_who_took_none_within_a_day_is_at_leisure_the_longest(database: Database) -> None:
    """The year's handoffs are not read for it, which a reading does each second."""
    session = hire(database, "小林")
    first = a_waiting_one(database)
    claim(database, session, first, now_ms=NOW + 5)
    assert database.read_now(desk_board.on_duty, now_ms=NOW + 6)["小林"].idle_since_ms == NOW + 5
    database.write_now(_end, first)
    assert database.read_now(desk_board.on_duty, now_ms=NOW + 7)["小林"].idle_since_ms == NOW + 5
    assert database.read_now(desk_board.on_duty, now_ms=NOW + 2 * _DAY_MS)["小林"].idle_since_ms == 0


def test_the_watch_over_the_queue_sees_what_changed_with_what_it_remembers(database: Database) -> None:
    remembered = Remembered()
    a_waiting_one(database)

    def needed(now_ms: int) -> bool:
        return database.read_now(queue_care.needed, now_ms=now_ms, remembered=remembered)

    assert not needed(NOW + 1)
    assert needed(NOW + queue_care.NOBODY_AFTER_MS)
    hire(database, "小林")
    assert needed(NOW + 1)


def _end(connection: Connection, conversation_id: str) -> None:
    here = handoffs.c
    connection.execute(
        update(handoffs).where(here.conversation_id == conversation_id).values(state="resolved", ended_ms=NOW + 6)
    )


def _begin(connection: Connection, conversation_id: str) -> None:
    connection.execute(update(handoffs).where(handoffs.c.conversation_id == conversation_id).values(state="waiting"))
