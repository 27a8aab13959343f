"""Shoppers send, send again, lose their connection and come back, while workers claim, crash, freeze and commit late.

The checker reads only what the clients themselves have heard: acks, and messages on each connection. Nothing that was
acknowledged may be missing, nothing may come twice, and all clients of a conversation hear the same order.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from bot.conversation.message import Message, Reply
from bot.conversation.turn import ClaimedTurn
from bot.errors import Conflict, FenceLost
from bot.records import conversations, incoming, leaving, messages, replies, turns
from bot.records.database import Database
from bot.records.incoming import Incoming
from bot.records.replies import Outcome
from tests.fresh_record import sqlite_record

DEADLINE_MS = 12_000
FAILURE = Reply(text="没能/答复", failure=True)


@dataclass
class ClientHistory:
    """All that one connection's owner remembers over all her connections."""

    last_seq: int = 0
    heard: list[Message] = field(default_factory=list)
    acks: dict[str, set[int]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


@dataclass
class Running:
    """One run of a turn: its replies name the run, their place in it and how many there are."""

    turn: ClaimedTurn
    count: int

    @property
    def replies(self) -> tuple[Reply, ...]:
        return tuple(Reply(text=f"答复/{self.turn.fence}/{place}/{self.count}") for place in range(self.count))


class ProtocolMachine(RuleBasedStateMachine):
    sent = Bundle("sent")
    claimed = Bundle("claimed")

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="xn-", dir="/tmp"))
        self.database = Database(sqlite_record(self.place / "records.db"))
        self.now_ms = 1_000_000
        self.clients = [ClientHistory() for _ in range(3)]
        self.bodies: dict[str, str] = {}

    def teardown(self) -> None:
        self.settle()
        self.everything_was_heard_and_answered()
        self.database.close()
        shutil.rmtree(self.place, ignore_errors=True)

    @initialize()
    def open_conversation(self) -> None:
        visit = self.database.write_now(conversations.open_web, now_ms=self.now_ms, address="192.0.2.1")
        self.conversation_id = visit.conversation.id

    @rule(
        target=sent,
        client=st.integers(0, 2),
        text=st.sampled_from(["在吗", "到哪了", "那另一个呢", "算了"]),
        final=st.booleans(),
    )
    def send(self, client: int, text: str, final: bool) -> tuple[str, str, bool]:
        frame = (str(uuid.uuid4()), text, final)
        self.bodies[frame[0]] = text
        self._send(client, frame)
        return frame

    @rule(client=st.integers(0, 2), frame=sent, times=st.integers(1, 3))
    def send_again(self, client: int, frame: tuple[str, str, bool], times: int) -> None:
        """Also by another of her pages, and long after."""
        for _ in range(times):
            self._send(client, frame)

    @rule(client=st.integers(0, 2), frame=sent)
    def send_another_body_under_the_same_id(self, client: int, frame: tuple[str, str, bool]) -> None:
        before = self._next_seq()
        try:
            self._accept((frame[0], frame[1] + "！", frame[2]))
            raise AssertionError("another body was taken under the same id")
        except Conflict:
            assert self._next_seq() == before

    @rule(client=st.integers(0, 2))
    def come_back(self, client: int) -> None:
        self._hear(client)

    @rule()
    def leave(self) -> None:
        self.database.write_now(leaving.leave, self.conversation_id, now_ms=1)

    @rule(wait_ms=st.sampled_from([1, 400, 1_500, 4_000, 4_001, 12_000]))
    def time_passes(self, wait_ms: int) -> None:
        self.now_ms += wait_ms

    @rule(target=claimed, count=st.integers(1, 2), wait_ms=st.sampled_from([0, 400, 4_001]))
    def claim(self, count: int, wait_ms: int) -> Any:
        """A worker that never commits is a crashed one."""
        self.now_ms += wait_ms
        turn = self.database.write_now(turns.claim, self.conversation_id, worker="any", now_ms=self.now_ms)
        return multiple() if turn is None else Running(turn=turn, count=count)

    @rule(running=claimed)
    def commit(self, running: Running) -> None:
        """In time, late, or a second time: the fence decides."""
        self._commit(running)

    @rule(running=claimed)
    def renew(self, running: Running) -> None:
        self.database.write_now(turns.renew, running.turn.id, fence=running.turn.fence, now_ms=self.now_ms)

    @rule()
    def a_gateway_looks_for_overdue_turns(self) -> None:
        for found in self.database.read_now(turns.overdue, now_ms=self.now_ms):
            self.database.write_now(replies.fail, found, FAILURE, now_ms=self.now_ms)

    @rule()
    def the_gateway_dies_between_commit_and_ack(self) -> None:
        """The frame is stored and nobody was told: the client will send it again."""
        frame = (str(uuid.uuid4()), "还在吗", False)
        self.bodies[frame[0]] = frame[1]
        self._accept(frame)
        self._send(0, frame)

    @invariant()
    def what_was_heard_has_no_gaps_and_nothing_twice(self) -> None:
        for client in self.clients:
            assert [message.seq for message in client.heard] == list(range(1, client.last_seq + 1))

    @invariant()
    def an_id_has_one_seq_for_all_clients(self) -> None:
        seqs: dict[str, set[int]] = {}
        for client in self.clients:
            for frame_id, acked in client.acks.items():
                seqs.setdefault(frame_id, set()).update(acked)
        assert all(len(acked) == 1 for acked in seqs.values())
        assert len({next(iter(acked)) for acked in seqs.values()}) == len(seqs)

    def settle(self) -> None:
        """Workers go on until nothing is open; then every client comes back once more."""
        if not hasattr(self, "conversation_id"):
            return
        for _ in range(200):
            self.now_ms += 1_000
            turn = self.database.write_now(turns.claim, self.conversation_id, worker="last", now_ms=self.now_ms)
            if turn is not None:
                self._commit(Running(turn=turn, count=1))
            self.a_gateway_looks_for_overdue_turns()
            if self.database.read_now(turns.next_begin_ms, self.conversation_id) is None:
                break
        for client in range(len(self.clients)):
            self._hear(client)

    def everything_was_heard_and_answered(self) -> None:
        first = self.clients[0].heard
        for client in self.clients:
            assert client.heard == first
            for frame_id, [seq] in client.acks.items():
                [found] = [message for message in first if message.id == frame_id]
                assert (found.seq, found.text, found.role) == (seq, self.bodies[frame_id], "shopper")
        said = [message for message in first if message.role == "shopper"]
        assert len({message.id for message in said}) == len(said)
        self._every_message_has_one_turns_replies(first, said)

    @staticmethod
    def _every_message_has_one_turns_replies(heard: list[Message], said: list[Message]) -> None:
        """`reply_to` is the last message that a turn answers: all of one run's replies follow, each once."""
        answers: dict[int, list[str]] = {}
        for message in heard:
            if message.role == "bot":
                assert message.reply_to is not None and message.reply_to < message.seq
                answers.setdefault(message.reply_to, []).append(message.text or "")
        for texts in answers.values():
            run, count = texts[0].split("/")[1], len(texts)
            assert texts == [FAILURE.text] or texts == [f"答复/{run}/{place}/{count}" for place in range(count)]
        if said:
            assert max(answers) == said[-1].seq

    def _send(self, client: int, frame: tuple[str, str, bool]) -> None:
        seq = self._accept(frame)
        self.clients[client].acks.setdefault(frame[0], set()).add(seq)

    def _accept(self, frame: tuple[str, str, bool]) -> int:
        frame_id, text, final = frame
        said = Incoming(conversation_id=self.conversation_id, client_id=frame_id, text=text, at_once=final)
        accepted = self.database.write_now(incoming.accept, said, now_ms=self.now_ms, turn_deadline_ms=DEADLINE_MS)
        return accepted.seq

    def _commit(self, running: Running) -> None:
        outcome = Outcome(replies=running.replies, effects=(), tracker=None)
        try:
            self.database.write_now(replies.commit, running.turn, outcome, now_ms=self.now_ms)
        except FenceLost:
            pass

    def _hear(self, client: int) -> None:
        history = self.clients[client]
        for message in self.database.read_now(messages.after, self.conversation_id, history.last_seq):
            history.heard.append(message)
            history.last_seq = message.seq

    def _next_seq(self) -> int:
        return self.database.read_now(conversations.get, self.conversation_id).next_seq


TestProtocolMachine = ProtocolMachine.TestCase
TestProtocolMachine.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
