"""`backup` and `restore`: an instance's record, pictures and models in one file, and back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import scratch
from bot.cli.output import note, print_json
from bot.cli.progress import steps
from bot.errors import ConfigurationError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.records.archive import Manifest

_BACKUP = """\b
Examples:
  xiaonuan backup --with-secrets /var/backups/monday.backup   everything, to move or to go back to
  xiaonuan backup --force nightly.backup                      over the one of yesterday
"""
_RESTORE = """\b
Examples:
  xiaonuan restore monday.backup           into an empty BOT_DATA_DIR
  xiaonuan restore --force monday.backup   instead of what is there, once it is stopped
"""
_PARTS = ("uploads", "models", "secrets")
_KEPT = {"run", "log"}  # of the instance that runs, not of what it holds
File = Annotated[Path, typer.Argument(metavar="FILE")]
Existing = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)]
WithSecrets = Annotated[
    bool, typer.Option("--with-secrets", help="The instance's keys too: keep such a file as you keep them.")
]
Force = Annotated[bool, typer.Option("--force", help="Also where something is already; it is put aside, not deleted.")]
Overwrite = Annotated[bool, typer.Option("--force", help="Write over FILE.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def register(app: typer.Typer) -> None:
    app.command(epilog=_BACKUP, short_help="An instance in one file, while it runs.")(backup)
    app.command(epilog=_RESTORE, short_help="A backup back into the data dir.")(restore)


def backup(file: File, with_secrets: WithSecrets = False, force: Overwrite = False, as_json: Json = False) -> None:
    """Record, demo shop, pictures and models into one file, while the instance runs; read again and compared at the end.

    Without --with-secrets the models of the backup do not load elsewhere, and the shop's signatures do not hold there.
    """
    from bot.records import archive

    settings = Settings.load()
    if file.exists() and not force:
        raise ConfigurationError(f"{file} is there already: choose another name, or --force")
    if not file.absolute().parent.is_dir():
        raise ConfigurationError(f"there is no folder {file.absolute().parent}: make it first")
    if not settings.data_dir.is_dir():
        raise ConfigurationError(f"there is nothing to back up: {settings.data_dir} does not exist")
    full = scratch.said_if_full(f"the disk of {file.absolute().parent} or of {settings.data_dir}")
    with full, steps() as tell, scratch.folder(settings.data_dir, "backup") as place:
        tell("copying the record")
        manifest = _snapshot(settings, place, with_secrets=with_secrets)
        tell("writing files")
        archive.write(file, manifest, _files(settings, place, with_secrets=with_secrets), tell=tell)
        tell("reading it again")
        archive.verify(file)
    _show(file, manifest, as_json=as_json, done="holds")


def _snapshot(settings: Settings, place: Path, *, with_secrets: bool) -> Manifest:
    import bot
    from bot.clock import iso, utc_now
    from bot.records import archive, snapshot

    path, shop = snapshot.sqlite_path(settings.database_url), snapshot.sqlite_path(settings.shop_url)
    if path is None:
        revision, rows = snapshot.dump(settings.database_url, place / "records")
    else:
        if not path.exists():
            raise ConfigurationError(f"there is nothing to back up: {path} does not exist")
        snapshot.copy_sqlite(path, place / "records.db")
        revision, rows = snapshot.sqlite_facts(place / "records.db")
    if shop is not None and shop.exists():
        snapshot.copy_sqlite(shop, place / "shop.db")
    return archive.Manifest(
        made_at=iso(utc_now()), version=bot.__version__, revision=revision, database="sqlite" if path else "postgresql",
        secrets=with_secrets, rows=rows, left_out=[] if shop is not None else ["the shop: it is elsewhere"],
    )  # fmt: skip


def _files(settings: Settings, place: Path, *, with_secrets: bool) -> Iterator[tuple[str, Path]]:
    parts = [part for part in _PARTS if with_secrets or part != "secrets"]
    for root, within in ((place, [""]), (settings.data_dir, parts)):
        for part in within:
            for path in sorted((root / part).rglob("*")):
                if path.is_file() and not path.is_symlink() and path.suffix not in (".half", ".new"):
                    yield path.relative_to(root).as_posix(), path


def restore(file: Existing, force: Force = False, as_json: Json = False) -> None:
    """Put a backup into the data dir, once every byte of it was compared. Refused while an instance runs there."""
    from bot.records import archive, snapshot
    from bot.records.migrate import upgrade
    from bot.supervisor.lock import DataDirLock

    settings = Settings.load()
    held = DataDirLock.take(settings.run_dir)  # nothing starts meanwhile
    try:
        scratch.sweep(settings.data_dir)
        _need_room(settings, force=force)
        full = scratch.said_if_full(f"the disk of {settings.data_dir}")
        with full, steps() as tell, scratch.folder(settings.data_dir, "restore") as place:
            tell("reading and comparing")
            manifest = archive.verify(file, into=place)
            snapshot.need_known(manifest.revision)
            _need_same_kind(settings, manifest)
            tell("putting it in place")
            aside = _swap(settings, place, manifest)
            if manifest.database == "postgresql":
                _load(settings, settings.data_dir / "records", manifest)
            tell("bringing the record to this version")
            upgrade(settings)
    finally:
        held.release()
    if aside is not None:
        note(f"what was there lies in {aside}: delete it when you need it no more")
    if not manifest.secrets:
        note(
            "the backup holds no secrets: its models must be trained anew, and the shop signs with this instance's key"
        )
    _show(file, manifest, as_json=as_json, done="restored:")


def _need_room(settings: Settings, *, force: bool) -> None:
    from bot.records import snapshot

    there = sorted(path.name for path in settings.data_dir.iterdir() if path.name not in _KEPT)
    if there and not force:
        raise ConfigurationError(
            f"{settings.data_dir} is not empty ({', '.join(there[:4])} …): set BOT_DATA_DIR to an empty one, or --force"
        )
    if (
        snapshot.sqlite_path(settings.database_url) is None
        and not force
        and not snapshot.is_empty(settings.database_url)
    ):
        raise ConfigurationError("the database is not empty: --force replaces everything in it, or name an empty one")


def _need_same_kind(settings: Settings, manifest: Manifest) -> None:
    from bot.records import snapshot

    kind = "sqlite" if snapshot.sqlite_path(settings.database_url) else "postgresql"
    if kind != manifest.database:
        raise ConfigurationError(
            f"the backup is of {manifest.database}, and BOT_DATABASE_URL names {kind}: restore it on its own kind"
        )


def _swap(settings: Settings, place: Path, manifest: Manifest) -> Path | None:
    """Move what is there aside and the backup's files in; all moves lie on one disk. What failed is put back."""
    new = {path.name: path for path in place.iterdir()}
    targets = {name: _target(settings, name) for name in new}
    old = {name: settings.data_dir / name for name in _PARTS if name != "secrets" or manifest.secrets}
    old |= {name: target for name, target in targets.items() if name.endswith(".db")}
    aside = settings.data_dir / f"before-restore-{datetime.now():%Y%m%d-%H%M%S}"
    moved: list[tuple[Path, Path]] = []
    try:
        for path in [each for found in old.values() for each in _with_companions(found)]:
            aside.mkdir(mode=0o700, exist_ok=True)
            moved.append((path, aside / path.name))
            path.rename(aside / path.name)
        for name, path in new.items():
            targets[name].parent.mkdir(parents=True, exist_ok=True)
            moved.append((path, targets[name]))
            path.rename(targets[name])
    except BaseException:
        for was, now in reversed(moved):
            if now.exists() and not was.exists():
                now.rename(was)
        raise
    return aside if aside.exists() else None


