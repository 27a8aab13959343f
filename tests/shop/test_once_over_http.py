"""Whatever goes wrong on the way, in whichever order: what is asked for under one key is paid at most once."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import OutcomeUnknown, ShopUnavailable
from tests.shop import test_misbehaving_http as troubles
from tests.shop.factories import stage_files
from tests.shop.http_shops import Between, Handler, drop, http_shop
from tests.shop.shops_under_test import sql_shop

AMOUNTS = {"p1": 101, "p2": 202, "p3": 303}


async def late(request: Any, handler: Handler) -> Any:
    """Arrives when nobody listens any more."""
    await request.read()
    await asyncio.sleep(0.15)
    return await handler(request)


async def nothing_comes_back(request: Any, handler: Handler) -> Any:
    """Done, and whoever asks about it is not answered either."""
    if request.path.startswith("/v1/changes"):
        await handler(request)
        return drop(request)
    return await handler(request)


WRONG: dict[str, Any] = {
    "well": None,
    "late": troubles.changes_only(late),
    "nothing comes back": nothing_comes_back,
    **{
        each.__name__: troubles.changes_only(each)
        for each in (
            troubles.done_and_dropped, troubles.done_and_500, troubles.done_and_nonsense, troubles.done_and_slow,
            troubles.dropped, troubles.at_fault, troubles.gone,
        )
    },
}  # fmt: skip
Step = tuple[str, str, bool]  # key, what goes wrong, whether the next one is asked without waiting for this one


async def played(folder: Path, steps: Sequence[Step]) -> tuple[list[tuple[str, str]], list[int]]:
    """(each key with what came of it, what the shop paid in all)."""
    told: list[tuple[str, str]] = []

    async with sql_shop(stage_files(), f"sqlite:///{folder / 'shop.db'}") as own:
        between = Between()
        async with http_shop(own, between) as shop:

            async def ask(key: str) -> None:
                try:
                    outcome = await shop.change(replace(troubles.PAY, amount_fen=AMOUNTS[key]), key=key)
                    told.append((key, outcome.state))
                except ShopUnavailable:
                    told.append((key, "not done"))
                except OutcomeUnknown:
                    told.append((key, "unknown"))

            running = []
            for key, wrong, at_once in steps:
                between.trouble = WRONG[wrong]
                running.append(asyncio.create_task(ask(key)))
                await (asyncio.sleep(0) if at_once else asyncio.wait(running))
            await asyncio.gather(*running)
            await asyncio.sleep(0.2)  # what is late has arrived
        care = (await own.care_of([troubles.SIGNED.order_id]))[troubles.SIGNED.order_id]
        return told, [refund.amount_fen for refund in care.refunds]


@settings(max_examples=20, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(sorted(AMOUNTS)), st.sampled_from(sorted(WRONG)), st.booleans()), max_size=6
    )
)
def test_a_key_is_paid_once_at_most_and_what_is_said_of_it_is_true(steps: list[Step]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="xn-"))
    try:
        with patch("bot.shop.http.change.CALL_WITHIN_S", 0.1):
            told, paid = asyncio.run(played(folder, steps))
    finally:
        shutil.rmtree(folder)
    for key, amount in AMOUNTS.items():
        said = [state for of, state in told if of == key]
        assert paid.count(amount) <= 1
        if "done" in said:
            assert paid.count(amount) == 1
        if said and set(said) == {"not done"}:
            assert paid.count(amount) == 0
    assert not {state for _, state in told} - {"done", "not done", "unknown"}
