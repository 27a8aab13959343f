"""`python -m bot …` is `xiaonuan …`."""

import sys

from bot.cli.main import main

sys.exit(main())
