"""The pages and their files: the storefront, the agents' desk, the report, the widget's script, and everything under /static/."""

from __future__ import annotations

from aiohttp import ETag, hdrs, web

from bot.errors import NotFound
from bot.gateway.assets import Asset, Assets
from bot.gateway.headers import PAGE_POLICY

ASSETS = web.AppKey("assets", Assets)

# Names carry no hash: a browser asks each time, and gets 304 while nothing changed.
_CACHING = "public, no-cache"


async def storefront(request: web.Request) -> web.Response:
    return _page(request, "storefront/index.html")


async def desk(request: web.Request) -> web.Response:
    return _page(request, "desk/index.html")


async def report(request: web.Request) -> web.Response:
    return _page(request, "report/index.html")


async def widget_script(request: web.Request) -> web.Response:
    return _file(request, "widget/widget.js")


async def static(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name.endswith(".html"):
        return _page(request, name)
    return _file(request, name)


def _page(request: web.Request, name: str) -> web.Response:
    response = _file(request, name)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


def _file(request: web.Request, name: str) -> web.Response:
    asset = request.app[ASSETS].find(name)
    if asset is None:
        raise NotFound("no such file")
    packed = asset.gzipped is not None and "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, "")
    response = web.Response(status=304) if _is_known(request, asset) else _whole(asset, packed=packed)
    response.etag = ETag(value=asset.etag, is_weak=True)
    response.headers[hdrs.CACHE_CONTROL] = _CACHING
    response.headers[hdrs.VARY] = "Accept-Encoding"
    # The widget lives on other shops' pages; what is here is public.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _whole(asset: Asset, *, packed: bool) -> web.Response:
    headers = {hdrs.CONTENT_TYPE: asset.content_type}
    if packed:
        headers[hdrs.CONTENT_ENCODING] = "gzip"
        return web.Response(body=asset.gzipped, headers=headers)
    return web.Response(body=asset.body, headers=headers)


def _is_known(request: web.Request, asset: Asset) -> bool:
    known = request.if_none_match or ()
    return any(tag.value in (asset.etag, "*") for tag in known)
