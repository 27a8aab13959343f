"""The middlewares: foreign pages are turned away, listed ones get CORS, and every error leaves as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import hdrs, web

from bot.errors import Forbidden, InvalidFrame, NotFound, TooLong, Unavailable, XiaonuanError
from bot.gateway import words
from bot.gateway.headers import CORS_ORIGIN, preflight
from bot.gateway.parts import PARTS
from bot.gateway.rest import Spoken, refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_DESK = "/api/v1/desk/"
_SHARED = ("/static/", "/widget.js")  # anybody may load these; only listed origins may read them by script

_log = structlog.get_logger("gateway")


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Spoken as spoken:
        response = refusal(spoken.error, message=spoken.words)
    except XiaonuanError as error:
        response = refusal(error, message=_words(request, error))
    except web.HTTPException as error:
        response = _of_http(request, error)
    except Exception:
        _log.exception("request.failed", method=request.method, route=_route(request))
        response = refusal(Unavailable(), message=_words(request, Unavailable()))
    if response.status >= 400:
        request.app[PARTS].metrics.errors.labels(str(response.status)).inc()
    return response


def _words(request: web.Request, error: XiaonuanError) -> str:
    """At the desk an agent reads it, elsewhere a shopper."""
    return words.of_desk_error(error.code) if request.path.startswith(_DESK) else words.of_error(error.code)


def _of_http(request: web.Request, error: web.HTTPException) -> web.Response:
    if error.status < 400:
        return web.Response(status=error.status, headers=error.headers)
    if error.status == 405:
        response = refusal(InvalidFrame(), message=words.METHOD)
        response.set_status(405)
        response.headers[hdrs.ALLOW] = error.headers.get(hdrs.ALLOW, "GET")
        return response
    known: dict[int, XiaonuanError] = {403: Forbidden(), 404: NotFound(), 413: TooLong()}
    fault = known.get(error.status, InvalidFrame())
    response = refusal(fault, message=_words(request, fault))
    if error.status == 413:
        return refusal(TooLong(), message=words.BODY_TOO_BIG)
    response.set_status(error.status)
    return response


@web.middleware
async def only_known_origins(request: web.Request, handler: Handler) -> web.StreamResponse:
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return await handler(request)
    if request.app[PARTS].origins.allows(origin):
        request[CORS_ORIGIN] = origin
        if request.method == hdrs.METH_OPTIONS and hdrs.ACCESS_CONTROL_REQUEST_METHOD in request.headers:
            return preflight()
    elif not request.path.startswith(_SHARED):
        raise Forbidden("a foreign origin")
    return await handler(request)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"
