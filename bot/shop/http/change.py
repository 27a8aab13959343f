"""A change over HTTP, with one effect at most: sent once, and where the answer is lost, asked about by its key. Never sent again.

Each sending has an attempt's id of its own. A shop that is asked about an attempt which it has not seen forgets the attempt
for good and says `nothing_done`: only then is it sure that a request which is still on its way will do nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.changes import Change, Outcome
from bot.shop.changes_json import as_json
from bot.shop.http.calls import CALL_WITHIN_S, Answer, Call, Calls, Lost, NotSent, escaped
from bot.shop.http.wire import KeptOutcome, fault_in, parsed, written
from bot.shop.ids import is_id

ASK_WITHIN_S = 0.6
LONGEST_KEY = 200
KEY_HEADER, ATTEMPT_HEADER = "Idempotency-Key", "Attempt-Id"
_SEND = "/v1/changes"
_ASK = "/v1/changes/{key}"


class Changing:
    """The writing half of HttpShop."""

    def __init__(self, calls: Calls, new_id: Callable[[], str] = lambda: secrets.token_hex(8)) -> None:
        self._calls = calls
        self._new_id = new_id

    async def change(self, change: Change, key: str) -> Outcome:
        """As ShopChanges.change: within CALL_WITHIN_S + ASK_WITHIN_S."""
        if not 0 < len(key) <= LONGEST_KEY:
            raise ValueError(f"a key has 1 to {LONGEST_KEY} characters")
        if not is_id(change.order_id):
            return Outcome(state="refused", reason="no_order")
        attempt = self._new_id()
        headers = {KEY_HEADER: escaped(key), ATTEMPT_HEADER: attempt}
        try:
            call = Call(method="POST", path=_SEND, body=written(as_json(change)), headers=headers)
        except UnicodeEncodeError as error:
            raise ShopUnavailable(f"POST {_SEND}: a text that is no Unicode; nothing was done") from error
        try:
            answer = await self._calls.once(call, CALL_WITHIN_S)
            return _outcome(call, answer)
        except NotSent as error:
            raise ShopUnavailable(f"{call.name}: {error}; nothing was done") from error
        except Lost as error:
            return await self._asked(change, key, attempt, f"{call.name}: {error}")

    async def _asked(self, change: Change, key: str, attempt: str, lost: str) -> Outcome:
        """What the shop has made of it. Raises ShopUnavailable only when it says that nothing was done."""
        call = Call(method="GET", path=_ASK, ids=(key,), params=[("attempt", attempt)])
        try:
            answer = await self._calls.read(call, within_s=ASK_WITHIN_S)
        except ShopUnavailable as error:
            raise OutcomeUnknown(f"{lost}; {error.message}: look before anything is done") from error
        if answer.status == 404 and fault_in(answer.body).nothing_done:
            raise ShopUnavailable(f"{lost}; the shop says that nothing was done")
        kept = _kept(answer)
        if kept is None or kept.key != key:
            raise OutcomeUnknown(f"{lost}; {call.name}: status {answer.status}: look before anything is done")
        if (kept.order_id, kept.kind) != (change.order_id, change.kind):
            return Outcome(state="refused", reason="key_reused")
        return kept.outcome


def _outcome(call: Call, answer: Answer) -> Outcome:
    """Raises Lost for what says neither what was done nor that nothing was."""
    if answer.status != 200:
        if fault_in(answer.body).nothing_done:
            raise ShopUnavailable(f"{call.name}: status {answer.status}; the shop says that nothing was done")
        raise Lost(f"status {answer.status}")
    try:
        return parsed(Outcome, answer.body)
    except ValueError as error:
        raise Lost(str(error)) from error


def _kept(answer: Answer) -> KeptOutcome | None:
    """None for anything but what was answered to a key."""
    try:
        return parsed(KeptOutcome, answer.body) if answer.status == 200 else None
    except ValueError:
        return None
