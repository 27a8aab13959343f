"""The maintainers' story on one running instance: missed, labelled, trained, compared, promoted, better; rolled back, as before.

Everything goes by the commands that the README names; the models are small, so that each training takes seconds.
"""

from __future__ import annotations

import asyncio
import csv
import json
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.training.batches import merge_batch
from tests.faults.load import Crowd, talk_through
from tests.stack.instance import Instance
from tests.stack.shopper import Shopper
from tests.training.small_project import small_project

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

MISSED = "可以赊账不 我手机13812345678"
TOLD = "花呗"  # what the shop's book says about paying
MASKED = "138****5678"
LABELLED = ("可以赊账不", "能赊账吗", "赊账行不行", "先赊着以后给钱行吗", "可不可以赊账啊", "赊账可以吗亲", "我想赊账")
# Actions that take too long where other work fills the processor: tried again, and no matter of models.
SLOW_MACHINE = ("the action server said 500", "TimeoutError")


@pytest.fixture
async def shop(tmp_path: Path, data_dir: Path) -> AsyncIterator[tuple[Instance, Path]]:
    """A running instance that answers with a model of a small project, and that project."""
    project = small_project(tmp_path / "project", without="赊")
    instance = Instance(data_dir / "home")
    instance.data_dir.mkdir()
    ran(instance, "train", "--root", str(project))
    ran(instance, "promote", "--root", str(project))
    instance.start()
    yield instance, project
    instance.stop()


def ran(instance: Instance, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = instance.cli(*words)
    assert done.returncode == code, f"{words}: {done.stderr[-3000:]}"
    return done


def size_of(path: str) -> int:
    return Path(path).stat().st_size


def label_what_review_shows(instance: Instance, project: Path, folder: Path) -> None:
    """The missed message, masked, as `review` gives it out and takes it in."""
    table = folder / "missed.csv"
    ran(instance, "review", "--export", str(table), "--root", str(project))
    with table.open(encoding="utf-8-sig", newline="") as shown:
        rows = list(csv.DictReader(shown))
    [row] = [each for each in rows if MASKED in each["text"]]
    row["intent"] = "ask_payment"
    with table.open("w", encoding="utf-8", newline="") as filled:
        writer = csv.DictWriter(filled, list(row))
        writer.writeheader()
        writer.writerows(rows)
    ran(instance, "review", "--import", str(table), "--root", str(project))


def label(project: Path, folder: Path) -> None:
    """What else a maintainer writes after she has read the missed message."""
    batch = folder / "monday.tsv"
    batch.write_text("".join(f"ask_payment\t{text}\n" for text in LABELLED), encoding="utf-8")
    assert merge_batch(project, batch).added == len(LABELLED)


async def heard(instance: Instance) -> str:
    """What a new shopper is answered."""
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        return str((await shopper.ask(MISSED))["text"])


async def gives_up(instance: Instance) -> None:
    """A shopper who is not helped asks for a person: however sure the bot was, it missed her."""
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        await shopper.ask(MISSED)
        await shopper.ask("转人工")


async def test_a_missed_message_becomes_a_better_answer_in_the_same_instance_and_back(
    shop: tuple[Instance, Path], tmp_path: Path
) -> None:
    instance, project = shop
    processes = sorted(instance.processes("worker") + instance.processes("gateway") + instance.processes("actions"))
    first = instance.cli_json("status")["model"]
    assert TOLD not in await heard(instance)

    await gives_up(instance)
    label_what_review_shows(instance, project, tmp_path)
    label(project, tmp_path)
    second = json.loads(ran(instance, "train", "--root", str(project), "--json").stdout)["model"]
    assert instance.cli_json("status")["model"] == first  # trained is not promoted

    compared = json.loads(ran(instance, "compare", "--root", str(project), "--json").stdout)
    [change] = [each for each in compared["comparison"]["real"]["changes"] if each["after"] == "ask_payment"]
    assert change["answers"] and MASKED in change["examples"][0]
    assert size_of(compared["picture"]) > 10_000

    ran(instance, "promote", "--root", str(project))
    assert TOLD in await heard(instance)
    assert instance.cli_json("status")["model"] == second

    ran(instance, "rollback")
    assert instance.cli_json("status")["model"] == first
    assert TOLD not in await heard(instance)
    assert processes == sorted(
        instance.processes("worker") + instance.processes("gateway") + instance.processes("actions")
    )


async def test_no_turn_fails_and_no_message_is_lost_while_models_are_swapped(shop: tuple[Instance, Path]) -> None:
    instance, project = shop
    ran(instance, "train", "--root", str(project))

    async def trouble() -> None:
        await asyncio.to_thread(ran, instance, "promote", "--root", str(project))
        for _ in range(5):
            await asyncio.to_thread(ran, instance, "rollback")

    assert await talk_through(instance.url, trouble, seed=11, crowd=Crowd(copies=1)) == []
    failed = [line for line in instance.log().splitlines() if "turn.failed" in line]
    assert [line for line in failed if not any(slow in line for slow in SLOW_MACHINE)] == []
    assert instance.log().count("model.loaded") >= 6
