"""The composition root: makes the parts, the application and its background loops, and takes them down again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from aiohttp import WSCloseCode, web

from bot.clock import Clock
from bot.gateway import overdue, routes
from bot.gateway.addresses import Addresses
from bot.gateway.announcer import Announcer
from bot.gateway.assets import Assets
from bot.gateway.background import Background
from bot.gateway.care_watch import CareWatch
from bot.gateway.demo import Demo
from bot.gateway.desk.desk import Desk
from bot.gateway.desk.hall import Hall
from bot.gateway.desk.keeper import Keeper
from bot.gateway.desk.payer import Payer
from bot.gateway.desk.report_routes import REPORTER
from bot.gateway.desk.reporter import Reporter
from bot.gateway.desk.shapes import message_frame
from bot.gateway.desk.suggestions import Suggestions
from bot.gateway.desk.watchman import Watchman
from bot.gateway.edge import errors_as_json, only_known_origins
from bot.gateway.headers import complete
from bot.gateway.hours import Hours
from bot.gateway.image_urls import ImageUrls
from bot.gateway.limits import Limits
from bot.gateway.loops import for_ever
from bot.gateway.message_frames import encode
from bot.gateway.metrics import Metrics
from bot.gateway.notify import notifier_of
from bot.gateway.origins import Origins
from bot.gateway.pages import ASSETS
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import BODY_BYTES
from bot.gateway.rooms import Rooms
from bot.gateway.shopping_watch import ShoppingWatch
from bot.gateway.uploads import Uploads
from bot.gateway.wakeup import Wakeup
from bot.gateway.watchers import Watchers
from bot.records.database import Database
from bot.settings import Settings
from bot.shop.open import ConnectedShop, back_office_of, open_shop, own_shop
from bot.signals import Signals
from bot.tasks import end

_FINISH_WITHIN_S = 1.0
_CLOSE_WITHIN_S = 1.5
_LOOK_EVERY_S = 0.02


def make_parts(settings: Settings, database: Database, signals: Signals, *, name: str) -> Parts:
    """`name` tells this gateway from the others that share its signals."""
    image_urls = ImageUrls(settings.secret("uploads"))
    rooms = Rooms(partial(encode, urls=image_urls))
    watchers, background = Watchers(), Background()
    wakeup = Wakeup(database=database, signals=signals, rooms=rooms, watchers=watchers, name=name)
    announcer = Announcer(rooms=rooms, wakeup=wakeup, signals=signals, background=background, name=name)
    shop = open_shop(settings)
    hours = Hours(shop=shop, database=database, zone=settings.timezone, clock=Clock())
    hall = Hall(rooms, partial(message_frame, urls=image_urls))
    keeper = Keeper(database=database, rooms=rooms, hall=hall, mark=wakeup.mark)
    desk = Desk(hall=hall, keeper=keeper, announcer=announcer, signals=signals, background=background, name=name)
    suggestions = Suggestions(shop, database)
    wakeup.desk_rung, keeper.newsboy.book_changed = desk.rung, suggestions.book_changed
    beside = _LoopParts(settings=settings, database=database, shop=shop, hours=hours, announcer=announcer, desk=desk)
    return Parts(
        settings=settings, database=database, signals=signals, rooms=rooms, watchers=watchers, wakeup=wakeup,
        announcer=announcer, background=background, limits=Limits.of(settings), origins=Origins(settings),
        addresses=Addresses(settings.trusted_proxies), image_urls=image_urls, metrics=Metrics(), sockets=set(),
        hours=hours, back_office=back_office_of(shop), desk=desk, suggestions=suggestions,
        watchman=Watchman(database=database, desk=desk, name=name), payer=beside.payer(),
        care_watch=beside.care_watch(), shopping_watch=beside.shopping_watch(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _LoopParts:
    """What the loops beside the sockets are made of."""

    settings: Settings
    database: Database
    shop: ConnectedShop
    hours: Hours
    announcer: Announcer
    desk: Desk

    def payer(self) -> Payer:
        return Payer(
            database=self.database, shop=self.shop, desk=self.desk, zone=self.settings.timezone,
            turn_deadline_s=self.settings.turn_deadline_s,
        )  # fmt: skip

    def care_watch(self) -> CareWatch:
        return CareWatch(
            database=self.database, hours=self.hours, announcer=self.announcer, desk=self.desk,
            notifier=notifier_of(self.settings), zone=self.settings.timezone,
        )  # fmt: skip

    def shopping_watch(self) -> ShoppingWatch:
        return ShoppingWatch(shop=self.shop, database=self.database, hours=self.hours, announcer=self.announcer)


def make_app(parts: Parts) -> web.Application:
    app = web.Application(middlewares=[errors_as_json, only_known_origins], client_max_size=BODY_BYTES)
    app[PARTS] = parts
    app.on_response_prepare.append(complete)
    app.on_shutdown.append(_close_sockets)
    app.cleanup_ctx.append(_loops)
    app[ASSETS] = Assets()
    app[REPORTER] = Reporter(parts.database.url, parts.settings.timezone.key)
    routes.add_health(app.router)
    routes.add_channel(app.router)
    routes.add_pages(app.router)
    _add_shopper(app, parts)
    if parts.settings.demo:
        _add_demo(app, parts.settings)
    return app


def _add_shopper(app: web.Application, parts: Parts) -> None:
    uploads = Uploads(parts)

    async def close(_app: web.Application) -> None:
        uploads.close()

    app.on_cleanup.append(close)
    app.on_cleanup.append(_close_shop)
    routes.add_shopper(app.router, uploads)
    routes.add_desk(app.router, uploads)


async def _close_shop(app: web.Application) -> None:
    await app[PARTS].hours.shop.close()


def _add_demo(app: web.Application, settings: Settings) -> None:
    demo = Demo(own_shop(settings, "log in"), settings)
    app.on_cleanup.append(demo.close)
    routes.add_demo(app.router, demo)


async def _loops(app: web.Application) -> AsyncIterator[None]:
    parts = app[PARTS]
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "wakeup": parts.wakeup.run,
        "listen": parts.wakeup.listen,
        "poll": parts.wakeup.poll,
        "desk": parts.desk.keeper.run,
        "desk-watch": parts.watchman.run,
        "desk-pay": parts.payer.run,
        "desk-sessions": parts.watchman.check_sessions,
        "hours": parts.hours.follow,
        "care-watch": parts.care_watch.run,
        "overdue": partial(overdue.run, parts.database, parts.announcer, parts.metrics),
        "restock": parts.shopping_watch.follow_stock,
        "conversion": parts.shopping_watch.follow_orders,
    }
    tasks = [asyncio.create_task(for_ever(name, loop), name=name) for name, loop in work.items()]
    yield
    await end(tasks)
    await parts.watchman.leave()
    parts.announcer.timers.close()
    await parts.background.finish(_FINISH_WITHIN_S)


async def _close_sockets(app: web.Application) -> None:
    """1001: clients come back, to whichever gateway serves then."""
    sockets = app[PARTS].sockets
    for outbox in tuple(sockets):
        outbox.close(WSCloseCode.GOING_AWAY)
    for _ in range(int(_CLOSE_WITHIN_S / _LOOK_EVERY_S)):
        if not sockets:
            return
        await asyncio.sleep(_LOOK_EVERY_S)
    for outbox in tuple(sockets):
        outbox.cut()
