"""A backup holds everything and goes back whole, or is refused; nothing that is there is lost by it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from bot.records import migrate, snapshot
from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.records.tables import metadata
from bot.supervisor.lock import DataDirLock
from tests.cli.conftest import Ran
from tests.records.factories import a_conversation, answer, claimed, say

Xiaonuan = Callable[..., Ran]
UPLOAD = "uploads/3f/3f2a1b0c-0000-4000-8000-000000000001"


def fill(database: Database) -> str:
    upgrade_database(database)
    own = a_conversation(database, customer_id="C1")
    said = say(database, own, "我的快递呢😀", now_ms=2_000)
    assert said is not None
    answer(database, claimed(database, own, now_ms=4_000), "在路上", now_ms=5_000)
    return own


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return database.read_now(
        lambda c: {table.name: sorted(map(str, c.execute(select(table)))) for table in metadata.sorted_tables}
    )


@pytest.fixture
def instance(data_dir: Path) -> Path:
    """A data dir with a record, a picture, a model and a key; a file that a backup must leave out."""
    database = Database(f"sqlite:///{data_dir / 'records.db'}")
    fill(database)
    database.close()
    for name, body in (
        (UPLOAD, b"picture"),
        ("models/m.tar.gz", b"model"),
        ("secrets/identity", b"key"),
        ("log/x", b""),
    ):
        (data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (data_dir / name).write_bytes(body)
    return data_dir


def test_what_was_backed_up_is_there_again(instance: Path, xiaonuan: Xiaonuan, tmp_path: Path) -> None:
    file, other = tmp_path / "one.backup", tmp_path / "other"
    made = xiaonuan("backup", str(file), "--with-secrets", "--json")
    assert made.code == 0, made.err
    told = json.loads(made.out)
    assert (told["rows"]["messages"], told["secrets"], told["database"]) == (2, True, "sqlite")
    assert file.stat().st_mode & 0o077 == 0
    back = xiaonuan("restore", str(file), BOT_DATA_DIR=str(other))
    assert back.code == 0, back.err
    old, new = (Database(f"sqlite:///{place / 'records.db'}") for place in (instance, other))
    assert everything(old) == everything(new)
    for each in (old, new):
        each.close()
    assert (other / UPLOAD).read_bytes() == b"picture" and (other / "models/m.tar.gz").read_bytes() == b"model"
    assert (other / "secrets/identity").read_bytes() == b"key" and not (other / "log/x").exists()
    assert not [path.name for path in (*instance.iterdir(), *other.iterdir()) if path.name.startswith((".b", ".r"))]


def test_keys_are_left_out_unless_asked_for_and_those_there_stay(
    instance: Path, xiaonuan: Xiaonuan, tmp_path: Path
) -> None:
    file = tmp_path / "one.backup"
    assert xiaonuan("backup", str(file)).code == 0
    assert b"secrets/identity" not in file.read_bytes()
    assert xiaonuan("restore", str(file), "--force").code == 0
    assert (instance / "secrets/identity").read_bytes() == b"key"


def test_a_data_dir_that_holds_something_is_put_aside_only_by_force(
    instance: Path, xiaonuan: Xiaonuan, tmp_path: Path
) -> None:
    file = tmp_path / "one.backup"
    xiaonuan("backup", str(file))
    refused = xiaonuan("restore", str(file))
    assert refused.code == 1 and "--force" in refused.err
    (instance / UPLOAD).write_bytes(b"later")
    forced = xiaonuan("restore", str(file), "--force")
    assert forced.code == 0, forced.err
    assert (instance / UPLOAD).read_bytes() == b"picture"
    [aside] = instance.glob("before-restore-*")
    assert (aside / UPLOAD).read_bytes() == b"later" and (aside / "records.db").exists()


def test_nothing_is_restored_while_an_instance_runs(instance: Path, xiaonuan: Xiaonuan, tmp_path: Path) -> None:
    file = tmp_path / "one.backup"
    held = DataDirLock.take(instance / "run")
    assert xiaonuan("backup", str(file)).code == 0  # a copy may be made meanwhile
    refused = xiaonuan("restore", str(file), "--force")
    held.release()
    assert refused.code == 1 and "already serves" in refused.err


def test_a_disk_that_fills_is_named_and_nothing_half_is_left(
    instance: Path, xiaonuan: Xiaonuan, tmp_path: Path
) -> None:
    assert xiaonuan("backup", str(tmp_path / "whole.backup")).code == 0
    room = (instance / "records.db").stat().st_size // 1024 + 8  # for the copy of the record, not for a second one
    (instance / "models/big.tar.gz").write_bytes(b"x" * room * 1024)
    limited = f"ulimit -f {room}; exec {sys.executable} -m bot backup {tmp_path / 'half.backup'}"
    ran = subprocess.run(
        ["bash", "-c", limited], capture_output=True, text=True, env={**os.environ, "BOT_DATA_DIR": str(instance)}
    )
    assert ran.returncode == 1 and "is full: free some space" in ran.stderr, ran.stderr
    assert [path.name for path in tmp_path.glob("*.backup*")] == ["whole.backup"]
    assert not list(instance.glob(".backup-*"))


def test_an_erasure_reaches_what_a_killed_backup_left_and_names_what_a_restore_put_aside(
    instance: Path, xiaonuan: Xiaonuan, tmp_path: Path
) -> None:
    file = tmp_path / "one.backup"
    xiaonuan("backup", str(file))
    assert xiaonuan("restore", str(file), "--force").code == 0
    [aside] = instance.glob("before-restore-*")
    (instance / ".backup-killed").mkdir()
    (instance / ".backup-killed" / "records.db").write_text("我的快递呢😀")
    nobody = xiaonuan("erase", "C1")
    assert nobody.code == 2 and "--yes" in nobody.err
    assert xiaonuan("erase", "C1", stdin=b"n\n").code == 1 and "我的快递呢😀" in xiaonuan("export", "C1").out
    erased = xiaonuan("erase", "C1", "--yes")
    assert erased.code == 0 and str(aside) in erased.err
    holding = [path for path in instance.rglob("*") if path.is_file() and "我的快递呢".encode() in path.read_bytes()]
    assert holding and all(path.is_relative_to(aside) for path in holding)


def test_a_file_is_not_written_over(instance: Path, xiaonuan: Xiaonuan, tmp_path: Path) -> None:
    file = tmp_path / "one.backup"
    file.write_text("mine")
    assert xiaonuan("backup", str(file)).code == 1 and file.read_text() == "mine"
    assert xiaonuan("backup", str(file), "--force").code == 0


def changed(body: bytes) -> bytes:
    return body.replace(b"picture", b"pictura")


def foreign(_: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        member = tarfile.TarInfo("models/../../escaped")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    return out.getvalue()


@pytest.mark.parametrize(
    "spoil", [changed, foreign, lambda body: body[: len(body) // 2], lambda body: b"", lambda body: b"no tar" * 999],
    ids=["a changed byte", "a name that leads elsewhere", "half a copy", "nothing", "something else"],
)  # fmt: skip
def test_what_is_no_whole_backup_changes_nothing(
    instance: Path, xiaonuan: Xiaonuan, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "one.backup"
    xiaonuan("backup", str(file))
    file.write_bytes(spoil(file.read_bytes()))
    before = sorted(path.relative_to(instance).as_posix() for path in instance.rglob("*") if "run" not in path.parts)
    refused = xiaonuan("restore", str(file), "--force")
    assert refused.code == 1 and str(file) in refused.err and "Traceback" not in refused.err
    after = sorted(path.relative_to(instance).as_posix() for path in instance.rglob("*") if "run" not in path.parts)
    assert before == after and not (instance.parent / "escaped").exists()


@pytest.mark.postgres
def test_postgres_goes_back_with_its_numbers_going_on(
    xiaonuan: Xiaonuan, postgres_url: str, tmp_path: Path, data_dir: Path
) -> None:
    file = tmp_path / "one.backup"
    database = Database(postgres_url)
    own = fill(database)
    before = everything(database)
    assert xiaonuan("backup", str(file), BOT_DATABASE_URL=postgres_url).code == 0
    say(database, own, "后来的话", now_ms=9_000)
    refused = xiaonuan("restore", str(file), BOT_DATABASE_URL=postgres_url)
    assert refused.code == 1 and "not empty" in refused.err
    done = xiaonuan("restore", str(file), "--force", BOT_DATABASE_URL=postgres_url)
    assert done.code == 0, done.err
    assert everything(database) == before
    say(database, own, "再来一句", now_ms=9_500)
    database.close()
    wrong_kind = xiaonuan("restore", str(file), BOT_DATA_DIR=str(tmp_path / "else"))
    assert wrong_kind.code == 1 and "postgresql" in wrong_kind.err


def at_revision(path: Path, revision: str) -> None:
    """A record as an older version left it."""
    database = Database(f"sqlite:///{path}")

    def older(connection: Connection) -> None:
        made = migrate.config()
        made.attributes["connection"] = connection
        command.upgrade(made, revision)
        values = {"id": "old", "space": "web", "visitor_id": "v", "holder": "bot", "epoch": 0, "next_seq": 1}
        row = values | {"locale": "zh", "address": "192.0.2.1", "created_ms": 1, "last_ms": 1}
        connection.execute(metadata.tables["conversations"].insert().values(**row))

    database.write_now(older)
    database.close()


def revision_of(path: Path) -> str:
    database = Database(f"sqlite:///{path}")
    found = database.read_now(snapshot.revision_of)
    database.close()
    return found


def test_an_upgrade_goes_forward_and_back(xiaonuan: Xiaonuan, data_dir: Path, tmp_path: Path) -> None:
    """docs/upgrade.md: backup, the new version's migrations, and the old state again."""
    record, file = data_dir / "records.db", tmp_path / "before.backup"
    at_revision(record, "0002")
    assert xiaonuan("backup", str(file)).code == 0
    assert revision_of(record) == "0002"  # a backup changes nothing
    assert json.loads(xiaonuan("export", "--conversation", "old").out)["conversations"][0]["conversation_id"] == "old"
    assert revision_of(record) != "0002"
    assert xiaonuan("restore", str(file), "--force").code == 0
    assert "old" in xiaonuan("export", "--conversation", "old").out


def test_a_backup_of_a_newer_version_is_refused(instance: Path, xiaonuan: Xiaonuan, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{instance / 'records.db'}")
    database.write_now(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    database.close()
    file = tmp_path / "newer.backup"
    assert xiaonuan("backup", str(file)).code == 0
    refused = xiaonuan("restore", str(file), BOT_DATA_DIR=str(tmp_path / "fresh"))
    assert refused.code == 1 and "newer Xiaonuan" in refused.err and not (tmp_path / "fresh" / "records.db").exists()
