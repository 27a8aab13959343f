"""`export` and `erase`: what is stored of one shopper, given out or removed, as she may ask of the shop."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated, Any

import typer

from bot.cli import scratch
from bot.cli.output import note, print_json
from bot.cli.records import open_records
from bot.errors import XiaonuanError
from bot.settings import Settings

Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="the shop's number of the customer")]
Conversation = Annotated[str, typer.Option("--conversation", metavar="ID", help="one guest's conversation instead")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


_EXPORT = """\b
Examples:
  xiaonuan export C10001 > hers.json
  xiaonuan export --conversation ID      a guest's
"""
_ERASE = """\b
Examples:
  xiaonuan erase C10001                  asks first; exit 1 when anything is left
  xiaonuan erase --conversation ID --yes
"""


def register(app: typer.Typer) -> None:
    app.command(epilog=_EXPORT, short_help="All that is stored of one shopper.")(export)
    app.command(epilog=_ERASE, short_help="Removes one shopper, and looks whether it did.")(erase)


def export(customer: Customer = "", conversation: Conversation = "") -> None:
    """Everything that is stored of a shopper, as JSON: what GET /api/v1/me/export gives her."""
    from bot.records import erasure, privacy

    _need_one(customer, conversation)
    with open_records(Settings.load()) as database:
        hers = database.read_now(erasure.whose, customer_id=customer or None, conversation_id=conversation or None)
        print_json(database.read_now(privacy.export, hers))


def erase(customer: Customer = "", conversation: Conversation = "", yes: Yes = False, as_json: Json = False) -> None:
    """Remove a shopper from every store, as DELETE /api/v1/me does, and look whether nothing is left.

    The shop's own orders stay (they are the shop's), and so do backups made before: delete those, or erase again after a restore.
    """
    from bot.clock import steady_ms
    from bot.records import erasure, privacy
    from bot.records.blocks import BLOCKS
    from bot.records.picture_store import PictureStore

    _need_one(customer, conversation)
    settings = Settings.load()
    with open_records(settings) as database:
        hers = database.read_now(erasure.whose, customer_id=customer or None, conversation_id=conversation or None)
        ids = database.read_now(privacy.conversations_of, hers)
        if not yes:
            _need_consent(len(ids))
        erased = database.write_now(privacy.erase, hers, now_ms=steady_ms(), key=settings.secret(BLOCKS))
        PictureStore(settings.uploads_dir).remove(erased.upload_ids)
        asyncio.run(_tell(settings, erased.conversation_ids))
        wiped = erasure.wipe(database)
        left: dict[str, int] = database.read_now(erasure.left, erased.conversation_ids)
    scratch.sweep(settings.data_dir)
    found = {
        "conversations": list(erased.conversation_ids),
        "pictures": len(erased.upload_ids),
        "left": left,
        "pictures_left": [each for each in erased.upload_ids if any(settings.uploads_dir.glob(f"*/{each}*"))],
        "aside": sorted(settings.data_dir.glob("before-restore-*")),
        "wiped": wiped,
    }
    if as_json:
        print_json(found)
    else:
        _tell_erased(found)
    if left or found["pictures_left"]:
        raise typer.Exit(1)


def _tell_erased(found: dict[str, Any]) -> None:
    note(f"{len(found['conversations'])} conversations and {found['pictures']} pictures are erased")
    for table, count in found["left"].items():
        note(f"left: {count} rows of {table}")
    for picture in found["pictures_left"]:
        note(f"left: the picture {picture}")
    for place in found["aside"]:
        note(f"{place} holds what was there before a restore, hers too: delete it")
    if not found["wiped"]:
        note("somebody was reading: the database's log still holds old pages for some minutes")


def _need_consent(conversations: int) -> None:
    try:
        agreed = typer.confirm(f"Erase {conversations} conversations for good?", err=True)
    except typer.Abort:
        if sys.stdin.isatty():
            raise
        raise typer.BadParameter("nobody is there to be asked: --yes erases without asking") from None
    if not agreed:
        note("nothing was erased")
        raise typer.Exit(1)


def _need_one(customer: str, conversation: str) -> None:
    if bool(customer) == bool(conversation):
        raise typer.BadParameter("name a CUSTOMER or --conversation ID, one of them")


async def _tell(settings: Settings, conversation_ids: tuple[str, ...]) -> None:
    """A running instance closes her sockets; without one there are none."""
    from bot.signals import Signals, changes
    from bot.signals.wakeups import CONVERSATIONS
    from bot.supervisor.state import running_instance

    instance = running_instance(settings.run_dir)
    if instance is None:
        return
    try:
        signals = await Signals.open(instance.redis_url)
    except XiaonuanError:
        return
    try:
        for each in conversation_ids:
            change = changes.Change(conversation_id=each, kind=changes.ERASED, sender="cli")
            await signals.publish(CONVERSATIONS, change.encoded())
    finally:
        await signals.close()
