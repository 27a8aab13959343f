"""What the gateway's handlers share, as one value that the composition root (app.py) makes."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.gateway.addresses import Addresses
from bot.gateway.announcer import Announcer
from bot.gateway.background import Background
from bot.gateway.care_watch import CareWatch
from bot.gateway.desk.desk import Desk
from bot.gateway.desk.payer import Payer
from bot.gateway.desk.suggestions import Suggestions
from bot.gateway.desk.watchman import Watchman
from bot.gateway.hours import Hours
from bot.gateway.image_urls import ImageUrls
from bot.gateway.limits import Limits
from bot.gateway.metrics import Metrics
from bot.gateway.origins import Origins
from bot.gateway.outbox import Outbox
from bot.gateway.rooms import Rooms
from bot.gateway.shopping_watch import ShoppingWatch
from bot.gateway.wakeup import Wakeup
from bot.gateway.watchers import Watchers
from bot.records.database import Database
from bot.settings import Settings
from bot.shop.sql.back_office import BackOffice
from bot.signals import Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    settings: Settings
    database: Database
    signals: Signals
    rooms: Rooms
    watchers: Watchers
    wakeup: Wakeup
    announcer: Announcer
    background: Background
    limits: Limits
    origins: Origins
    addresses: Addresses
    image_urls: ImageUrls
    metrics: Metrics
    sockets: set[Outbox]
    hours: Hours
    back_office: BackOffice | None  # None: the shop's own system decides about its cases
    desk: Desk
    watchman: Watchman
    care_watch: CareWatch
    payer: Payer
    suggestions: Suggestions
    shopping_watch: ShoppingWatch

    def address_of(self, request: web.Request) -> str:
        return self.addresses.of(request.remote, request.headers.getall("X-Forwarded-For", ()))


PARTS = web.AppKey("parts", Parts)
