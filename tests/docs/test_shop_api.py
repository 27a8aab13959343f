"""docs/shop-api.yaml is valid OpenAPI, says what the dataclasses say, and the reference server answers as it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import RefResolver
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import openapi_v31_spec_validator

from bot.shop.changes_json import as_json, change_from_json
from bot.shop.http.schemas import schemas
from bot.shop.http.server import make_app
from bot.shop.sql.shop import SqlShop
from tests.docs.claims import ROOT
from tests.shop.factories import order, parcel, stage_files
from tests.shop.http_shops import KEY, Between, Handler, http_shop
from tests.shop.shops_under_test import sql_shop
from tests.shop.test_changes import DONE, case
from tests.shop.test_misbehaving_http import READS

PAGE = ROOT / "docs" / "shop-api.yaml"


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
    return found


def test_it_is_valid_openapi(page: dict[str, Any]) -> None:
    assert page["openapi"].startswith("3.1")
    assert [str(error) for error in openapi_v31_spec_validator.iter_errors(page)] == []


def test_its_schemas_are_those_of_the_dataclasses(page: dict[str, Any]) -> None:
    assert page["components"]["schemas"] == json.loads(json.dumps(schemas())), "run: python -m tools.shop_api"


def test_the_reference_server_has_its_routes_and_no_others(page: dict[str, Any]) -> None:
    app = make_app(SqlShop.open("sqlite://"), KEY)
    served = {
        (route.method.lower(), route.resource.canonical.replace("{id}", "{}").replace("{key}", "{}"))
        for route in app.router.routes()
        if route.method != "HEAD" and route.resource is not None
    }
    written = {
        (method, path if "{" not in path else path[: path.index("{")] + "{}")
        for path, methods in page["paths"].items()
        for method in methods
    }
    assert served == written


def faults_in(page: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in OAS31Validator(schema, resolver=RefResolver("", page)).iter_errors(value)]


async def test_what_the_reference_server_answers_fits(page: dict[str, Any], data_dir: Path) -> None:
    seen: list[str] = []

    async def check(request: Any, handler: Handler) -> Any:
        response: Any = await handler(request)
        route = request.match_info.route.resource.canonical
        path = next(each for each in page["paths"] if each.split("{")[0] == route.split("{")[0])
        answers = page["paths"][path][request.method.lower()]["responses"]
        said = answers.get(str(response.status)) or answers["default"]
        if "$ref" in said:
            said = page["components"]["responses"][said["$ref"].rpartition("/")[2]]
        if response.status != 204:
            schema = said["content"]["application/json"]["schema"]
            assert faults_in(page, schema, json.loads(response.body)) == [], path
        seen.append(path)
        return response

    files = stage_files()
    async with (
        sql_shop(files, f"sqlite:///{data_dir / 'shop.db'}") as own,
        http_shop(own, Between(trouble=check)) as shop,
    ):
        number = (await shop.change(case(), key="t1")).reference
        assert await shop.after_sale(number) is not None
        await shop._changing._asked(case(), "t1", "a", "lost")
        for ask in READS.values():
            await ask(shop)
            await ask(shop)
    assert set(seen) == set(page["paths"])


@pytest.mark.parametrize("change", [change for change, *_ in DONE], ids=lambda change: change.kind)
def test_every_change_is_sent_as_it_says(page: dict[str, Any], change: Any) -> None:
    sent = as_json(change)
    assert faults_in(page, {"$ref": "#/components/schemas/Change"}, sent) == []
    assert change_from_json(sent) == change


def test_a_wrong_value_does_not_fit(page: dict[str, Any]) -> None:
    good = json.loads(json.dumps(_plain(order(parcels=(parcel(),)))))
    schema = {"$ref": "#/components/schemas/Order"}
    assert faults_in(page, schema, good) == []
    assert faults_in(page, schema, {**good, "total_fen": "413.00"}) != []
    assert faults_in(page, schema, {**good, "status": "flying"}) != []


def _plain(value: Any) -> Any:
    from bot.shop.http.wire import written

    return json.loads(written(value))
