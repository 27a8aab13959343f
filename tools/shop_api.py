"""`python -m tools.shop_api`: writes the schemas of docs/shop-api.yaml anew from the dataclasses; its paths are by hand."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.shop.http.schemas import schemas

PAGE = Path(__file__).resolve().parents[1] / "docs" / "shop-api.yaml"
_BEGIN = "  schemas:\n"


def renewed(page: str) -> str:
    """The page with its last part, `components.schemas`, as the dataclasses are now."""
    head, begin, _ = page.partition(_BEGIN)
    made = yaml.safe_dump(schemas(), allow_unicode=True, sort_keys=False, width=118)
    return head + begin + "".join(f"    {line}\n" for line in made.splitlines())


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
