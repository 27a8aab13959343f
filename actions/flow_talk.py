"""The talk of every flow: order, questions, read-back, a yes on the same facts, one effect, and what is said of it.

Which flow asks and changes what is in its own module (flow.py); here is what may never differ: nothing is changed without a
yes of the last five minutes to what was read back, and one read-back changes at most one thing (design decisions 4 and 9).
"""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.draft import CONFIRM, Draft, open_draft
from actions.flow import Ask, Do, Flow, ReadBack, Situation, Step, Stop
from actions.flow_change import carry_out, made, say, say_all, situation_of
from actions.flow_comfort import comforted, of_this_matter
from actions.flow_order import ORDER_QUESTIONS, choose, tells_own_numbers
from actions.flow_person import call_person
from actions.flows import FLOWS
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.text.gist import gist

_TELLING = 6  # letters beside the number that was asked for
PATIENCE = 2  # times that the same is asked before a person is offered


async def begin(asking: Asking, speech: Speech, ports: Ports, name: str) -> Thread:
    """Her wish, said for the first time or again; what she told of it before is kept."""
    name = FLOWS[name].instead(asking.text) or name
    draft = open_draft(asking.thread, asking.now)
    if draft is None or draft.flow != name or draft.asked is None:
        draft = Draft(flow=name, touched_at=asking.now)
    return await advance(asking, speech, ports, draft)


async def go_on(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """An answer, a correction, or 刚才说到哪了, while something is open."""
    draft = open_draft(asking.thread, asking.now)
    if draft is None:
        return over(asking, speech)
    return await advance(asking, speech, ports, draft)


async def take_up(asking: Asking, speech: Speech, ports: Ports) -> Thread:
    """刚才说到哪了: say it, and ask or read back anew."""
    draft = open_draft(asking.thread, asking.now)
    if draft is None:
        return over(asking, speech)
    speech.say("utter_where_we_were", {"wish": wording.wish(draft.flow)})
    return await advance(asking, speech, ports, replace(draft, read_back=None), listen=False)


def over(asking: Asking, speech: Speech) -> Thread:
    """What was open has been left too long; nothing was changed."""
    left = Draft.of(asking.thread)
    name = left.flow if left else asking.thread.flow or ""
    again = [Button(title="接着办", intent=name)] if name in FLOWS else []
    speech.say("utter_draft_over", {"wish": wording.wish(name)}, buttons=again)
    return asking.thread.ended()


async def advance(asking: Asking, speech: Speech, ports: Ports, draft: Draft, *, listen: bool = True) -> Thread:
    """As far as this message allows: the order, then what she told of the matter, then the flow's next step."""
    flow = FLOWS[draft.flow]
    draft = _with_words(asking, draft)
    chosen = await choose(asking, speech, ports, draft, flow)
    if chosen.order is None:
        return waiting(asking, chosen.thread, replace(draft, asked=chosen.thread.asked))
    situation = await situation_of(asking, ports, chosen.order, draft.about(chosen.order.order_id))
    words = draft.words or asking.words if listen else ""
    told = await flow.heard(situation, words) if words or asking.entities else {}
    heard = replace(situation.draft.with_values(told), words="")
    situation = situation.with_draft(replace(heard, note=flow.note(situation.with_draft(heard))))
    thread = of_this_matter(chosen.thread, chosen.order.order_id)
    return await _say_step(situation, speech, thread, await flow.step(situation))


def _with_words(asking: Asking, draft: Draft) -> Draft:
    """What she says before the order is known is kept, so that she need not say it twice; a bare number or pick is not."""
    if asking.trusted or draft.order_id is not None:
        return draft
    words = asking.text
    if draft.asked in ORDER_QUESTIONS and not _tells_matter(asking, FLOWS[draft.flow]):
        words = gist(asking.text)
        words = "" if words == asking.text or len(words) < _TELLING else words
    return replace(draft, words="\n".join(filter(None, (draft.words, words))))


def _tells_matter(asking: Asking, flow: Flow) -> bool:
    """Whether it tells of the matter itself, though the order was asked for: goods of a case, a firm and its numbers."""
    if flow.goods_matter and asking.has("product", "category"):
        return True
    return flow.takes_numbers and tells_own_numbers(asking.text)


async def _say_step(situation: Situation, speech: Speech, thread: Thread, step: Step) -> Thread:
    asking = situation.asking
    thread = comforted(situation, speech, thread)
    if isinstance(step, Stop):
        say_all(speech, step.says)
        for effect in step.effects:
            speech.effect(effect)
        if step.person:
            await call_person(situation, speech, why=step.person)
        parked = replace(situation.draft, asked=None, read_back=None, touched_at=asking.now)
        return replace(thread.settled(), draft=parked.as_json())
    if isinstance(step, Do):
        draft = replace(situation.draft, read_back=made(situation, step.change))
        return await change(situation.with_draft(draft), speech, thread)
    if asking.photo and FLOWS[situation.draft.flow].takes_photos:
        speech.say("utter_case_photo_kept")
    if isinstance(step, Ask):
        asked = thread.asking(step.what)
        way_out = (wording.human(situation.draft.flow),) if asked.asked_times > PATIENCE or asking.upset else ()
        say_all(speech, step.before)
        say(speech, step.say, *way_out)
        return waiting(asking, asked, replace(situation.draft, asked=step.what, read_back=None))
    return _read_back(situation, speech, thread, step)


async def change(situation: Situation, speech: Speech, thread: Thread) -> Thread:
    """What was read back is done, or said anew where the facts have changed meanwhile."""
    result = await carry_out(situation, speech, thread)
    if result.step is None:
        return result.thread
    return await _say_step(result.situation, speech, result.thread, result.step)


def _read_back(situation: Situation, speech: Speech, thread: Thread, step: ReadBack) -> Thread:
    asking = situation.asking
    draft = replace(situation.draft, asked=CONFIRM, read_back=made(situation, step.change, step.more))
    buttons = [_button(step.yes, "affirm", draft), _button(step.no, "deny", draft)]
    if asking.upset:
        buttons.append(wording.human(draft.flow))
    say_all(speech, step.before)
    say(speech, step.say, *buttons)
    return waiting(asking, thread.asking(CONFIRM), draft)


def _button(title: str, intent: str, draft: Draft) -> Button:
    return Button(title=title, intent=intent, entities={"draft": draft.token})


def waiting(asking: Asking, thread: Thread, draft: Draft) -> Thread:
    """The thread with the draft in it; without a question there is nothing to wait for."""
    if thread.asked is None and draft.asked != CONFIRM:
        return replace(thread, draft=None)
    return replace(thread, flow=draft.flow, draft=replace(draft, touched_at=asking.now, aside=False).as_json())
