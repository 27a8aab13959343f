"""Logs as a process writes them: one line per event, nothing secret, nothing that waits for a reader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_SETUP = """
import logging, structlog
from bot.settings import Settings
from bot.supervisor.logs import configure
configure("worker", Settings.load(), 2)
log = structlog.get_logger("bot.test")
"""


def lines_of(code: str, data_dir: Path, level: str = "INFO") -> list[str]:
    """What a process with this code writes to its log file, which is also what it writes to stderr."""
    environment = {**os.environ, "BOT_DATA_DIR": str(data_dir), "BOT_LOG_LEVEL": level}
    done = subprocess.run([sys.executable, "-c", _SETUP + code], capture_output=True, env=environment, timeout=60)
    written = (data_dir / "log" / "worker-2.log").read_text()
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr.decode() == written
    return written.splitlines()


def test_an_event_is_one_line_with_its_fields(data_dir: Path) -> None:
    (line,) = lines_of("log.info('turn.committed', conversation='c1', ms=12)", data_dir)
    assert "level=info process=worker-2 event=turn.committed" in line
    assert line.endswith("conversation=c1 ms=12")


def test_line_breaks_in_values_cannot_forge_a_line(data_dir: Path) -> None:
    (line,) = lines_of("log.info('x', name='a\\nlevel=error event=forged')", data_dir)
    assert "\\nlevel=error" in line.replace("\\\\n", "\\n")


def test_an_exception_is_one_line_too(data_dir: Path) -> None:
    code = "try:\n    1 / 0\nexcept ZeroDivisionError:\n    log.exception('turn.failed')"
    (line,) = lines_of(code, data_dir)
    assert "event=turn.failed" in line and "ZeroDivisionError" in line


def test_the_standard_library_logs_the_same_way(data_dir: Path) -> None:
    (line,) = lines_of("logging.getLogger('bot.x').warning('disk %s', 'slow')", data_dir)
    assert 'level=warning process=worker-2 event="disk slow"' in line


def test_tokens_in_addresses_are_masked(data_dir: Path) -> None:
    code = "logging.getLogger('rasa.core').error('no answer at http://127.0.0.1:1/webhook?token=s3cret-T')"
    (line,) = lines_of(code, data_dir)
    assert "s3cret" not in line and "token=***" in line


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_debug_lines_of_rasa_hold_message_text_and_never_appear(data_dir: Path, level: str) -> None:
    code = """
import sys, types
module = types.ModuleType("rasa.core.processor")
sys.modules["rasa.core.processor"] = module
source = "import structlog\\nlogger = structlog.get_logger()\\ndef say(): logger.debug('parsed', text='我的手机号'); logger.warning('odd')"
exec(compile(source, "processor.py", "exec"), module.__dict__)
module.say()
"""
    (line,) = lines_of(code, data_dir, level)
    assert "event=odd" in line


def test_our_own_debug_lines_appear_only_at_debug(data_dir: Path) -> None:
    assert lines_of("log.debug('fine')", data_dir) == []
    assert len(lines_of("log.debug('fine')", data_dir, "DEBUG")) == 1


def test_a_stderr_that_nobody_reads_stops_nothing(data_dir: Path) -> None:
    code = _SETUP + "for n in range(20000): log.info('x', filler='y' * 100)\nopen('done', 'w').close()"
    environment = {**os.environ, "BOT_DATA_DIR": str(data_dir), "PYTHONPATH": os.getcwd()}
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, env=environment, cwd=data_dir)
    try:
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        assert process.stderr
        process.stderr.close()
    assert (data_dir / "done").exists()


def test_a_file_that_is_full_is_kept_aside_and_one_that_was_there_is_gone_on_with(data_dir: Path) -> None:
    code = (
        "logging.getLogger().handlers[-1].maxBytes = 4000\nfor at in range(20): log.info('x', at=at, text='退' * 100)"
    )
    for run in range(2):
        done = subprocess.run(
            [sys.executable, "-c", _SETUP + code],
            capture_output=True,
            env={**os.environ, "BOT_DATA_DIR": str(data_dir)},
        )
        assert done.returncode == 0, done.stderr.decode()
        files = sorted((data_dir / "log").glob("worker-2.log*"))
        said = [line for path in files for line in path.read_text().splitlines()]
        assert max(path.stat().st_size for path in files) <= 4500
        assert len(said) == 20 * (run + 1)
