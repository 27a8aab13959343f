"""A planted mark is looked for in every store after she is erased: the record's files byte by byte, Redis, pictures, logs."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from sqlalchemy import select

from bot.clock import steady_ms, utc_now
from bot.conversation.message import Reply
from bot.records import erasure, privacy, proposals, replies, turns
from bot.records.database import Database
from bot.records.proposals import Proposal
from bot.records.replies import Outcome
from bot.records.tables import conversations, metadata, tracker_events
from bot.records.trackers import TrackerDelta
from bot.shop.identity import sign
from tests.cli.conftest import Ran, xiaonuan  # noqa: F401 - a fixture
from tests.gateway.client import Visit
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway
from tests.gateway.test_uploads import a_picture, upload
from tests.records.factories import a_conversation, say

MARK = "印记柒柒叁壹"
NAME = "C-mark-7731"


async def planted(gateway: LiveGateway) -> Visit:
    """Her mark wherever a shopper's or an agent's words are kept."""
    identity = sign(NAME, gateway.parts.settings.secret("identity"), utc_now())
    visit = await gateway.visit(identity=identity)
    shopper = await gateway.enter(visit)
    own, database = visit.conversation_id, gateway.database
    status, made = await upload(gateway, visit, a_picture())
    assert status == 201
    await shopper.ask({"type": "send", "upload_id": made["upload_id"]})
    await shopper.ask({"type": "send", "text": f"我叫{MARK}", "final": True})
    database.write_now(_turn, own)
    hire(database, "小林")
    await shopper.ask({"type": "ask_human", "reason": MARK})
    agent = await DeskClient.enter(gateway, "小林")
    await agent.claim(own)
    await agent.write(own, f"您好{MARK}")
    await agent.acked({"type": "note", "conversation_id": own, "text": f"她是{MARK}"})
    await agent.acked({"type": "tag", "conversation_id": own, "tags": [MARK]})
    made_up = Proposal(
        id="P1", conversation_id=own, kind="refund", order_id=None, amount_fen=1, reason=MARK, state="open",
        made_ms=steady_ms(),
    )  # fmt: skip
    database.write_now(proposals.add, made_up, turn_id=None)
    await agent.acked({"type": "resolve", "conversation_id": own, "outcome": "solved", "note": MARK})
    await shopper.ask({"type": "rate", "score": 1, "comment": MARK})
    return visit


def _turn(connection: object, conversation_id: str) -> None:
    turn = turns.claim(connection, conversation_id, worker="w", now_ms=steady_ms() + 5_000)  # type: ignore[arg-type]
    assert turn is not None
    heard = {"event": "user", "timestamp": 1.0, "text": MARK, "parse_data": {"intent": {"name": "greet"}}}
    listen = {"event": "action", "name": "action_listen", "timestamp": 1.0}
    delta = TrackerDelta(slots={"name": MARK}, active_loop={"name": MARK}, events=(heard, listen))
    outcome = Outcome(replies=(Reply(text=f"{MARK}您好"),), effects=(), tracker=delta)
    replies.commit(connection, turn, outcome, now_ms=steady_ms())  # type: ignore[arg-type]


def files_with(root: Path, mark: str) -> list[str]:
    wanted = (mark.encode(), json.dumps(mark)[1:-1].encode())
    return [
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in wanted)
    ]


def redis_holds(url: str, mark: str) -> list[bytes]:
    client = redis.Redis.from_url(url.partition("#")[0])
    wanted = (mark.encode(), json.dumps(mark)[1:-1].encode())
    found = [key for key in client.scan_iter() if any(each in key + (client.dump(key) or b"") for each in wanted)]
    client.close()
    return found


async def test_no_store_holds_her_mark_any_more(
    lone: LiveGateway, data_dir: Path, redis_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        visit = await planted(lone)
        other = await lone.visit()
        database = lone.database
        said = database.read_now(lambda c: c.execute(select(tracker_events.c.event)).scalars().all())
        assert MARK in str(said) and files_with(data_dir, MARK)  # the mark was there to be found
        assert list((data_dir / "uploads").rglob("*-*"))
        async with lone.http.delete("/api/v1/me", headers=visit.bearer) as response:
            assert response.status == 204
    assert database.read_now(erasure.left, [visit.conversation_id]) == {}
    assert not list((data_dir / "uploads").rglob("*-*"))
    assert erasure.wipe(database)
    assert files_with(data_dir, MARK) == [] and files_with(data_dir, NAME) == []
    for each in (MARK, visit.conversation_id, NAME):
        assert redis_holds(redis_url, each) == []
    assert MARK not in caplog.text
    kept = database.read_now(lambda c: c.execute(select(conversations.c.id)).scalars().all())
    assert kept == [other.conversation_id]


def test_every_table_of_a_conversation_is_looked_through(sqlite_database: Database) -> None:
    own = a_conversation(sqlite_database, customer_id=NAME)
    say(sqlite_database, own, MARK, now_ms=2_000)
    assert sqlite_database.read_now(erasure.left, [own]).keys() == {"conversations", "tokens", "messages", "turns"}
    pointing = {table.name for table in metadata.sorted_tables if "conversation_id" in table.c}
    assert pointing >= {"audit", "handoffs", "product_questions", "restock_notes", "tracker_events"}
    hers = sqlite_database.read_now(erasure.whose, customer_id=NAME)
    sqlite_database.write_now(privacy.erase, hers, now_ms=3_000)
    assert sqlite_database.read_now(erasure.left, [own]) == {}


def test_the_command_gives_out_and_erases_what_is_hers(
    sqlite_database: Database,
    data_dir: Path,
    xiaonuan: Callable[..., Ran],  # noqa: F811
) -> None:
    own = a_conversation(sqlite_database, customer_id=NAME)
    guest = a_conversation(sqlite_database)
    for each in (own, guest):
        say(sqlite_database, each, MARK, now_ms=2_000)
    given = json.loads(xiaonuan("export", NAME).out)
    assert given["customer_id"] == NAME and given["conversations"][0]["messages"][0]["text"] == MARK
    assert xiaonuan("erase", NAME, stdin=b"n\n").code != 0 and files_with(data_dir, NAME)
    assert xiaonuan("erase").code == 2 and xiaonuan("erase", NAME, "--conversation", own).code == 2
    done = xiaonuan("erase", NAME, "--yes", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out) == {
        "conversations": [own], "pictures": 0, "left": {}, "pictures_left": [], "wiped": True, "aside": [],
    }  # fmt: skip
    assert xiaonuan("erase", NAME, "--yes").code == 1  # nothing is there any more
    assert xiaonuan("erase", "--conversation", guest, "--yes").code == 0
    sqlite_database.close()
    assert files_with(data_dir, MARK) == []
