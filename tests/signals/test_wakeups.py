"""The form of what is published about conversations: what a worker says, a gateway understands."""

import pytest

from bot.signals import changes
from bot.signals.wakeups import changed


@pytest.mark.parametrize("kind", [changes.MESSAGE, changes.STATE, changes.TYPING])
def test_what_was_said_is_read_again(kind: str) -> None:
    assert changes.read_change(changed("c-1", kind)) == changes.Change(conversation_id="c-1", kind=kind)


@pytest.mark.parametrize("payload", [b"", b"c-1 message", b"[]", b'{"k":"message"}', b"\xff"])
def test_anything_else_on_the_channel_is_nothing(payload: bytes) -> None:
    assert changes.read_change(payload) is None
