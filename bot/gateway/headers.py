"""The headers that every answer carries, and those that listed origins get. Pure but for the response that it fills."""

from __future__ import annotations

from aiohttp import hdrs, web
from multidict import CIMultiDict

PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'"

CORS_ORIGIN = web.RequestKey("cors_origin", str)

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


async def complete(request: web.Request, response: web.StreamResponse) -> None:
    """Signal `on_response_prepare`: runs for every answer, errors and upgrades included."""
    headers = response.headers
    headers.popall(hdrs.SERVER, None)
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", BARE_POLICY)
    headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    _open_to(request.get(CORS_ORIGIN), headers)


def _open_to(origin: str | None, headers: CIMultiDict[str]) -> None:
    headers.add(hdrs.VARY, "Origin")
    if origin is not None:
        headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
        headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = "Retry-After"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def preflight() -> web.Response:
    return web.Response(
        status=204,
        headers={
            hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, DELETE, OPTIONS",
            hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Authorization, Content-Type",
            hdrs.ACCESS_CONTROL_MAX_AGE: "600",
        },
    )
