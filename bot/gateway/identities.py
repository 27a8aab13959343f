"""Who the shop says is logged in: checks the JWT that a page hands over. Signing lives in bot.shop.identity."""

from __future__ import annotations

from bot.clock import utc_now
from bot.errors import Unauthorised
from bot.gateway import words
from bot.gateway.parts import Parts
from bot.gateway.rest import Spoken
from bot.shop.identity import verify

_LONGEST = 4_096


def customer_of(parts: Parts, identity: str) -> str:
    """The customer id. Raises Unauthorised (spoken): a bad identity never makes a silent guest."""
    try:
        if len(identity) > _LONGEST:
            raise Unauthorised("the identity is too long to be one")
        return verify(identity, parts.settings.secret("identity"), utc_now())
    except Unauthorised as error:
        raise Spoken(error, words.BAD_IDENTITY) from error
