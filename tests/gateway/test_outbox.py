"""What waits for a slow reader: in order, bounded, and cut rather than kept for ever."""

import asyncio

from bot.gateway import outbox
from bot.gateway.outbox import Outbox


class SlowWire:
    """Takes frames only while `open_` is set."""

    def __init__(self) -> None:
        self.open_ = asyncio.Event()
        self.sent: list[bytes] = []

    async def send_frame(self, frame: bytes, _opcode: object) -> None:
        await self.open_.wait()
        self.sent.append(frame)


class Cable:
    aborted = False

    def abort(self) -> None:
        self.aborted = True


def an_outbox() -> tuple[Outbox, SlowWire, Cable]:
    wire, cable = SlowWire(), Cable()
    return Outbox(wire, cable, lambda: None), wire, cable  # type: ignore[arg-type]


async def test_frames_go_out_in_the_order_in_which_they_were_offered() -> None:
    box, wire, _ = an_outbox()
    wire.open_.set()
    for number in range(100):
        box.offer(b"%d" % number)
        if number % 7 == 0:
            await asyncio.sleep(0)
    await box.drained()
    assert wire.sent == [b"%d" % number for number in range(100)]


async def test_a_reader_that_is_too_slow_is_cut() -> None:
    box, wire, cable = an_outbox()
    for _ in range(outbox.FRAMES_WAITING + 2):
        box.offer(b"x")
        await asyncio.sleep(0)
    assert cable.aborted and box.shut
    wire.open_.set()
    box.offer(b"late")
    await box.drained()
    assert b"late" not in wire.sent


async def test_bytes_count_as_well_as_frames() -> None:
    box, _, cable = an_outbox()
    for _ in range(6):
        box.offer(b"x" * 1024 * 1024)
        await asyncio.sleep(0)
    assert cable.aborted


async def test_after_close_what_waits_goes_out_and_nothing_else() -> None:
    box, wire, _ = an_outbox()
    box.offer(b"last words")
    box.close(1001)
    box.offer(b"too late")
    wire.open_.set()
    await box.drained()
    assert wire.sent == [b"last words"] and box.closing == 1001
