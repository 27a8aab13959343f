"""The commands that programs rely on, as these call them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jwt
import pytest

from bot.settings import SPECS, Settings
from bot.shop.seed import seed_if_empty
from bot.supervisor.lock import DataDirLock
from bot.supervisor.state import InstanceState
from tests.cli.conftest import Ran
from tests.shop.test_calendar_end import shop_of_2025

Run = Callable[..., Ran]


def test_config_lists_every_setting_and_masks_secrets(xiaonuan: Run) -> None:
    ran = xiaonuan("config", "--json", BOT_IDENTITY_SECRET="hush-hush", BOT_PORT="9090")
    rows = {row["name"]: row for row in json.loads(ran.out)}
    assert set(rows) == {spec.variable for spec in SPECS}
    assert rows["BOT_PORT"]["value"] == 9090
    assert rows["BOT_PORT"]["source"] == "environment"
    assert "hush-hush" not in ran.out
    assert ran.code == 0


def test_config_notes_it_beside_the_settings(
    xiaonuan: Run, settings_for: Callable[..., Settings], tmp_path: Path
) -> None:
    assert "calendar of holidays ended" not in xiaonuan("config").err
    seed_if_empty(settings_for(), directory=shop_of_2025(tmp_path))
    ran = xiaonuan("config", "--json")
    assert ran.code == 0 and "2025-12-31" in ran.err and "data/shop/policies/calendar.yml" in ran.err
    assert "2025-12-31" not in ran.out


def test_status_without_an_instance_says_so_and_makes_nothing(xiaonuan: Run, data_dir: Path) -> None:
    ran = xiaonuan("status", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["processes"] == []
    assert list(data_dir.iterdir()) == []


@pytest.mark.parametrize(
    "words", [["nosuch"], ["serve", "--port", "0"], ["serve", "--prot", "1"], ["shop", "list", "x"]]
)
def test_wrong_usage_exits_2_with_a_hint_and_no_traceback(xiaonuan: Run, words: list[str]) -> None:
    ran = xiaonuan(*words)
    assert ran.code == 2
    assert "Usage:" in ran.err and "Traceback" not in ran.err
    assert ran.out == ""


def test_a_bad_setting_exits_1_in_one_line_that_names_it(xiaonuan: Run) -> None:
    ran = xiaonuan("status", BOT_PORT="eighty")
    assert ran.code == 1
    assert ran.err.count("\n") == 1 and "BOT_PORT" in ran.err


def test_a_database_that_does_not_answer_is_one_line(xiaonuan: Run) -> None:
    ran = xiaonuan("channels", "list", BOT_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    assert ran.code == 1
    assert "Traceback" not in ran.err and "BOT_DATABASE_URL" in ran.err


def test_the_clock_moves_only_in_a_test_instance(xiaonuan: Run) -> None:
    assert xiaonuan("clock", "+2d").code == 1
    assert json.loads(xiaonuan("clock", "+2d3h", "--json", BOT_TEST_CLOCK="1").out)["offset_s"] == 183600
    assert json.loads(xiaonuan("clock", "-1h30m", "--json", BOT_TEST_CLOCK="1").out)["offset_s"] == 178200
    assert json.loads(xiaonuan("clock", "reset", "--json", BOT_TEST_CLOCK="1").out)["offset_s"] == 0
    assert xiaonuan("clock", "tomorrow", BOT_TEST_CLOCK="1").code == 2


def test_a_running_instance_decides_whether_its_clock_moves(xiaonuan: Run, data_dir: Path) -> None:
    lock = DataDirLock.take(data_dir / "run")
    running = InstanceState(url="http://127.0.0.1:1", redis_url="", actions_url="", test_clock=False, processes=())
    running.write(data_dir / "run")
    assert xiaonuan("clock", "+1h", BOT_TEST_CLOCK="1").code == 1
    lock.release()


def test_a_channel_key_is_shown_once_and_can_be_revoked(xiaonuan: Run) -> None:
    key = xiaonuan("channels", "add", "wechat").out.strip()
    assert len(key) >= 40
    assert xiaonuan("channels", "add", "wechat").code == 1
    listed = xiaonuan("channels", "list", "--json").out
    assert key not in listed
    assert [row["name"] for row in json.loads(listed)] == ["wechat"]
    assert xiaonuan("channels", "revoke", "wechat").code == 0
    assert xiaonuan("channels", "revoke", "wechat").code == 1


def test_a_signed_identity_is_the_customers_for_ten_minutes(xiaonuan: Run) -> None:
    secret = "s" * 43
    token = xiaonuan("shop", "sign", "C1001", BOT_IDENTITY_SECRET=secret).out.strip()
    claims = jwt.decode(token, secret, algorithms=["HS256"], audience="xiaonuan")
    assert claims["sub"] == "C1001"
    assert claims["exp"] - claims["iat"] <= 600


def test_the_shops_rows_are_listed_with_the_promised_fields(xiaonuan: Run) -> None:
    orders = json.loads(xiaonuan("shop", "list", "orders", "--json").out)
    assert {"order_id", "customer_id", "phone", "status", "items", "parcels", "tracking_no", "carrier", "events"} < set(
        orders[0]
    )
    products = xiaonuan("shop", "list", "products")
    assert products.code == 0 and products.out.startswith("sku ")


def test_an_import_with_a_bad_row_names_it_and_imports_nothing(xiaonuan: Run, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("sku,title,category,brand,price_fen,stock\nT-1,杯子,家居,暖物,1990,5\nT-2,盘子,家居,暖物,abc,5\n")
    ran = xiaonuan("shop", "import", str(file))
    assert ran.code == 1
    assert "3" in ran.err and "T-1" not in xiaonuan("shop", "list", "products", "--json").out


def test_a_chat_without_an_instance_says_how_to_start_one(xiaonuan: Run) -> None:
    ran = xiaonuan("chat", stdin="在吗\n".encode())
    assert ran.code == 1
    assert "make run" in ran.err


def test_a_day_that_is_no_date_is_wrong_usage(xiaonuan: Run) -> None:
    for words in (["--from", "not-a-date"], ["--to", "2026-13-01"]):
        ran = xiaonuan("report", *words)
        assert ran.code == 2 and "2026-11-22" in ran.err and "Traceback" not in ran.err and not ran.out


@pytest.mark.parametrize("words", [["data", "check"], ["train"], ["review"], ["test"]])
def test_a_folder_that_is_no_project_is_said_so_in_one_line(xiaonuan: Run, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "data").mkdir()
    ran = xiaonuan(*words, "--root", str(tmp_path))
    assert ran.code == 2 and "domain.yml" in ran.err and ran.err.count("\n") <= 8 and not ran.out


def test_nobody_chats_as_a_customer_that_the_shop_does_not_have(xiaonuan: Run, data_dir: Path) -> None:
    lock = DataDirLock.take(data_dir / "run")
    url = "http://127.0.0.1:1"  # nobody answers there: who is known gets as far as that
    InstanceState(url=url, redis_url="", actions_url="", test_clock=False, processes=()).write(data_dir / "run")
    known = json.loads(xiaonuan("shop", "list", "customers", "--json").out)[0]["customer_id"]
    unknown = xiaonuan("chat", "--customer", "C999999999", stdin="在吗\n".encode())
    assert unknown.code == 1 and "C999999999" in unknown.err and "shop list customers" in unknown.err
    assert unknown.err.count("\n") == 1
    assert url in xiaonuan("chat", "--customer", known, stdin="在吗\n".encode()).err
    lock.release()


def test_rolling_back_from_nothing_is_a_found_problem(xiaonuan: Run) -> None:
    assert xiaonuan("rollback").code == 1
    assert xiaonuan("promote").code == 1
    assert json.loads(xiaonuan("models", "--json").out) == []


def test_a_reader_that_has_gone_brings_no_traceback(data_dir: Path) -> None:
    line = f"{sys.executable} -m bot shop list orders --json | head -c 1"
    done = subprocess.run(line, shell=True, capture_output=True, env={"BOT_DATA_DIR": str(data_dir), "PATH": "/usr/bin:/bin"}, cwd=Path(__file__).parents[2])  # fmt: skip
    assert done.stdout == b"["
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr


def test_the_command_starts_without_anything_heavy() -> None:
    code = "import sys, bot.cli.main; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"rasa", "tensorflow", "spacy", "numpy", "sqlalchemy", "aiohttp", "redis", "structlog", "sanic"}
    assert heavy & set(loaded) == set()


@pytest.mark.parametrize("words", [["channels", "add", ""], ["channels", "add", "x" * 61], ["shop", "sign", " "]])
def test_a_name_that_is_none_is_wrong_usage(xiaonuan: Run, words: list[str]) -> None:
    ran = xiaonuan(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()


def test_dev_null_is_read_to_its_end_like_a_file() -> None:
    from bot.cli.chat import _can_be_polled

    with open("/dev/null") as nothing, open(__file__) as file:
        assert not _can_be_polled(nothing.fileno())
        assert not _can_be_polled(file.fileno())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "x.jsonl:1: no line to judge"),
        ('{"text": "在吗", "intent": "greet"}\n{"text": "在吗"', "x.jsonl:2: write"),
    ],
)
def test_evaluate_names_the_line_of_a_file_that_it_cannot_judge(
    xiaonuan: Run, tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(content, encoding="utf-8")
    ran = xiaonuan("evaluate", "--data", str(path))
    assert ran.code == 2
    assert told in "".join(ran.err.split("\n"))
    assert ran.out == ""


def test_the_shops_own_people_move_a_case_once(xiaonuan: Run) -> None:
    assert xiaonuan("shop", "reseed").code == 0
    cases = json.loads(xiaonuan("shop", "list", "after_sales", "--json").out)
    waiting = next(case["after_sale_id"] for case in cases if case["state"] == "applied")

    assert "is approved" in xiaonuan("shop", "case", waiting, "approved", "--note", "照片看过了").out
    again = xiaonuan("shop", "case", waiting, "approved")
    assert again.code == 1 and waiting in again.err
    assert xiaonuan("shop", "rules").code == 0 and "topics" in xiaonuan("shop", "rules").out
    assert json.loads(xiaonuan("shop", "list", "after_sales", "--json").out) != cases
    assert xiaonuan("shop", "case", "SH0", "approved").code == 1
    assert xiaonuan("shop", "case", waiting, "sent_to_the_moon").code == 2
