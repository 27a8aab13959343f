"""docs/protocol.md and the code say the same: frames with their fields, error codes with their statuses, limits, routes."""

import re
from datetime import datetime, timezone

import msgspec
import pytest
from aiohttp import web

from bot import errors
from bot.conversation import frames
from bot.conversation.message import Button, Image, Message
from bot.errors import XiaonuanError
from bot.gateway import chat, history, pictures, rooms, socket, words
from bot.settings import PROJECT_ROOT, SPECS
from tests.gateway.live import LiveGateway

PAGE = (PROJECT_ROOT / "docs" / "protocol.md").read_text()


def rows(heading: str) -> dict[str, list[str]]:
    """The first table under a heading: {first cell without backticks: the other cells}."""
    section = re.split(rf"^#+ {re.escape(heading)}$", PAGE, flags=re.M)[1]
    table = re.search(r"(?:^\|.*\n)+", section, flags=re.M)
    assert table is not None
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table[0].splitlines()[2:]]
    return {row[0].strip("`"): row[1:] for row in cells}


def fields_in(cell: str) -> dict[str, bool]:
    """{field: whether it must be there}, as the page writes them; what stands in a longer pair of backticks is not one."""
    without_notes = re.sub(r"\([^)]*\)", "", cell.split(":")[0])
    found = re.findall(r"`([a-z_]+)`(\?)?", without_notes)
    return {name: mark == "" for name, mark in found}


def fields_of(frame: type[msgspec.Struct]) -> dict[str, bool]:
    return {field.encode_name: field.required for field in msgspec.structs.fields(frame)}


@pytest.mark.parametrize("frame", frames.CLIENT_FRAMES, ids=lambda frame: frame.__struct_config__.tag)
def test_each_client_frame_is_on_the_page_with_its_fields(frame: type[frames.ClientFrame]) -> None:
    expected = {**fields_of(frame), "id": frame.needs_id}
    assert fields_in(rows("Client frames")[frame.__struct_config__.tag][0]) == expected


@pytest.mark.parametrize("frame", frames.SERVER_FRAMES, ids=lambda frame: frame.__struct_config__.tag)
def test_each_server_frame_is_on_the_page_with_its_fields(frame: type[frames.ServerFrame]) -> None:
    assert fields_in(rows("Server frames")[frame.__struct_config__.tag][0]) == fields_of(frame)


def test_the_page_names_no_frame_that_does_not_exist() -> None:
    assert set(rows("Client frames")) == {frame.__struct_config__.tag for frame in frames.CLIENT_FRAMES}
    tags = {frame.__struct_config__.tag for frame in frames.SERVER_FRAMES}
    assert set(rows("Server frames")) == tags | {"message"}


def test_a_message_has_the_fields_that_the_page_names() -> None:
    bare = Message(conversation_id="c", seq=1, id="m", role="bot", at=datetime.now(timezone.utc))
    full = Message(
        conversation_id="c", seq=2, id="m", role="agent", at=datetime.now(timezone.utc), text="好", reply_to=1,
        buttons=(Button(title="好", payload="/x"),), cards=({"kind": "order"},), agent_name="小林", about={"sku": "A"},
        image=Image(upload_id="u", width=1, height=1), failure=True,
    )  # fmt: skip
    always = set(bare.as_frame())
    shown = {name: name in always for name in full.as_frame("/picture")}
    assert fields_in(rows("Server frames")["message"][0]) == shown


def every_error() -> list[type[XiaonuanError]]:
    return [found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, XiaonuanError)]


def test_each_error_code_is_on_the_page_with_its_status_and_has_words() -> None:
    table = rows("Errors")
    for error in every_error():
        assert str(error.status) in table[error.code][0]
    assert set(table) == {error.code for error in every_error()} == set(words.ERRORS)


def test_the_limits_are_the_codes_own() -> None:
    limits = {name: row[0] for name, row in rows("Limits").items()}
    assert str(frames.FRAME_BYTES // 1024) in limits["a frame"]
    assert str(frames.REASON_CODE_POINTS) in next(row for name, row in limits.items() if "ask_human" in name)
    assert limits["`factors` of `rate`".strip("`")].startswith(str(frames.FACTORS))
    assert f"1–{frames.REFERENCE_CODE_POINTS} " in limits["a sku, order id or upload id"]
    assert (
        f"{socket.HELLO_WITHIN_S:g} s" in limits["first frame"] and str(socket.CLOSE_NO_HELLO) in limits["first frame"]
    )
    assert f"{pictures.LONGEST_EDGE_PX:,} pixels" in limits["a picture"]
    assert limits["history page"] == f"{history.PAGE} by default, {history.LONGEST_PAGE} at most"
    assert f"pings every {chat.HEARTBEAT_S:g} s" in PAGE


@pytest.mark.parametrize(
    "field", ["frames_burst", "frames_per_s", "sockets_per_address", "visitors_per_s", "turn_deadline_s"]
)
def test_settings_on_the_page_have_their_defaults(field: str) -> None:
    [spec] = [spec for spec in SPECS if spec.field == field]
    line = next(line for line in PAGE.splitlines() if spec.variable in line)
    assert f"{int(spec.default):,}" in line


def test_close_codes_are_the_codes_own() -> None:
    section = PAGE.split("| close code |")[1]
    for code in (1001, 1009, rooms.CLOSE_BAD_TOKEN, socket.CLOSE_NO_HELLO, socket.CLOSE_TRY_LATER):
        assert f"| {code} |" in section


async def test_every_route_is_on_the_page(lone: LiveGateway) -> None:
    app: web.Application = lone._runner.app
    public = {"/", "/widget.js"}
    for resource in app.router.resources():
        path = resource.canonical
        if path.startswith("/api/v1/demo/") or path in (
            "/webhooks/rest/",
            "/api/v1/uploads/{upload_id}",
            "/static/{name}",
        ):
            continue  # the demo page's own, and what is told by other answers
        assert (f"`{path}`" if path in public else path) in PAGE, path
