"""The wishes that change something in an order: one action for all of them, the flow says what is asked and done."""

from __future__ import annotations

from actions.asking import Asking
from actions.base import ThreadAction
from actions.flow_talk import begin
from actions.speech import Speech
from actions.thread import Thread


class ServeFlow(ThreadAction):
    """Registered in flows.py under the intent's name."""

    action_name = "action_serve_flow"
    takes_up = False
    keeps_matter = True

    async def answer(self, asking: Asking, speech: Speech) -> Thread:
        return await begin(asking, speech, self.ports, asking.intent)
