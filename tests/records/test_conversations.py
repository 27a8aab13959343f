"""Tokens open one conversation each; a customer finds hers again; what is erased is gone."""

import pytest
from sqlalchemy import select

from bot.clock import steady_ms
from bot.errors import Conflict, NotFound, Unauthorised
from bot.records import channels, conversations, messages, privacy, ratings
from bot.records.conversations import TOKEN_LIFE_MS
from bot.records.database import Database
from bot.records.proofs import ProofLimits, SqlProofLedger
from bot.records.ratings import Rating
from bot.records.tables import proof_misses
from bot.shop.proof import ProofAttempt
from tests.records.factories import a_conversation, answer, claimed, say


def test_a_token_opens_its_conversation_and_no_other(database: Database) -> None:
    one = database.write_now(conversations.open_web, now_ms=1_000, address="")
    two = database.write_now(conversations.open_web, now_ms=1_000, address="")
    assert database.read_now(conversations.by_token, one.token, now_ms=2_000).id == one.conversation.id
    assert database.read_now(conversations.by_token, two.token, now_ms=2_000).id == two.conversation.id


@pytest.mark.parametrize("token", ["", "forged", "\ud800", "x" * 10_000])
def test_a_token_that_was_never_given_opens_nothing(database: Database, token: str) -> None:
    with pytest.raises(Unauthorised):
        database.read_now(conversations.by_token, token, now_ms=2_000)


def test_a_conversation_id_is_not_a_token(database: Database) -> None:
    visit = database.write_now(conversations.open_web, now_ms=1_000, address="")
    with pytest.raises(Unauthorised):
        database.read_now(conversations.by_token, visit.conversation.id, now_ms=2_000)


def test_a_token_lives_30_days_from_its_last_use(database: Database) -> None:
    visit = database.write_now(conversations.open_web, now_ms=1_000, address="")
    used_ms = TOKEN_LIFE_MS - 1_000
    database.write_now(conversations.touch_token, visit.token, now_ms=used_ms)
    assert database.read_now(conversations.by_token, visit.token, now_ms=used_ms + TOKEN_LIFE_MS - 1)
    with pytest.raises(Unauthorised):
        database.read_now(conversations.by_token, visit.token, now_ms=used_ms + TOKEN_LIFE_MS)


def test_a_customer_resumes_her_latest_conversation_and_the_old_token_still_opens_it(database: Database) -> None:
    a_conversation(database, now_ms=1_000, customer_id="c1")
    latest = database.write_now(conversations.open_web, now_ms=2_000, address="", customer_id="c1")
    a_conversation(database, now_ms=3_000, customer_id="c2")
    resumed = database.write_now(conversations.resume_web, now_ms=4_000, customer_id="c1")
    assert resumed is not None
    assert resumed.conversation.id == latest.conversation.id
    assert resumed.token != latest.token
    assert database.read_now(conversations.by_token, latest.token, now_ms=5_000).id == latest.conversation.id


def test_after_30_days_there_is_nothing_to_resume(database: Database) -> None:
    a_conversation(database, now_ms=1_000, customer_id="c1")
    assert database.write_now(conversations.resume_web, now_ms=1_000 + TOKEN_LIFE_MS, customer_id="c1") is None


def test_a_guests_conversation_is_bound_to_the_customer_who_logs_in_and_stays_hers(database: Database) -> None:
    thread = a_conversation(database)
    database.write_now(conversations.bind_customer, thread, "c1")
    database.write_now(conversations.bind_customer, thread, "c1")
    with pytest.raises(Conflict):
        database.write_now(conversations.bind_customer, thread, "c2")


def test_the_same_sender_of_two_channels_has_two_conversations(database: Database) -> None:
    def open_one(space: str) -> str:
        return database.write_now(conversations.open_channel, space=space, sender="u1", now_ms=1_000, address="").id

    assert open_one("channel:a") == open_one("channel:a") != open_one("channel:b")


def test_a_revoked_channel_key_opens_nothing(database: Database) -> None:
    key = channels.add(database, "shop-app")
    assert database.read_now(channels.by_key, key).name == "shop-app"
    with pytest.raises(Conflict):
        channels.add(database, "shop-app")
    channels.revoke(database, "shop-app")
    with pytest.raises(Unauthorised):
        database.read_now(channels.by_key, key)
    with pytest.raises(NotFound):
        channels.revoke(database, "shop-app")


