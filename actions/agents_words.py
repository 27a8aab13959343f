"""刚才客服说什么时候上门来着: answered from what she promised, from her own lines, from her summary; else it is said that
nothing of it stands there, with the way back to her. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions import wording
from actions.asking import Asking
from actions.speech import Speech
from bot.text.said_before import Wanted, asks_what_was_said, holds, shares, wanted_of

_QUOTED = 2
_LAST = 3


def asks_agents_words(asking: Asking) -> bool:
    return not asking.trusted and asks_what_was_said(asking.text, _agent(asking))


def tell_agents_words(asking: Asking, speech: Speech) -> None:
    """What of it is in the record, with its time."""
    wanted = wanted_of(asking.text, _agent(asking))
    told = _tell_promises(asking, speech, wanted)
    lines = list(asking.served.get("lines") or ())
    if not wanted.topic and not wanted.kind:
        told = _quote(asking, speech, "utter_agent_said_last", lines[-_LAST:]) or told
        if _tell_summary(asking, speech) or told:
            return
    exactly = [each for each in lines if _fits(wanted, each["text"])]
    if _quote(asking, speech, "utter_agent_said", exactly[-_QUOTED:]) or told:
        return
    summary = str(asking.served.get("summary") or "")
    if _fits(wanted, summary) and _tell_summary(asking, speech):
        return
    near = [each for each in lines if wanted.kind and holds(wanted, each["text"])]
    if not _quote(asking, speech, "utter_agent_said_near", near[-_QUOTED:], more=[wording.human(_wish(asking))]):
        speech.say("utter_agent_did_not_say", {"agent": _agent(asking)}, buttons=[wording.human(_wish(asking))])


def _fits(wanted: Wanted, line: str) -> bool:
    """About what she asks, and of the kind: 上门 with a time; without a topic the kind alone."""
    return bool(line) and holds(wanted, line) and (not wanted.topic or shares(wanted, line) > 0)


def _tell_promises(asking: Asking, speech: Speech, wanted: Wanted) -> bool:
    """What is owed and not past; a promise has a time of its own."""
    for each in asking.served.get("promises") or ():
        about = shares(wanted, each["what"]) > 0 if wanted.topic else wanted.kind in ("", "time")
        if about:
            due = wording.due(_at(each), asking.now)
            speech.say("utter_agent_promised", {"what": each["what"], "due": due})
            return True
    return False


def _quote(asking: Asking, speech: Speech, response: str, lines: list[Mapping[str, Any]], more: Any = ()) -> bool:
    if not lines:
        return False
    quoted = "\n".join(f"{wording.past(_at(each), asking.now)}：“{each['text']}”" for each in lines)
    speech.say(response, {"agent": str(lines[-1].get("agent") or _agent(asking)), "lines": quoted}, buttons=more)
    return True


def _tell_summary(asking: Asking, speech: Speech) -> bool:
    summary = str(asking.served.get("summary") or "").strip()
    if summary:
        speech.say("utter_agent_summary", {"agent": _agent(asking), "summary": wording.without_end(summary)})
    return bool(summary)


def _at(each: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(each.get("at") or each["due_at"]).replace("Z", "+00:00"))


def _agent(asking: Asking) -> str:
    return str(asking.served.get("agent") or "")


def _wish(asking: Asking) -> str:
    return str(asking.served.get("wish") or asking.thread.flow or "request_human")
