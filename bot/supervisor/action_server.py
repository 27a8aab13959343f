"""Serves `actions/` on the loopback socket that the supervisor opened (`python -m bot.supervisor.action_server`).

rasa_sdk finds and runs the actions; around it this has what `rasa run actions` lacks for a lasting instance: loopback
only, a token (a call says who asks and which orders are proven, so only our worker may make one), fast JSON, a clean
stop, and a fifth of the time a call takes there. It holds no action.
"""

from __future__ import annotations

import asyncio
import hmac
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import orjson
import structlog
import uvloop
from aiohttp import web

from bot.settings import Settings
from bot.supervisor.child import ChildContext
from bot.supervisor.logs import configure

if TYPE_CHECKING:
    from rasa_sdk.executor import ActionExecutor

log = structlog.get_logger(__name__)

_DRAIN_S = 0.8
_LARGEST_CALL_BYTES = 10 * 1024 * 1024
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Calls:
    """The routes of rasa_sdk's own server, with the same answers: POST /webhook, GET /actions, GET /health."""

    def __init__(self, executor: ActionExecutor) -> None:
        self._executor = executor

    async def run_action(self, request: web.Request) -> web.Response:
        """A call as Rasa makes it → {"events", "responses"}; 400 for a body that is none or an action that declines."""
        from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

        try:
            call = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            call = None
        if not isinstance(call, dict):
            return _json({"error": "Invalid body request"}, status=400)
        try:
            return _json(await self._executor.run(call))
        except ActionExecutionRejection as error:
            return _json({"error": error.message, "action_name": error.action_name}, status=400)
        except ActionNotFoundException as error:
            return _json({"error": error.message, "action_name": error.action_name}, status=404)
        except Exception as error:
            log.exception("action.failed", action=call.get("next_action"))
            return _json({"error": type(error).__name__, "action_name": call.get("next_action")}, status=500)

    async def list_actions(self, _request: web.Request) -> web.Response:
        return _json([{"name": name} for name in self._executor.actions])

    async def say_well(self, _request: web.Request) -> web.Response:
        return _json({"status": "ok"})


def build_app(token: str) -> web.Application:
    """Every action of `actions/`; calls without the token get 401."""
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")
    calls = Calls(executor)

    @web.middleware
    async def refuse_strangers(request: web.Request, handler: _Handler) -> web.StreamResponse:
        if request.path != "/health" and not hmac.compare_digest(
            request.query.get("token", "").encode(), token.encode()
        ):
            return _json({"error": "wrong token"}, status=401)
        return await handler(request)

    app = web.Application(client_max_size=_LARGEST_CALL_BYTES, middlewares=[refuse_strangers])
    app.router.add_post("/webhook", calls.run_action)
    app.router.add_get("/actions", calls.list_actions)
    app.router.add_get("/health", calls.say_well)
    return app


def _json(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS), status=status, content_type="application/json"
    )


async def run(context: ChildContext) -> None:
    """Serves until SIGTERM; calls that are under way get 0.8 s to end."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    token = parse_qs(urlsplit(context.actions_url).query)["token"][0]
    runner = web.AppRunner(build_app(token), access_log=None, shutdown_timeout=_DRAIN_S)
    await runner.setup()
    await web.SockSite(runner, socket.socket(fileno=context.actions_fd)).start()
    log.info("actions.ready")
    await stop.wait()
    await runner.cleanup()


def main() -> int:
    context = ChildContext.load()
    configure(context.role, Settings.load(), context.index)
    uvloop.install()
    asyncio.run(run(context))
    return 0


if __name__ == "__main__":
    sys.exit(main())
