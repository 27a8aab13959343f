"""What must be done before an instance starts: migrations, the demo shop's seed, the desk's canned replies, a promoted model.

A process of its own (`python -m bot.supervisor.preparation`), so that the supervisor stays small; safe to kill at any
point. Progress goes to stderr; exit 1 with one line when it cannot be done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bot.errors import XiaonuanError
from bot.settings import Settings
from bot.supervisor.logs import configure
from bot.supervisor.preflight import explain


def prepare(settings: Settings, progress: Callable[[str], None]) -> None:
    """Raises XiaonuanError; repeating it changes nothing."""
    from bot.records.migrate import upgrade
    from bot.shop.seed import seed_if_empty
    from bot.supervisor.canned_seed import seed_canned
    from bot.training.making import ensure_promoted

    upgrade(settings)
    seed_if_empty(settings)
    seed_canned(settings)
    ensure_promoted(settings, progress)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    settings = Settings.load()
    configure("preparation", settings)
    try:
        prepare(settings, _tell)
    except XiaonuanError as error:
        _tell(f"xiaonuan: {error}")
    except OSError as error:
        _tell(f"xiaonuan: {explain(error, settings.data_dir)}")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
