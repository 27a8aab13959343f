"""Every route of the gateway, in one place."""

from __future__ import annotations

from aiohttp import web

from bot.gateway import chat, health, history, image_urls, pages, privacy, rasa_channel, visitors
from bot.gateway.demo import Demo
from bot.gateway.desk import (
    care_routes,
    case_routes,
    chat_routes,
    house_routes,
    knowledge_routes,
    report_routes,
    sessions,
)
from bot.gateway.desk import socket as desk_socket
from bot.gateway.desk.chat_routes import DeskUploads
from bot.gateway.uploads import Uploads

_DESK = "/api/v1/desk"


def add_health(router: web.UrlDispatcher) -> None:
    router.add_get("/healthz", health.healthz)
    router.add_get("/readyz", health.readyz)
    router.add_get("/metrics", health.metrics)


def add_shopper(router: web.UrlDispatcher, uploads: Uploads) -> None:
    router.add_post("/api/v1/visitors", visitors.open_conversation)
    router.add_post("/api/v1/me/identity", visitors.bind_identity)
    router.add_get("/api/v1/me/export", privacy.export)
    router.add_delete("/api/v1/me", privacy.erase)
    router.add_get("/api/v1/chat", chat.chat, allow_head=False)
    router.add_get("/api/v1/history", history.history)
    router.add_post(image_urls.PATH, uploads.take)
    router.add_get(image_urls.PATH + "/{upload_id:[0-9a-f-]{36}}", uploads.show)


def add_desk(router: web.UrlDispatcher, uploads: Uploads) -> None:
    router.add_post("/api/v1/desk/login", sessions.log_in)
    router.add_post("/api/v1/desk/logout", sessions.log_out)
    router.add_get("/api/v1/desk/me", sessions.me)
    router.add_post("/api/v1/desk/password", sessions.change_password)
    router.add_get("/api/v1/desk/ws", desk_socket.serve, allow_head=False)
    _add_chats(router, DeskUploads(uploads))
    router.add_get(f"{_DESK}/tickets", care_routes.ticket_list)
    router.add_get(f"{_DESK}/tickets/{{id}}", care_routes.ticket)
    router.add_post(f"{_DESK}/tickets/{{id}}", care_routes.change_ticket)
    router.add_get(f"{_DESK}/promises", care_routes.promise_list)
    router.add_post(f"{_DESK}/promises/{{id}}/kept", care_routes.keep_promise)
    router.add_get(f"{_DESK}/proposals", care_routes.proposal_list)
    router.add_get(f"{_DESK}/cases", case_routes.case_list)
    router.add_post(f"{_DESK}/cases/{{id}}", case_routes.decide)
    router.add_get(f"{_DESK}/reasons", care_routes.reasons)
    router.add_get(f"{_DESK}/customers/{{id}}", care_routes.customer)
    router.add_get(f"{_DESK}/knowledge", knowledge_routes.knowledge)
    router.add_post(f"{_DESK}/knowledge", knowledge_routes.add_entry)
    router.add_put(f"{_DESK}/knowledge/{{id}}", knowledge_routes.put_entry)
    router.add_delete(f"{_DESK}/knowledge/{{id}}", knowledge_routes.remove_entry)
    router.add_get(f"{_DESK}/products", knowledge_routes.products)
    router.add_get(f"{_DESK}/canned", house_routes.canned_list)
    router.add_put(f"{_DESK}/canned/{{id}}", house_routes.put_canned)
    router.add_delete(f"{_DESK}/canned/{{id}}", house_routes.remove_canned)
    router.add_get(f"{_DESK}/reports/live", house_routes.live)
    router.add_get(f"{_DESK}/reports/agents", house_routes.by_agent)
    router.add_get(f"{_DESK}/reports/waiting", house_routes.by_class)
    router.add_get(f"{_DESK}/reports/figures", report_routes.figures)
    router.add_get(f"{_DESK}/reports/behind", report_routes.behind)
    router.add_get(f"{_DESK}/audit", house_routes.audit_log)


def _add_chats(router: web.UrlDispatcher, uploads: DeskUploads) -> None:
    router.add_get(f"{_DESK}/conversations", chat_routes.conversations)
    one = f"{_DESK}/conversations/{{id}}"
    router.add_get(one, chat_routes.conversation)
    router.add_get(f"{one}/messages", chat_routes.messages)
    router.add_post(f"{one}/block", chat_routes.block)
    router.add_delete(f"{one}/block", chat_routes.unblock)
    router.add_post(f"{one}/reveal", chat_routes.reveal)
    router.add_post(f"{one}/uploads", uploads.take)


def add_channel(router: web.UrlDispatcher) -> None:
    router.add_get("/webhooks/rest/", rasa_channel.status)
    router.add_post("/webhooks/rest/webhook", rasa_channel.webhook)


def add_demo(router: web.UrlDispatcher, demo: Demo) -> None:
    router.add_get("/api/v1/demo/shop", demo.shop)
    router.add_get("/api/v1/demo/products", demo.products)
    router.add_get("/api/v1/demo/customers", demo.customers)
    router.add_get("/api/v1/demo/orders", demo.orders)
    router.add_post("/api/v1/demo/login", demo.log_in)
    router.add_get("/api/v1/demo/identity", demo.identity)


def add_pages(router: web.UrlDispatcher) -> None:
    router.add_get("/", pages.storefront)
    router.add_get("/desk", pages.desk)
    router.add_get("/report", pages.report)
    router.add_get("/widget.js", pages.widget_script)
    router.add_get("/static/{name:.+}", pages.static)
