"""A worker's NLU in a process of its own (`python -m bench.nlu_process MODEL PRODUCTS`): one JSON document on stdout.

{"import_s","bare_mb","load_s","load_mb","catalogue_s","catalogue_mb","parse_ms":[…]}; the texts to parse
come as JSON lines on stdin, and are parsed over and over in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bench.machine import memory_mb

_ZONE = ZoneInfo("Asia/Shanghai")
_NOWHERE = "http://127.0.0.1:9/webhook"
_WARM_UP = 2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("products", type=int)
    parser.add_argument("--times", type=int, default=20)
    arguments = parser.parse_args()
    texts = [str(orjson.loads(line)) for line in sys.stdin.buffer]
    sys.stdout.buffer.write(orjson.dumps(asyncio.run(_measured(arguments, texts))))


async def _measured(arguments: argparse.Namespace, texts: list[str]) -> dict[str, Any]:
    began_s = time.perf_counter()
    from bot.nlu import catalogue
    from bot.settings import Settings
    from bot.supervisor.logs import configure
    from bot.worker.catalogue import refresh_once
    from bot.worker.engine import Engine

    configure("worker", Settings.load({"BOT_LOG_LEVEL": "ERROR", "BOT_DATA_DIR": str(arguments.model.parent.parent)}))
    imported_s, bare_mb = time.perf_counter() - began_s, _memory_mb()
    began_s = time.perf_counter()
    engine = Engine(arguments.model, _NOWHERE, _ZONE)
    engine.parse("你好")
    load_s, loaded_mb = time.perf_counter() - began_s, _memory_mb()
    from bench.catalogue import MadeUpShop

    shop = MadeUpShop(arguments.products)
    before_mb = _memory_mb()
    began_s = time.perf_counter()
    await refresh_once(shop, catalogue.current(), 0)
    catalogue_s, catalogue_mb = time.perf_counter() - began_s, _memory_mb() - before_mb
    for text in texts * _WARM_UP:
        engine.parse(text)
    gc.freeze()
    return {
        "import_s": imported_s,
        "bare_mb": bare_mb,
        "load_s": load_s,
        "load_mb": loaded_mb - bare_mb,
        "catalogue_s": catalogue_s,
        "catalogue_mb": catalogue_mb,
        "parse_ms": [_parsed_ms(engine, text) for text in texts * arguments.times],
    }


def _parsed_ms(engine: Any, text: str) -> float:
    began_s = time.perf_counter()
    engine.parse(text)
    return (time.perf_counter() - began_s) * 1000


def _memory_mb() -> float:
    gc.collect()
    return memory_mb(os.getpid())


if __name__ == "__main__":
    main()
