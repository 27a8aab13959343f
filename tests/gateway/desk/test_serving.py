"""A shopper asks for a person, an agent takes her, both write, the bot gets her back: over real sockets."""

from __future__ import annotations

import pytest

from bot.gateway.desk import chatting
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway


async def test_the_whole_way_from_asking_to_handing_back(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    visit, shopper = await gateway.shopper()
    worker = gateway.worker()
    await shopper.say("我的耳机坏了")
    await shopper.message("bot")
    assert (await shopper.ask({"type": "ask_human"}))["type"] == "ack"
    state = await shopper.next("state")
    assert state == {"type": "state", "holder": "queue", "agent": None, "queue": {"position": 1, "eta_s": None}}
    agent = await DeskClient.enter(gateway, "小林")
    await agent.sees_waiting(visit.conversation_id)
    online = await shopper.until(lambda frame: frame["type"] == "state" and frame["queue"]["eta_s"] is not None)
    assert online["queue"] == {"position": 1, "eta_s": 20}
    dossier = await agent.claim(visit.conversation_id)
    assert dossier["history"]["messages"][0]["text"] == "我的耳机坏了"
    joined = await shopper.message("system")
    assert "小林" in joined["text"]
    state = await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "agent")
    assert state["agent"] == {"name": "小林", "avatar": None}
    await agent.sees_gone(visit.conversation_id)
    ack = await agent.write(visit.conversation_id, "您好，我来处理")
    said = await shopper.message("agent")
    assert (said["seq"], said["text"], said["agent"]) == (ack["seq"], "您好，我来处理", {"name": "小林"})
    await shopper.say("左边没声音")
    heard = await agent.until(lambda frame: frame["type"] == "message" and frame["role"] == "shopper")
    assert heard["text"] == "左边没声音" and heard["conversation_id"] == visit.conversation_id
    await agent.acked({"type": "hand_back", "conversation_id": visit.conversation_id, "summary": "已安排换新"})
    state = await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "bot")
    greeted = await shopper.message("bot")
    assert greeted["text"].startswith("收到") and worker.claimed[-1].cause == "system"
    assert worker.claimed[-1].instruction["summary"] == "已安排换新"
    seqs = [message["seq"] for message in shopper.messages()]
    assert seqs == list(range(1, len(seqs) + 1))


async def test_having_seen_what_was_just_given_away_is_no_error(
    lone: LiveGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Her page reads the line that says so before the picture shows it."""
    hire(lone.database, "小林")
    visit, shopper = await lone.shopper()
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(lone, "小林")
    await agent.claim(visit.conversation_id)
    await agent.acked({"type": "hand_back", "conversation_id": visit.conversation_id})
    monkeypatch.setattr(chatting, "holds", lambda *_: True)
    await agent.send({"type": "seen", "conversation_id": visit.conversation_id, "seq": 3})
    assert not [frame for frame in await agent.quiet() if frame["type"] == "error"]
