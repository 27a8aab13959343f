"""The screen of `review`: one cluster at a time, one key for each decision.

It knows keys and colours; what a decision means is bot/training/review/session.py's.
"""

from __future__ import annotations

import difflib
import html
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from prompt_toolkit import HTML, PromptSession, print_formatted_text
from prompt_toolkit.completion import FuzzyWordCompleter
from prompt_toolkit.key_binding import KeyBindings

from bot.nlu.intents import INTENTS, TOPIC_OF
from bot.text.titles import TITLES
from bot.training.review.clusters import Cluster

if TYPE_CHECKING:
    from bot.training.review.session import Sitting

Suggest = Callable[[Cluster], Sequence[str]]
_KEYS = "1-4 that wish · / another · s split · n not for training · u undo · q end"
_LINES = 6
_PLAIN = {"s": "split", "n": "skip", " ": "skip", "u": "undo", "q": "quit", "/": "other"}


def sit(sitting: Sitting, suggest: Suggest) -> None:
    """Asks until nothing waits or `q`. Raises KeyboardInterrupt at Ctrl-C, EOFError at Ctrl-D and without a
    terminal; what was decided is in the sitting."""
    while (cluster := sitting.next) is not None:
        wishes = list(suggest(cluster))
        _show(sitting, cluster, wishes)
        did = _key(len(wishes))
        if did == "quit":
            return
        if did == "split":
            sitting.split()
        elif did == "skip":
            sitting.skip()
        elif did == "undo":
            sitting.undo()
        elif did == "other":
            if wish := _other():
                sitting.label(wish)
        else:
            sitting.label(wishes[int(did) - 1])


def _show(sitting: Sitting, cluster: Cluster, wishes: Sequence[str]) -> None:
    labelled, waiting = len(sitting.labels), len(sitting.waiting)
    reasons = " ".join(sorted({reason for each in cluster.candidates for reason in each.reasons}))
    lines = ["", f"<ansigray>{labelled} labelled, {waiting} clusters left · {cluster.times}× · {reasons}</ansigray>"]
    for each in cluster.candidates[:_LINES]:
        lines.append(
            f"  <b>{_safe(each.text)}</b>" + (f" <ansigray>×{each.times}</ansigray>" if each.times > 1 else "")
        )
    if len(cluster.candidates) > _LINES:
        lines.append(f"  <ansigray>… and {len(cluster.candidates) - _LINES} more like these</ansigray>")
    lines.append("   ".join(f"<ansigreen>{at}</ansigreen> {_titled(wish)}" for at, wish in enumerate(wishes, start=1)))
    print_formatted_text(HTML("\n".join(lines)))


def _titled(wish: str) -> str:
    return f"{wish} {TITLES[wish]}" if wish in TITLES else wish


def _safe(text: str) -> str:
    """Neither markup nor control characters, which a shopper may have sent."""
    return html.escape("".join(character for character in text if character.isprintable()))


def _key(wishes: int) -> str:
    """A digit, or a word of `_PLAIN`; any other key does nothing."""
    bindings = KeyBindings()

    def bind(key: str, answer: str) -> None:
        @bindings.add(key, eager=True)
        def _(event: Any) -> None:
            event.app.exit(result=answer)

    for number in range(1, wishes + 1):
        bind(str(number), str(number))
    for key, answer in _PLAIN.items():
        bind(key, answer)

    @bindings.add("<any>")
    def _ignore(event: Any) -> None:
        pass

    return PromptSession[str]().prompt(HTML(f"<ansigray>{_KEYS}</ansigray> "), key_bindings=bindings)


def _other() -> str | None:
    """Any wish by its name or title, completed as it is typed; None where that names none or several, and at Ctrl-C."""
    words = [_titled(name) for name in INTENTS]
    try:
        typed = PromptSession[str]().prompt("wish: ", completer=FuzzyWordCompleter(words), complete_while_typing=True)
    except (KeyboardInterrupt, EOFError):
        return None
    wanted = typed.split(" ")[0].strip()
    found = [wanted] if wanted in TOPIC_OF else [name for name in INTENTS if wanted and wanted in _titled(name)]
    if wanted and len(found) != 1:
        which = f"could be {', '.join(found[:6])}" if found else f"is not on the intent list{_near(wanted)}"
        print_formatted_text(HTML(f"<ansired>{_safe(wanted)} {which}</ansired>"))
    return found[0] if len(found) == 1 else None


def _near(wanted: str) -> str:
    near = difflib.get_close_matches(wanted, list(INTENTS), n=1)
    return f": did you mean {near[0]}?" if near else ""
