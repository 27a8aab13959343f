"""Judges a chat by what its clients saw, and by nothing else: no line lost, none doubled, one order, each answered."""

from __future__ import annotations

from collections import Counter

from tests.stack.shopper import Frame, History


def faults_of(histories: list[History], *, replies_per_turn: int = 1) -> list[str]:
    """What is wrong with one conversation that these clients shared; `replies_per_turn`: how many lines an answer has."""
    return [
        *(fault for history in histories for fault in history.broken),
        *_lost(histories),
        *_doubled(histories),
        *_disordered(histories),
        *_unanswered(histories[0]),
        *_answered_twice(histories[0], replies_per_turn),
    ]


def _lost(histories: list[History]) -> list[str]:
    """Every acknowledged frame is a message under the seq that its ack told, in every client's history."""
    faults = []
    for sender in histories:
        for frame_id, seq in sender.acked.items():
            for reader in histories:
                found = [each for each in reader.messages() if each["seq"] == seq]
                if not found:
                    faults.append(f"lost: {sender.sent[frame_id]!r} was acknowledged as seq {seq} and is not there")
                elif found[0]["id"] != frame_id:
                    faults.append(f"lost: seq {seq} was acknowledged for one message and is another")
    return faults


def _doubled(histories: list[History]) -> list[str]:
    faults = []
    sent = Counter(text for history in histories for text in history.sent.values())
    for history in histories:
        shown = Counter((connection, frame["seq"]) for connection, frame in history.received)
        faults += [f"shown twice on one connection: seq {seq}" for (_, seq), count in shown.items() if count > 1]
        ids = Counter(frame["id"] for frame in history.messages())
        faults += [f"stored twice: {frame_id}" for frame_id, count in ids.items() if count > 1]
        texts = Counter(each["text"] for each in history.messages() if each["role"] == "shopper")
        faults += [
            f"stored twice: {text!r} was sent {sent[text]} times and is there {count} times"
            for text, count in texts.items()
            if text in sent and count > sent[text]
        ]
    return faults


def _disordered(histories: list[History]) -> list[str]:
    faults = []
    for history in histories:
        for connection in {number for number, _frame in history.received}:
            seqs = [frame["seq"] for number, frame in history.received if number == connection]
            if seqs != sorted(seqs):
                faults.append(f"out of order on connection {connection}: {seqs}")
        seqs = [frame["seq"] for frame in history.messages()]
        if seqs != list(range(1, len(seqs) + 1)):
            faults.append(f"gaps: {seqs}")
    reference = {frame["seq"]: _essence(frame) for frame in histories[0].messages()}
    for history in histories:
        for _connection, frame in history.received:
            if reference.setdefault(frame["seq"], _essence(frame)) != _essence(frame):
                faults.append(f"seq {frame['seq']} is not the same line for everybody")
    return faults


def _essence(frame: Frame) -> tuple[object, ...]:
    return frame["id"], frame["role"], frame.get("text"), frame.get("reply_to")


def _unanswered(history: History) -> list[str]:
    return [
        f"unanswered: seq {frame['seq']} {frame.get('text')!r}"
        for frame in history.messages()
        if frame["role"] == "shopper" and history.answer_to(frame["seq"]) is None
    ]


def _answered_twice(history: History, replies_per_turn: int) -> list[str]:
    replies = Counter(each["reply_to"] for each in history.messages() if each["role"] == "bot")
    return [f"answered {count} times: seq {seq}" for seq, count in replies.items() if count > replies_per_turn]
