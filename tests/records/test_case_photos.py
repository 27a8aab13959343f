"""Pictures of a case in the record: once, only her own, seen with their order, exported and erased with her."""

from __future__ import annotations

from bot.care.effects import CasePhotoGiven
from bot.records import case_photos, conversations, privacy, replies, uploads
from bot.records.database import Database
from bot.records.uploads import Upload
from tests.records.factories import a_conversation, an_outcome, claimed, say

ORDER, CASE = "2026112100012345", "SH12345678"


def picture(database: Database, conversation_id: str, number: int) -> str:
    upload_id = f"00000000-0000-4000-8000-{number:012d}"
    upload = Upload(
        id=upload_id, conversation_id=conversation_id, media_type="image/jpeg", width=640, height=480, size_bytes=9
    )
    database.write_now(uploads.add, upload, now_ms=number)
    return upload_id


def given(database: Database, conversation_id: str, *upload_ids: str, now_ms: int = 100_000) -> None:
    """A turn that keeps these pictures with the case."""
    say(database, conversation_id, f"图 {now_ms}", now_ms=now_ms, at_once=True)
    turn = claimed(database, conversation_id, now_ms=now_ms)
    effects = tuple(CasePhotoGiven(after_sale_id=CASE, order_id=ORDER, upload_id=each) for each in upload_ids)
    database.write_now(replies.commit, turn, an_outcome("收到", effects=effects), now_ms=now_ms)


def seen(database: Database) -> list[tuple[str, str, int]]:
    found = database.read_now(case_photos.of_orders, [ORDER])
    return [(each.after_sale_id, each.upload_id, each.width) for each in found]


def test_each_picture_is_kept_once_and_seen_with_its_order(database: Database) -> None:
    here = a_conversation(database)
    first, second = picture(database, here, 1), picture(database, here, 2)
    given(database, here, first)
    given(database, here, first, second, now_ms=100_010)
    assert seen(database) == [(CASE, first, 640), (CASE, second, 640)]
    assert database.read_now(case_photos.of_orders, ["other"]) == database.read_now(case_photos.of_orders, []) == []


def test_a_picture_of_somebody_elses_talk_is_left_out(database: Database) -> None:
    here, other = a_conversation(database), a_conversation(database, now_ms=2_000)
    given(database, here, picture(database, other, 1), "00000000-0000-4000-8000-0000000000ff")
    assert seen(database) == []


def test_she_may_see_and_erase_them(database: Database) -> None:
    here = a_conversation(database)
    upload_id = picture(database, here, 1)
    given(database, here, upload_id)
    conversation = database.read_now(conversations.get, here)
    [exported] = database.read_now(privacy.export, conversation)["conversations"]
    assert [each["upload_id"] for each in exported["photos_of_cases"]] == [upload_id]
    database.write_now(privacy.erase, conversation, now_ms=200_000)
    assert seen(database) == []
