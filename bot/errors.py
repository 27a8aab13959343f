"""The one error tree: each error has a code of the wire protocol, an HTTP status and a message that says what to do next.

Texts for shoppers do not live here: the gateway turns a code into words by its string table (bot/gateway/words.py).
"""

from __future__ import annotations

from typing import ClassVar


class XiaonuanError(Exception):
    """Base of all errors that a caller may see. `message` says what to do next, for whoever operates the instance."""

    code: ClassVar[str] = "unavailable"
    status: ClassVar[int] = 503

    def __init__(self, message: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(message or self.code)
        self.message = message
        self.retry_after_s = retry_after_s


class InvalidFrame(XiaonuanError):
    code, status = "invalid_frame", 400


class Unauthorised(XiaonuanError):
    code, status = "unauthorised", 401


class Forbidden(XiaonuanError):
    code, status = "forbidden", 403


class NotFound(XiaonuanError):
    code, status = "not_found", 404


class Conflict(XiaonuanError):
    code, status = "conflict", 409


class TooLong(XiaonuanError):
    code, status = "too_long", 413


class UnsupportedMedia(XiaonuanError):
    code, status = "invalid_frame", 415


class RateLimited(XiaonuanError):
    code, status = "rate_limited", 429


class InvalidButton(XiaonuanError):
    code, status = "invalid_button", 400


class Unavailable(XiaonuanError):
    code, status = "unavailable", 503


class Closed(XiaonuanError):
    code, status = "closed", 409


class Taken(XiaonuanError):
    code, status = "taken", 409


class NotHolder(XiaonuanError):
    code, status = "not_holder", 409


class ConfigurationError(XiaonuanError):
    """A setting, a file or the machine is not as needed; raised at start, printed as one line by the CLI."""


class FenceLost(XiaonuanError):
    """The turn was taken over or ended by somebody else: nothing of this run may be stored."""


class ShopUnavailable(XiaonuanError):
    """The shop's own system did not answer, or answered nonsense; the effect of a write is unknown."""


class OutcomeUnknown(XiaonuanError):
    """A change was asked for and no answer came: it may have been carried out. A person looks; nothing is tried again."""


class KeptOut(Closed):
    """The conversation is blocked for a time, not erased."""


class RatedAlready(Conflict):
    """This service has its rating."""


class ColleagueAway(Conflict):
    """She to whom a conversation is to go is not online."""
