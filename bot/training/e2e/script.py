"""The files of tests/e2e: who talks, about which order or product, what is said, and what must be heard. It runs nothing.

conversations:
- name: asks where it is, as the customer
  order: {status: in_transit}       # one like this is looked for in the shop: {order.…}
  as: owner                         # owner (logged in as its customer), customer (any), guest
  turns:
  - say: 订单{order.order_id}到哪了   # or  click: a button's title, or  about: order|product
    hear: ["{order.city}", "{order.carrier} | {order.tracking_no}"]   # all of these; | between what is equally good
    never: [转人工]
    card: logistics
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from yaml.nodes import MappingNode, Node

from bot.errors import ConfigurationError
from bot.training.source import SourceFault, child, entries, items, line_of, read_nodes, scalar, yaml_files

Who = Literal["owner", "customer", "guest"]
_TURN = frozenset({"say", "click", "about", "hear", "never", "card", "button", "holder"})
_SCRIPT = frozenset({"name", "order", "product", "customer", "as", "turns", "lacking"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing that the shopper does, and what the bot's answer to it must hold. Exactly one of say, click is set,
    or only `about` (she picked the order or product)."""

    line: int
    say: str = ""
    click: str = ""
    about: str = ""
    hear: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    card: str = ""
    button: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One conversation. `order`, `product`, `customer`: what to look for in the shop, None where none is needed."""

    topic: str
    name: str
    path: Path
    line: int
    who: Who
    order: dict[str, Any] | None
    product: dict[str, Any] | None
    customer: dict[str, Any] | None
    turns: tuple[Turn, ...]
    lacking: str = ""


def read_scripts(root: Path, only: str = "") -> list[Script]:
    """Every conversation of tests/e2e below `root`, or those whose file or name holds `only`.

    Raises ConfigurationError with file and line for what cannot be understood, and where none holds `only`.
    """
    found = []
    for path in yaml_files(root / "tests" / "e2e"):
        try:
            document = read_nodes(path)
        except SourceFault as fault:
            raise ConfigurationError(str(fault)) from fault
        found += [_script(path, node) for node in items(child(document, "conversations"))]
    wanted = [script for script in found if not only or only in script.topic or only in script.name]
    if only and not wanted:
        near = difflib.get_close_matches(only, sorted({script.topic for script in found}), n=1)
        raise ConfigurationError(f"no conversation holds {only}{f': did you mean {near[0]}?' if near else ''}")
    return wanted


def _script(path: Path, node: Node) -> Script:
    _refuse_unknown(path, node, _SCRIPT)
    order, who = _plain(child(node, "order")), scalar(child(node, "as"))
    who = who or ("owner" if order is not None else "guest")
    if who not in ("owner", "customer", "guest") or (who == "owner" and order is None):
        raise _fault(path, node, "`as:` is owner (with an order), customer or guest")
    turns = tuple(_turn(path, each) for each in items(child(node, "turns")))
    if not turns or not scalar(child(node, "name")):
        raise _fault(path, node, "a conversation has a `name:` and `turns:`")
    return Script(
        topic=path.stem,
        name=scalar(child(node, "name")) or "",
        path=path,
        line=line_of(node),
        who=who,  # type: ignore[arg-type]
        order=order,
        product=_plain(child(node, "product")),
        customer=_plain(child(node, "customer")),
        turns=turns,
        lacking=scalar(child(node, "lacking")) or "",
    )


def _turn(path: Path, node: Node) -> Turn:
    _refuse_unknown(path, node, _TURN)
    text = {name: scalar(child(node, name)) or "" for name in ("say", "click", "about", "card", "button", "holder")}
    if bool(text["say"]) + bool(text["click"]) != 1 and not text["about"]:
        raise _fault(path, node, "a turn has `say:` or `click:`")
    return Turn(line=line_of(node), hear=_texts(child(node, "hear")), never=_texts(child(node, "never")), **text)


def _texts(node: Node | None) -> tuple[str, ...]:
    single = scalar(node)
    return (single,) if single is not None else tuple(scalar(each) or "" for each in items(node))


def _plain(node: Node | None) -> dict[str, Any] | None:
    return dict(yaml.safe_load(yaml.serialize(node)) or {}) if node is not None else None


def _refuse_unknown(path: Path, node: Node, known: frozenset[str]) -> None:
    if not isinstance(node, MappingNode):
        raise _fault(path, node, "expected `key: value`")
    for entry in entries(node):
        if entry.key not in known:
            raise ConfigurationError(f"{path}:{entry.line}: `{entry.key}` is not one of {', '.join(sorted(known))}")


def _fault(path: Path, node: Node, problem: str) -> ConfigurationError:
    return ConfigurationError(f"{path}:{line_of(node)}: {problem}")
