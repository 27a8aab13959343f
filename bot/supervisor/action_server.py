"""Runs rasa_sdk's server of `actions/` on the loopback socket that the supervisor opened (`python -m bot.supervisor.action_server`).

It adds what `rasa run actions` lacks for a lasting instance: loopback only, a token (a call says who asks and which
orders are proven, so only our worker may make one), fast JSON, a clean stop. It holds no action.
"""

from __future__ import annotations

import asyncio
import hmac
import signal
import socket
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog

from bot.settings import Settings
from bot.supervisor.child import ChildContext
from bot.supervisor.logs import configure

log = structlog.get_logger(__name__)

_DRAIN_STEPS, _DRAIN_STEP_S = 40, 0.02
_LARGEST_CALL_BYTES = 10 * 1024 * 1024


def build_app(token: str) -> Any:
    """rasa_sdk's sanic application with every action of `actions/`; calls without the token get 401."""
    import orjson
    from rasa_sdk.endpoint import create_app
    from sanic.request import Request
    from sanic.response import BaseHTTPResponse, json

    # sanic keeps its JSON functions on these classes; rasa_sdk builds the application itself and passes none.
    Request.load_json.__defaults__ = (orjson.loads,)
    json_functions: Any = BaseHTTPResponse
    json_functions._dumps = staticmethod(lambda body, **_: orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS))
    app = create_app("actions", cors_origins=None)
    app.config.ACCESS_LOG = False
    app.config.REQUEST_MAX_SIZE = _LARGEST_CALL_BYTES

    async def refuse_strangers(request: Any) -> Any:
        if request.path != "/health" and not hmac.compare_digest(
            request.args.get("token", "").encode(), token.encode()
        ):
            return json({"error": "wrong token"}, status=401)
        return None

    app.register_middleware(refuse_strangers, "request")
    return app


async def run(context: ChildContext) -> None:
    """Serves until SIGTERM; calls that are under way get 0.8 s to end."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    token = parse_qs(urlsplit(context.actions_url).query)["token"][0]
    app = build_app(token)
    listener = socket.socket(fileno=context.actions_fd)
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.after_start()
    log.info("actions.ready")
    await stop.wait()
    server.close()
    for connection in list(server.connections):
        connection.close_if_idle()
    for _ in range(_DRAIN_STEPS):
        if not server.connections:
            break
        await asyncio.sleep(_DRAIN_STEP_S)


def main() -> int:
    context = ChildContext.load()
    configure(context.role, Settings.load(), context.index)
    asyncio.run(run(context))
    return 0


if __name__ == "__main__":
    sys.exit(main())
