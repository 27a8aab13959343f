"""Whatever is about an order that was placed, to the talk that serves it: complaints to theirs, all else to order_talk.py."""

from __future__ import annotations

from actions.asking import Asking
from actions.complaint import COMPLAINTS, complain
from actions.composition import Ports
from actions.order_talk import ORDER_WISHES as TOLD
from actions.order_talk import serve as tell
from actions.speech import Speech
from actions.thread import Thread

ORDER_WISHES = TOLD | COMPLAINTS


async def serve(asking: Asking, speech: Speech, ports: Ports, flow: str) -> Thread:
    """Take the wish `flow` as far as this message allows; give the thread as it stands then."""
    if flow in COMPLAINTS:
        return await complain(asking, speech, ports, flow)
    return await tell(asking, speech, ports, flow)
