"""The form of what is published about conversations."""

from bot.signals.wakeups import changed, read_changed


def test_what_was_said_is_read_again() -> None:
    assert read_changed(changed("c-1", "message")) == ("c-1", "message")


def test_anything_else_on_the_channel_is_nothing() -> None:
    for payload in (b"", b"c-1", b" message", b"\xff"):
        assert read_changed(payload) is None
