"""Pages and their files, CORS, and what every answer carries, errors too."""

import asyncio
import gzip
from pathlib import Path

import pytest

from bot.gateway.assets import Assets
from bot.records.database import Database
from tests.gateway.conftest import StartGateway
from tests.gateway.live import LiveGateway

SHOP = "https://shop.example"


@pytest.fixture
def site(tmp_path: Path) -> Assets:
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget" / "a.js").write_text("export const a = 1;\n" * 50)
    (tmp_path / "secret.py").write_text("x = 1")
    (tmp_path / ".hidden.js").write_text("x")
    (tmp_path.parent / "outside.js").write_text("x")
    return Assets(tmp_path)


def test_a_file_has_a_type_an_etag_and_a_smaller_form(site: Assets) -> None:
    asset = site.find("widget/a.js")
    assert asset is not None and asset.content_type.startswith("text/javascript")
    assert asset.gzipped is not None and gzip.decompress(asset.gzipped) == asset.body
    assert site.find("widget/a.js") is asset


@pytest.mark.parametrize(
    "name",
    ["", "/", "widget", "widget/", "secret.py", ".hidden.js", "../outside.js", "widget/../../outside.js", "widget//a.js",
     "/etc/passwd", "widget/a.js\x00", "widget\\a.js", "widget/a.js/", "没有.js", "x" * 5_000 + ".js"],
)  # fmt: skip
def test_nothing_else_is_served(site: Assets, name: str) -> None:
    assert site.find(name) is None


def test_a_changed_file_is_read_again(site: Assets, tmp_path: Path) -> None:
    before = site.find("widget/a.js")
    (tmp_path / "widget" / "a.js").write_text("changed")
    after = site.find("widget/a.js")
    assert before and after and after.body == b"changed" and after.etag != before.etag


async def test_the_widgets_script_is_cached_by_its_etag(lone: LiveGateway) -> None:
    async with lone.http.get("/widget.js") as response:
        assert response.status == 200 and response.content_type == "text/javascript"
        etag = response.headers["ETag"]
    async with lone.http.get("/widget.js", headers={"If-None-Match": etag}) as response:
        assert response.status == 304 and await response.read() == b""
    async with lone.http.head("/widget.js") as response:
        assert response.status == 200 and await response.read() == b""


async def test_the_storefront_has_a_strict_policy(lone: LiveGateway) -> None:
    async with lone.http.get("/") as response:
        if response.status == 404:
            pytest.skip("the storefront's page is not there yet")
        assert response.content_type == "text/html"
        policy = response.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy and "unsafe" not in policy


async def test_the_desk_is_served_under_the_same_policy(lone: LiveGateway) -> None:
    async with lone.http.get("/desk") as response:
        assert response.status == 200 and response.content_type == "text/html"
        policy = response.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert "<script>" not in await response.text() and "style=" not in await response.text()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404), ("GET", "/desk/", 404), ("GET", "/api/v1/nothing", 404), ("PUT", "/api/v1/visitors", 405),
        ("GET", "/api/v1/visitors", 405), ("POST", "/healthz", 405), ("GET", "/static/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/static/%00.js", 404), ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404), ("GET", "/static/%ff%fe.js", 404),
        ("GET", "/" + "x" * 5_000, 404), ("GET", "/api/v1/history?limit=%ff", 401), ("GET", "/api/v1/chat", 400),
        ("GET", "/api/v1/uploads/../../etc", 404), ("GET", "/api/v1/uploads/" + "-" * 36, 404),
    ],
)  # fmt: skip
async def test_every_error_is_json_and_bare_of_versions(lone: LiveGateway, method: str, path: str, status: int) -> None:
    from yarl import URL

    async with lone.http.request(
        method, URL(f"{lone.url}{path}", encoded=True), headers={"Accept": "text/html"}
    ) as response:
        assert response.status == status
        assert response.content_type == "application/json"
        assert set(await response.json()) == {"code", "message"}
        assert "Server" not in response.headers
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


async def test_what_is_no_http_gets_no_html(lone: LiveGateway) -> None:
    for junk in (
        b"\x16\x03\x01\x00\xa5\x01\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", lone.parts.settings.port)
        writer.write(junk)
        answer = await asyncio.wait_for(reader.read(10_000), 5)
        writer.close()
        assert b"<html" not in answer.lower() and b"Traceback" not in answer


async def test_a_listed_origin_gets_cors_with_authorization(start: StartGateway, sqlite_database: Database) -> None:
    gateway = await start(sqlite_database, origins=SHOP)
    asked = {
        "Origin": SHOP,
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    async with gateway.http.options("/api/v1/me", headers=asked) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == SHOP
        assert "authorization" in response.headers["Access-Control-Allow-Headers"].lower()
        assert "DELETE" in response.headers["Access-Control-Allow-Methods"]
    for path, status in (("/api/v1/history", 401), ("/static/widget/widget.js", 200), ("/widget.js", 200)):
        async with gateway.http.get(path, headers={"Origin": SHOP}) as response:
            assert response.status == status
            assert response.headers["Access-Control-Allow-Origin"] == SHOP
            assert "Origin" in ",".join(response.headers.getall("Vary"))
            assert "Access-Control-Allow-Credentials" not in response.headers


async def test_a_foreign_origin_gets_nothing(lone: LiveGateway) -> None:
    for method, path in (("POST", "/api/v1/visitors"), ("GET", "/api/v1/history"), ("OPTIONS", "/api/v1/visitors"),
                         ("GET", "/api/v1/demo/identity"), ("POST", "/webhooks/rest/webhook")):  # fmt: skip
        headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        async with lone.http.request(method, path, headers=headers) as response:
            assert (response.status, (await response.json())["code"]) == (403, "forbidden")
            assert "Access-Control-Allow-Origin" not in response.headers


async def test_own_pages_may_post(lone: LiveGateway) -> None:
    async with lone.http.post("/api/v1/visitors", json={}, headers={"Origin": lone.url}) as response:
        assert response.status == 201