def _target(settings: Settings, name: str) -> Path:
    from bot.records import snapshot

    url = {"records.db": settings.database_url, "shop.db": settings.shop_url}.get(name)
    elsewhere = snapshot.sqlite_path(url) if url else None
    return elsewhere or settings.data_dir / name


def _with_companions(path: Path) -> list[Path]:
    """A file of SQLite's goes with those beside it."""
    return [each for each in (path, *(Path(f"{path}{end}") for end in ("-wal", "-shm", ".writers"))) if each.exists()]


def _load(settings: Settings, directory: Path, manifest: Manifest) -> None:
    from bot.records import snapshot
    from bot.records.database import Database

    database = Database.open(settings)
    try:
        snapshot.load(database, directory, manifest.revision)
    finally:
        database.close()
        shutil.rmtree(directory, ignore_errors=True)


def _show(file: Path, manifest: Manifest, *, as_json: bool, done: str) -> None:
    size = os.path.getsize(file)
    shown = {
        "file": str(file), "bytes": size, "made_at": manifest.made_at, "version": manifest.version,
        "revision": manifest.revision, "database": manifest.database, "secrets": manifest.secrets,
        "files": len(manifest.files), "rows": manifest.rows, "left_out": manifest.left_out,
    }  # fmt: skip
    if as_json:
        print_json(shown)
        return
    talks, said = manifest.rows.get("conversations", 0), manifest.rows.get("messages", 0)
    note(f"{file} {done} {talks} conversations, {said} messages, {len(manifest.files)} files, {size / 1e6:.1f} MB")
    for each in manifest.left_out:
        note(f"not in it: {each}")
