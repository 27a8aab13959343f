"""The documentation is true where a machine can tell: what it names exists, its example works, the versions agree."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli.main import app
from bot.clock import utc_now
from bot.settings import SPECS
from bot.shop.identity import verify
from tests.docs.claims import ROOT, Claim, claims_of, is_of_this_repo

PAGES = sorted(path for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern))
DECISIONS = sorted((ROOT / "docs" / "adr").glob("0*.md"))
FILES_OF_A_MERCHANT = {"faq.yml", "policies.yml", "working_hours.yml"}  # named where their folder was
SETTINGS_OF_TESTS = {"BOT_TEST_SEED", "BOT_TEST_POSTGRES_URL", "BOT_SOAK"}


def missing(claim: Claim) -> bool:
    """Whether what the page names is not there."""
    checks = {
        "path": lambda: not _exists(claim.value),
        "name": lambda: not _is_defined(claim.value),
        "target": lambda: not re.search(rf"^{claim.value}:", (ROOT / "Makefile").read_text(), re.MULTILINE),
        "command": lambda: not _is_command(claim.value),
        "setting": lambda: not _is_setting(claim.value),
        "link": lambda: not _leads_somewhere(claim),
    }
    return checks[claim.kind]()


def _exists(path: str) -> bool:
    return path in FILES_OF_A_MERCHANT or (ROOT / path).exists() or ("*" in path and any(ROOT.glob(path)))


def _is_defined(place: str) -> bool:
    """`bot/worker/loop.py:Worker.take`"""
    path, _, dotted = place.partition(":")
    if not path.endswith(".py") or not (ROOT / path).is_file():
        return False
    body: list[ast.stmt] = ast.parse((ROOT / path).read_text()).body
    for name in dotted.removesuffix("()").split("."):
        found = [node for node in body if getattr(node, "name", None) == name]
        if not found:
            return False
        body = getattr(found[0], "body", [])
    return True


def _is_command(line: str) -> bool:
    words = re.split(r"(?:xiaonuan|-m bot)", line, maxsplit=1)[1].split()
    command: Any = get_command(app)
    while words and (below := getattr(command, "commands", None)) is not None:
        name = words.pop(0)
        if name not in below:
            return False
        command = below[name]
    options = {option for parameter in command.params for option in parameter.opts}
    return all(word in options for word in words if word.startswith("--"))


def _is_setting(name: str) -> bool:
    return name in SETTINGS_OF_TESTS or name in {spec.variable for spec in SPECS} or name.startswith("BOT_RUN_")


def _leads_somewhere(claim: Claim) -> bool:
    target, _, _anchor = claim.value.partition("#")
    return not target or ((ROOT / claim.page).parent / target).exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_everything_that_a_page_names_exists(page: Path) -> None:
    claims = claims_of(str(page.relative_to(ROOT)), page.read_text(encoding="utf-8"))
    assert [str(claim) for claim in claims if missing(claim)] == []


@pytest.mark.parametrize(
    "line",
    [
        "`bot/nowhere.py`",
        "`docs/nothing/*.md`",
        "`nowhere.yml`",
        "`bot/worker/loop.py:Worker.sleep`",
        "`bot/worker/nowhere.py:Worker`",
        "`make coffee`",
        "    make coffee",
        "`xiaonuan dance`",
        "    .venv/bin/xiaonuan shop burn   # all of it",
        "`xiaonuan status --xml`",
        "`BOT_NOWHERE`",
        "[a page](docs/nowhere.md)",
    ],
)
def test_what_is_not_there_is_noticed(line: str) -> None:
    assert [claim for claim in claims_of("README.md", line) if missing(claim)]


@pytest.mark.parametrize(
    "line",
    [
        "`bot/worker/loop.py`",
        "`data/nlu/`",
        "`bot/worker/loop.py:Worker.take`",
        "`make run`",
        "`xiaonuan shop import FILE`",
        "    .venv/bin/xiaonuan status --json",
        "`BOT_PORT`",
        "[a page](SECURITY.md#reporting)",
        "`records.db`, `GET /readyz`, `track_order`",
    ],
)
def test_what_is_there_is_not_doubted(line: str) -> None:
    assert [str(claim) for claim in claims_of("README.md", line) if missing(claim)] == []


def test_a_path_of_another_place_is_not_taken_for_ours() -> None:
    assert not is_of_this_repo("secrets/identity")
    assert not is_of_this_repo("/api/v1/chat")
    assert is_of_this_repo("bot/gateway")


def test_the_identity_of_the_readme_is_one_that_the_gateway_takes() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec("\n".join(blocks), names)
    secret = "a long secret of the shop's own, 32 bytes or more"
    token = names["identity_for"]("C10001", secret)  # type: ignore[operator]
    assert verify(token, secret, utc_now()) == "C10001"


def test_decisions_are_numbered_without_gaps_and_say_context_decision_and_cost() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    for path in DECISIONS:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "What it costs"], path.name
        assert f"({path.name})" in index


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    [version] = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    newest = re.search(r"^## \[?([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None and newest[1] == version


def test_the_wanted_pages_are_there() -> None:
    pages = "architecture message-path protocol glossary nlu intents operations".split()
    wanted = [ROOT / name for name in ("README.md", "SECURITY.md", "CHANGELOG.md")]
    wanted += [ROOT / "docs" / f"{name}.md" for name in pages]
    assert [path.name for path in wanted if not path.is_file()] == []
