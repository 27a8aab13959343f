"""What the bot proposes is stored once, whoever runs the turn again; a person decides it once."""

from __future__ import annotations

import pytest

from bot.care.effects import MoneyProposed, from_json
from bot.errors import Conflict
from bot.records import proposals, replies
from bot.records.database import Database
from bot.records.proposals import Proposal, SqlProposals
from tests.records.factories import a_conversation, an_outcome, claimed, say

NOW = 1_000_000
MADE = MoneyProposed(proposal_id="P1", what="price_difference", amount_fen=3000, reason="差 30 元", order_id="1")


def turn(database: Database, conversation_id: str, effect: MoneyProposed, *, at_ms: int) -> None:
    say(database, conversation_id, "降价了", now_ms=at_ms)
    running = claimed(database, conversation_id, now_ms=at_ms + 5_000)
    database.write_now(replies.commit, running, an_outcome("好", effects=(effect,)), now_ms=at_ms + 6_000)


def decide(database: Database, proposal_id: str, approve: bool) -> Proposal:
    def work(connection: object) -> Proposal:
        found = proposals.get(connection, proposal_id)  # type: ignore[arg-type]
        return proposals.decide(connection, found, approve=approve, by="小林", reason=None, now_ms=NOW)  # type: ignore[arg-type]

    return database.write_now(work)


def states(database: Database, conversation_id: str) -> list[tuple[str, str]]:
    return sorted((each.id, each.state) for each in database.read_now(proposals.of_conversation, conversation_id))


def again(proposal_id: str, amount_fen: int = 3000, order_id: str | None = "1") -> MoneyProposed:
    return MoneyProposed(
        proposal_id=proposal_id, what="price_difference", amount_fen=amount_fen, reason="差价", order_id=order_id
    )


def test_a_turns_proposal_is_stored_once(database: Database) -> None:
    conversation_id = a_conversation(database)
    for number in range(3):
        turn(database, conversation_id, MADE, at_ms=NOW + number * 20_000)
    turn(database, conversation_id, again("P2"), at_ms=NOW + 90_000)  # asked again while it is open
    [found] = database.read_now(proposals.of_conversation, conversation_id)
    assert (found.id, found.amount_fen, found.state) == ("P1", 3000, "open")


def test_what_was_approved_is_not_proposed_again_and_what_was_rejected_may_be(database: Database) -> None:
    conversation_id = a_conversation(database)
    turn(database, conversation_id, MADE, at_ms=NOW)
    decide(database, "P1", True)
    turn(database, conversation_id, again("P2"), at_ms=NOW + 20_000)
    assert states(database, conversation_id) == [("P1", "approved")]
    turn(database, conversation_id, again("P3", 5000), at_ms=NOW + 40_000)
    decide(database, "P3", False)
    turn(database, conversation_id, again("P4", 5000), at_ms=NOW + 60_000)
    assert states(database, conversation_id) == [("P1", "approved"), ("P3", "rejected"), ("P4", "open")]


def test_without_an_order_two_shoppers_do_not_share_one(database: Database) -> None:
    for number in range(2):
        conversation_id = a_conversation(database)
        turn(database, conversation_id, again(f"P{number}", order_id=None), at_ms=NOW)
        assert states(database, conversation_id) == [(f"P{number}", "open")]


def test_it_is_decided_once(database: Database) -> None:
    conversation_id = a_conversation(database)
    turn(database, conversation_id, MADE, at_ms=NOW)
    assert decide(database, "P1", True) == decide(database, "P1", True)
    with pytest.raises(Conflict):
        decide(database, "P1", False)


@pytest.mark.parametrize("amount", [0, -1, "3000", 1.5, None, True])
def test_an_amount_that_is_none_is_refused(amount: object) -> None:
    with pytest.raises(ValueError):
        from_json({**MADE.as_json(), "amount_fen": amount})
    assert from_json(MADE.as_json()) == MADE


async def test_the_book_tells_how_it_stands(database: Database) -> None:
    conversation_id, book = a_conversation(database), SqlProposals(database)
    assert await book.state_of("price_difference", "1", 3000) is None
    turn(database, conversation_id, MADE, at_ms=NOW)
    assert await book.state_of("price_difference", "1", 9000) == "open"
    decide(database, "P1", True)
    assert await book.state_of("price_difference", "1", 3000) == "approved"
    assert await book.state_of("price_difference", "1", 3001) is None  # it fell further
    assert await book.state_of("price_difference", "2", 3000) is None