def test_a_revoked_channel_goes_on_with_a_new_key_in_its_old_space(database: Database) -> None:
    old = channels.add(database, "crm")
    channels.revoke(database, "crm")
    new = channels.add(database, "crm")
    assert database.read_now(channels.by_key, new).space == "channel:crm"
    with pytest.raises(Unauthorised):
        database.read_now(channels.by_key, old)
    assert [(each.name, each.revoked_at) for each in channels.list_all(database)] == [("crm", None)]


def test_a_rating_is_stored_once(database: Database) -> None:
    thread = a_conversation(database)
    rating = Rating(client_id="r", score=5, factors=("快",))
    for _ in range(2):
        database.write_now(ratings.add, thread, rating, now_ms=1_000)
    with pytest.raises(Conflict):
        database.write_now(ratings.add, thread, Rating(client_id="r", score=1), now_ms=1_000)
    exported = database.read_now(privacy.export, database.read_now(conversations.get, thread))
    assert [each["score"] for each in exported["conversations"][0]["ratings"]] == [5]


def test_erasing_a_guest_removes_her_conversation_and_no_other(database: Database) -> None:
    mine, yours = a_conversation(database), a_conversation(database)
    for thread in (mine, yours):
        say(database, thread, "我叫张三", now_ms=1_000)
        answer(database, claimed(database, thread, now_ms=3_000), "好的", now_ms=3_000)
    erased = database.write_now(privacy.erase, database.read_now(conversations.get, mine), now_ms=9_000)
    assert erased.conversation_ids == (mine,)
    with pytest.raises(NotFound):
        database.read_now(conversations.get, mine)
    assert database.read_now(messages.after, mine, 0) == []
    assert len(database.read_now(messages.after, yours, 0)) == 2


def test_erasing_a_customer_removes_all_of_hers(database: Database) -> None:
    first = a_conversation(database, customer_id="c1")
    second = a_conversation(database, customer_id="c1")
    erased = database.write_now(privacy.erase, database.read_now(conversations.get, second), now_ms=9_000)
    assert set(erased.conversation_ids) == {first, second}


def _attempt(conversation_id: str, order_id: str = "o1", address: str = "192.0.2.1") -> ProofAttempt:
    return ProofAttempt(conversation_id=conversation_id, order_id=order_id, address=address)


async def test_misses_lock_the_conversation_the_order_and_the_address(database: Database) -> None:
    ledger = SqlProofLedger(database, ProofLimits(per_conversation=2, per_order=3, per_address=4))
    assert [await ledger.begin(_attempt("a", "o1", "x")) for _ in range(3)] == [True, True, False]
    assert [await ledger.begin(_attempt("b", "o1", "y")) for _ in range(2)] == [True, False]
    assert [await ledger.begin(_attempt(name, f"o-{name}", "x")) for name in "cde"] == [True, True, False]
    assert await ledger.begin(_attempt("f", "o-f", "z"))


async def test_a_right_answer_takes_back_its_own_miss_only(database: Database) -> None:
    ledger = SqlProofLedger(database, ProofLimits(per_conversation=2))
    assert await ledger.begin(_attempt("a"))
    assert await ledger.begin(_attempt("a"))
    await ledger.clear(_attempt("a"))
    assert await ledger.begin(_attempt("a"))
    assert not await ledger.begin(_attempt("a"))


async def test_erasing_a_conversation_gives_no_guesses_back(database: Database) -> None:
    ledger = SqlProofLedger(database, ProofLimits(per_conversation=2, per_order=3, per_address=4))
    taken = []
    for _ in range(4):
        thread = a_conversation(database)
        taken += [await ledger.begin(_attempt(thread)) for _ in range(2)]
        database.write_now(privacy.erase, database.read_now(conversations.get, thread), now_ms=steady_ms())
    assert taken.count(True) == 3
    whose = select(proof_misses.c.conversation_id).distinct()
    assert database.read_now(lambda connection: connection.execute(whose).scalars().all()) == [""]


async def test_misses_that_no_limit_counts_any_more_are_erased(database: Database) -> None:
    ledger = SqlProofLedger(database)
    thread = a_conversation(database)
    await ledger.begin(_attempt(thread))
    tomorrow_ms = steady_ms() + 25 * 3_600_000
    database.write_now(privacy.erase, database.read_now(conversations.get, thread), now_ms=tomorrow_ms)
    assert database.read_now(lambda connection: connection.execute(select(proof_misses.c.id)).all()) == []
