"""Every route of the gateway, in one place."""

from __future__ import annotations

from aiohttp import web

from bot.gateway import chat, health, visitors


def add(app: web.Application) -> None:
    app.router.add_get("/healthz", health.healthz)
    app.router.add_get("/readyz", health.readyz)
    app.router.add_get("/metrics", health.metrics)
    app.router.add_post("/api/v1/visitors", visitors.open_conversation)
    app.router.add_post("/api/v1/me/identity", visitors.bind_identity)
    app.router.add_get("/api/v1/chat", chat.chat)
