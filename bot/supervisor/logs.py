"""Structured logs: one line per event, to stderr and to a rotated file per process under `log/` of the data dir.

Message text never gets here except at DEBUG through bot.text.redact. Rasa's own debug lines hold message text, so its
loggers stay at WARNING whatever the level is.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import queue
import re
import threading
import time
from collections.abc import MutableMapping
from datetime import datetime, timezone
from io import TextIOWrapper
from typing import Any

import structlog

from bot.clock import iso
from bot.settings import Settings

_FILE_BYTES = 10 * 1024 * 1024
_FILES_KEPT = 4
_NOISY = ("rasa", "rasa_sdk", "sanic", "matplotlib", "asyncio", "alembic", "jieba", "urllib3", "aiohttp.access")
_BREAKS_A_KEY = re.compile(r"[\s=\"]+")
_TOKEN = re.compile(r"(token=)[\w-]+")


def configure(role: str, settings: Settings, index: int = 0) -> None:
    """Sets up logging of this process, for structlog and the standard library alike. Call it first, and once."""
    level = logging.getLevelName(settings.log_level.upper())
    level = level if isinstance(level, int) else logging.INFO
    name = role if role == "supervisor" else f"{role}-{index}"
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        _without_tokens,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        # Below the level a call is an empty function: nothing is copied or formatted for nobody.
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    line = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "process", "event"])
    formatter = _OnceFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        processors=[
            _stamped,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _named(name),
            _on_one_line,
            line,
        ],
    )
    _replace_handlers([_StderrHandler(), _file(settings, name)], formatter, level)


def _replace_handlers(handlers: list[logging.Handler | None], formatter: logging.Formatter, level: int) -> None:
    logging.raiseExceptions = False  # a full disk must not turn each event into a traceback
    # No line tells the place in the code or the thread that it came from: nobody need look them up for each.
    logging._srcfile = None
    logging.logThreads = logging.logMultiprocessing = logging.logProcesses = False
    logging.captureWarnings(True)
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.setLevel(level)
    for handler in handlers:
        if handler:
            handler.setFormatter(formatter)
            root.addHandler(handler)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def _file(settings: Settings, name: str) -> logging.Handler | None:
    path = settings.data_dir / "log" / f"{name}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _RotatedFile(path, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8")
    except OSError:
        return None  # stderr still works


class _OnceFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats a record once, however many handlers (and their questions how long it is) ask for it."""

    def format(self, record: logging.LogRecord) -> str:
        line: str | None = record.__dict__.get("_line")
        if line is None:
            line = record.__dict__["_line"] = super().format(record)
        return line


class _RotatedFile(logging.handlers.RotatingFileHandler):
    """Rotates by what it has written; the standard one asks the file system twice for every line."""

    _bytes = 0

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        self._bytes = os.fstat(stream.fileno()).st_size
        return stream

    def shouldRollover(self, record: logging.LogRecord) -> int:
        if self.stream is None:
            self.stream = self._open()
        self._bytes += len(self.format(record).encode(errors="replace")) + 1
        return int(self._bytes > self.maxBytes)

    def handleError(self, record: logging.LogRecord) -> None:
        """What a full disk did not take is not there: rotating for it would throw away what is."""
        self._bytes -= len(self.format(record).encode(errors="replace")) + 1
        super().handleError(record)


class _StderrHandler(logging.Handler):
    """Writes from a thread of its own and drops lines when 1,000 wait: a pipe that nobody reads must not stop a turn."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: queue.Queue[bytes] = queue.Queue(1000)
        threading.Thread(target=self._write, name="log-stderr", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.put_nowait(self.format(record).encode(errors="replace") + b"\n")
        except queue.Full:
            pass

    def flush(self) -> None:
        """Waits for what is queued, half a second at most; the standard library calls it at exit."""
        deadline_s = time.monotonic() + 0.5
        while self._lines.unfinished_tasks and time.monotonic() < deadline_s:
            time.sleep(0.005)

    def _write(self) -> None:
        while True:
            line = self._lines.get()
            try:
                os.write(2, line)
            except OSError:
                pass  # nobody reads any more; the file still has it
            self._lines.task_done()


def _stamped(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The time of the event, not of its formatting, which happens once per handler."""
    event["timestamp"] = iso(datetime.fromtimestamp(event["_record"].created, timezone.utc))
    return event


def _named(name: str) -> structlog.typing.Processor:
    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["process"] = name
        return event

    return add


def _without_tokens(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str) and "token=" in value:
            event[key] = _TOKEN.sub(r"\1***", value)
    return event


def _on_one_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Line breaks would let a value forge a line, and keys with spaces would break the format."""
    return {
        key if key.isidentifier() else _BREAKS_A_KEY.sub("_", key): value.replace("\r", "\\r").replace("\n", "\\n")
        if isinstance(value, str)
        else value
        for key, value in event.items()
    }
