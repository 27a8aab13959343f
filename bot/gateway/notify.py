"""The Notifier as a signed webhook: BOT_NOTIFY_URL gets one POST per notice, and answers 2xx when it has taken it over.

The body is JSON; `X-Xiaonuan-Signature: t=<unix seconds>,v1=<hex>` is HMAC-SHA256 over "<t>.<body>" with the instance's
secret `notify`. Redirects are not followed: the address is the operator's, nobody else's.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import asdict

import aiohttp
import orjson
import structlog

from bot.care.notifier import NobodyNotified, Notice, Notifier
from bot.settings import Settings

WITHIN_S = 5.0
SIGNATURE = "X-Xiaonuan-Signature"

_log = structlog.get_logger("gateway")


def notifier_of(settings: Settings) -> Notifier:
    if not settings.notify_url:
        return NobodyNotified()
    return WebhookNotifier(settings.notify_url, settings.secret("notify"))


def signature(secret: str, body: bytes, at_s: int) -> str:
    digest = hmac.new(secret.encode(), f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at_s},v1={digest}"


class WebhookNotifier:
    """`now_s`: the wall's seconds, which the signature holds against replays."""

    def __init__(self, url: str, secret: str, now_s: Callable[[], float] = time.time) -> None:
        self._url = url
        self._secret = secret
        self._now_s = now_s

    async def notify(self, notice: Notice) -> bool:
        body = orjson.dumps(asdict(notice))
        headers = {"Content-Type": "application/json", SIGNATURE: signature(self._secret, body, int(self._now_s()))}
        timeout = aiohttp.ClientTimeout(total=WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                taken = 200 <= response.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            _log.warning("notice.unsent", kind=notice.kind, reason=type(error).__name__)
            return False
        if not taken:
            _log.warning("notice.refused", kind=notice.kind, status=response.status)
        return taken
