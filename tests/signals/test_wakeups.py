"""The form of what is published about conversations: what a worker says, a gateway understands."""

import pytest

from bot.signals import changes
from bot.signals.wakeups import changed, said


@pytest.mark.parametrize("kind", [changes.MESSAGE, changes.STATE, changes.TYPING])
def test_what_was_said_is_read_again(kind: str) -> None:
    assert changes.read_change(changed("c-1", kind)) == changes.Change(conversation_id="c-1", kind=kind)


def test_a_copy_of_what_was_said_travels_with_the_signal_while_it_is_small() -> None:
    change = changes.read_change(said("c-1", 7, b'[{"seq":7}]', sender="gateway-1"))
    assert change is not None
    assert (change.seq, change.sender, bytes(change.said)) == (7, "gateway-1", b'[{"seq":7}]')
    large = changes.read_change(said("c-1", 7, b'["' + b"x" * 40_000 + b'"]'))
    assert large == changes.Change(conversation_id="c-1", seq=7)


@pytest.mark.parametrize("payload", [b"", b"c-1 message", b"[]", b'{"k":"message"}', b"\xff"])
def test_anything_else_on_the_channel_is_nothing(payload: bytes) -> None:
    assert changes.read_change(payload) is None
