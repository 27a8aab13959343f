"""Pictures: what is taken, what it becomes, and who may look at it."""

import io
import os
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.gateway.image_urls import ImageUrls
from bot.gateway.pictures import BrokenPicture, NotAPicture, redraw
from tests.gateway.client import Visit
from tests.gateway.live import LiveGateway


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 80, 40)).save(out, kind, **options)
    return out.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "拍摄于家里"
    exif[0x0112] = 6  # lies on its side
    return a_picture("JPEG", exif=exif, comment=b"secret comment")


async def upload(gateway: LiveGateway, visit: Visit | None, body: bytes, **file: str) -> tuple[int, Any]:
    form = aiohttp.FormData()
    form.add_field("note", "先说一句")
    form.add_field(
        "file", body, filename=file.get("filename", "a.png"), content_type=file.get("content_type", "image/png")
    )
    headers = visit.bearer if visit else {}
    async with gateway.http.post("/api/v1/uploads", data=form, headers=headers) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
async def test_a_picture_goes_up_becomes_a_message_and_is_shown(
    gateway: LiveGateway, kind: str, media_type: str
) -> None:
    gateway.worker()
    visit, client = await gateway.shopper()
    status, made = await upload(gateway, visit, a_picture(kind))
    assert status == 201
    await client.ask({"type": "send", "upload_id": made["upload_id"]})
    message = await client.at(1)
    assert (message["image"]["width"], message["image"]["height"]) == (40, 20) and "text" not in message
    async with gateway.http.get(message["image"]["url"]) as response:
        assert (response.status, response.content_type) == (200, media_type)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert Image.open(io.BytesIO(await response.read())).size == (40, 20)
    await client.message("bot")


async def test_another_conversation_cannot_use_it(lone: LiveGateway) -> None:
    visit, _ = await lone.shopper()
    _, other = await lone.shopper()
    _, made = await upload(lone, visit, a_picture())
    for upload_id in (made["upload_id"], "not-there"):
        refused = await other.ask({"type": "send", "upload_id": upload_id, "text": "看这个"})
        assert refused["code"] == "not_found"


async def test_an_address_that_was_changed_or_has_run_out_shows_nothing(lone: LiveGateway) -> None:
    visit, _ = await lone.shopper()
    _, made = await upload(lone, visit, a_picture())
    upload_id = made["upload_id"]
    good = lone.parts.image_urls.make(upload_id, visit.conversation_id)
    secret = lone.parts.settings.secret("uploads")
    old = ImageUrls(secret, now_ms=lambda: 1_000).make(upload_id, visit.conversation_id)
    others = lone.parts.image_urls.make(upload_id, "another-conversation")
    for url in (old, others, good + "0", good[:-1], good.partition("?")[0], good.replace("until=", "until=9"),
                good.replace("proof=", "proof=%C3%A9"), good.replace(upload_id, "0" * 36)):  # fmt: skip
        async with lone.http.get(url) as response:
            assert (response.status, (await response.json())["code"]) == (404, "not_found")
    async with lone.http.get(good) as response:
        assert response.status == 200


async def test_what_is_no_picture_is_refused_in_words(lone: LiveGateway) -> None:
    visit = await lone.visit()
    cut = a_picture("PNG", (400, 400))[:200]
    gif = a_picture("GIF")
    for body, status in (
        (b"", 415),
        (b"<svg onload=alert(1)>", 415),
        (gif, 415),
        (b"\x89PNG\r\n\x1a\n", 415),
        (cut, 400),
    ):
        got, answer = await upload(lone, visit, body)
        assert got == status and answer["message"], body[:20]


async def test_more_than_5_mb_is_refused(lone: LiveGateway) -> None:
    visit = await lone.visit()
    for size in (5 * 1024 * 1024 + 1, 6 * 1024 * 1024):
        status, answer = await upload(lone, visit, os.urandom(size))
        assert (status, answer["code"]) == (413, "too_long")


async def test_a_form_without_a_file_and_another_body_are_refused(lone: LiveGateway) -> None:
    visit = await lone.visit()
    assert (await upload(lone, None, a_picture()))[0] == 401
    for headers, body, status in (
        ({"Content-Type": "application/json"}, b"{}", 415),
        ({"Content-Type": "multipart/form-data"}, b"junk", 400),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"junk", 400),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n\r\n--x--\r\n", 400),
    ):
        async with lone.http.post("/api/v1/uploads", data=body, headers={**visit.bearer, **headers}) as response:
            assert response.status == status
            assert response.content_type == "application/json"


async def test_erasing_removes_the_file(lone: LiveGateway) -> None:
    visit = await lone.visit()
    _, made = await upload(lone, visit, a_picture())
    directory = lone.parts.settings.uploads_dir
    assert [path.name for path in directory.rglob("*") if path.is_file()] == [made["upload_id"]]
    async with lone.http.delete("/api/v1/me", headers=visit.bearer) as response:
        assert response.status == 204
    assert not [path for path in directory.rglob("*") if path.is_file()]


def test_nothing_of_the_file_survives_but_its_pixels() -> None:
    before = with_place()
    assert b"secret comment" in before
    picture = redraw(before)
    after = Image.open(io.BytesIO(picture.body))
    assert (picture.width, picture.height) == after.size == (20, 40)
    assert not dict(after.getexif()) and b"secret" not in picture.body and "comment" not in after.info


def test_a_large_picture_is_made_smaller_and_a_bomb_is_not_opened() -> None:
    assert max(redraw(a_picture("JPEG", (5_000, 1_000))).width, 0) == 2_560
    with pytest.raises(BrokenPicture):
        redraw(a_picture("PNG", (6_000, 6_000)))
    with pytest.raises(NotAPicture):
        redraw(b"GIF89a")


def test_transparency_is_kept() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(redraw(out.getvalue()).body)).mode == "RGBA"
