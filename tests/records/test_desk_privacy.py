"""What people wrote about a shopper is shown to her whole and goes with her; what they decided about money is kept."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import MetaData, select

from bot.records import audit as audit_records
from bot.records import blocks, chat_marks, conversations, notes, privacy, proposals, ratings
from bot.records.database import Database
from bot.records.handoff_tables import audit
from bot.records.proposals import Proposal
from bot.records.ratings import Rating
from bot.records.tables import metadata
from tests.records.factories import a_conversation
from tests.records.test_serving import NOW, hire
from tests.records.test_summaries import a_service, resolve

PHONE = "13800138000"
HELD_FOR_ALL = {"audit", "agents", "agent_presence", "kept_out", "business_clock", "alembic_version"}


def everything(database: Database) -> tuple[str, str]:
    """A service with a note, a tag, a decided amount, a block and a rating."""
    session, conversation_id = a_service(database)
    database.write_now(
        lambda c: notes.add(c, conversation_id, kind="note", text=f"回电 {PHONE}", agent="小林", now_ms=NOW + 45_000)
    )
    database.write_now(chat_marks.set_tags, session, conversation_id, ("张三的单",), now_ms=NOW + 46_000)
    detail = {"amount_fen": 500, "order_id": "2026112000017206"}
    database.write_now(
        audit_records.add, session, "approve", conversation_id=conversation_id, target="p1", detail=detail, now_ms=NOW
    )
    resolve(database, session, conversation_id)
    database.write_now(
        ratings.add, conversation_id, Rating(client_id="r1", score=4, comment="还行"), now_ms=NOW + 60_000
    )
    boss = hire(database, "主管", role="supervisor")
    database.write_now(blocks.block, boss, conversation_id, until_ms=NOW * 9, reason="张三骂人", now_ms=NOW + 61_000)
    return conversation_id, "C1"


def test_the_export_holds_all_that_the_desk_holds_of_her(database: Database) -> None:
    conversation_id, _ = everything(database)
    own = database.read_now(conversations.get, conversation_id)
    [found] = database.read_now(privacy.export, own)["conversations"]
    desk = found["served_by_people"]
    assert all(desk[name] for name in ("handoffs", "notes", "tags", "tickets", "proposals", "summaries", "blocks"))
    [ticket] = desk["tickets"]
    assert ticket["contact"] == PHONE and PHONE in ticket["text"]  # hers: nothing is masked
    assert ticket["promises"][0]["what"] == "回复您的留言" and desk["notes"][0]["text"] == f"回电 {PHONE}"
    assert desk["handoffs"][-1]["outcome"] == "solved" and desk["handoffs"][-1]["summary"]
    assert (desk["tags"], desk["blocks"][0]["reason"]) == (["张三的单"], "张三骂人")
    assert found["ratings"][0]["comment"] == "还行" and orjson.dumps(found)


@pytest.mark.parametrize("others", [0, 1])
def test_erasure_leaves_not_a_row_of_hers_but_the_audit_without_words(database: Database, others: int) -> None:
    conversation_id, _ = everything(database)
    kept = [a_conversation(database, customer_id="C2") for _ in range(others)]
    own = database.read_now(conversations.get, conversation_id)
    database.write_now(privacy.erase, own, now_ms=NOW + 70_000)
    rows = database.read_now(_all_rows, metadata)
    assert {name for name, found in rows.items() if found} - HELD_FOR_ALL <= (
        {"conversations", "tokens"} if others else set()
    )
    assert len(rows["conversations"]) == len(kept)
    left = str(rows)
    for word in (PHONE, "张三", "还行", "快递员", "C1"):
        assert word not in left.replace("'C2'", ""), word
    deeds = database.read_now(lambda c: c.execute(select(audit).where(audit.c.action == "approve")).one())
    assert orjson.loads(deeds.detail) == {"amount_fen": 500, "order_id": "2026112000017206"}


def _all_rows(connection: object, tables: MetaData) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [tuple(row) for row in connection.execute(select(table))]  # type: ignore[attr-defined]
        for table in tables.sorted_tables
    }


def test_granted_money_that_was_not_paid_stays_in_the_log(database: Database) -> None:
    conversation_id = a_conversation(database)
    made = Proposal(
        id="P7", conversation_id=conversation_id, kind="refund", order_id="1", amount_fen=900, reason="x", state="open",
        made_ms=NOW,
    )  # fmt: skip
    database.write_now(proposals.add, made, turn_id=None)
    database.write_now(proposals.decide, made, approve=True, by="小林", reason=None, now_ms=NOW)
    database.write_now(privacy.erase, database.read_now(conversations.get, conversation_id), now_ms=NOW + 1)
    rows = database.read_now(lambda c: c.execute(select(audit).where(audit.c.target == "P7")).all())
    assert [(row.agent, row.action) for row in rows] == [("小林", "erased_unpaid")]
