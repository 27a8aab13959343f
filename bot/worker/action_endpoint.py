"""The hop to the action server: bounded in time, and loud when it fails.

Rasa logs and swallows whatever an action call raises, and says nothing to the shopper; ActionFailed passes through it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import rasa
from jsonschema import Draft7Validator, ValidationError
from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import Action, ActionListen, RemoteAction
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

from bot.worker.action_hop import ActionHop

ACTION_TIMEOUT_S = 3.0


class ActionFailed(BaseException):
    """An action did not do its work. A BaseException on purpose: Rasa catches every Exception around an action."""


class ActionServer(EndpointConfig):
    """Rasa's endpoint for custom actions, with kept connections, orjson, and a deadline of 3 s for each action."""

    def __init__(self, url: str) -> None:
        super().__init__(url=url, enable_selective_domain=True)
        self._hop = ActionHop(url)

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Rasa's call: POST the tracker, get {"events", "responses"}. Raises ActionFailed, whatever went wrong."""
        document = kwargs.get("json") or {}
        name = document.get("next_action")
        try:
            answer = await self._hop.post(orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS), ACTION_TIMEOUT_S)
        except (asyncio.TimeoutError, OSError) as error:
            raise ActionFailed(f"{name}: {type(error).__name__}") from error
        if answer.status >= 400:
            raise ActionFailed(f"{name}: the action server said {answer.status}")
        return _checked(name, answer.body)

    async def close(self) -> None:
        await self._hop.close()


_VALIDATOR = Draft7Validator(RemoteAction.action_response_format_spec())


def _checked(name: str | None, body: bytes) -> Any:
    try:
        document = orjson.loads(body)
        if not _plain(document):
            _VALIDATOR.validate(document)
    except (orjson.JSONDecodeError, ValidationError) as error:
        raise ActionFailed(f"{name}: the action server's answer is not a list of events and responses") from error
    return document


def _plain(document: Any) -> bool:
    """Responses and slots in Rasa's format, which is all that most answers hold; the schema's validator walks for long."""
    if not isinstance(document, dict) or document.keys() != {"events", "responses"}:
        return False
    events, responses = document["events"], document["responses"]
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(isinstance(event, dict) and _sets_a_slot(event) for event in events)
    )


def _sets_a_slot(event: dict[str, Any]) -> bool:
    stamp = event.get("timestamp")
    return (
        event.get("event") == "slot"
        and isinstance(event.get("name"), str)
        and "value" in event
        and (stamp is None or type(stamp) in (int, float))
        and event.keys() <= {"event", "name", "value", "timestamp"}
    )


def make_calls_lean() -> None:
    """What Rasa does on each call that an action of ours has no use for.

    Its check of the answer builds the schema anew every time (25 ms); ActionServer has checked it already. It sends all
    events that the tracker holds; here a call carries those of this turn, beside all slots. And to find one action it builds
    a dozen of its own.
    """
    RemoteAction._validate_action_result = lambda _self, _result: True
    RemoteAction._action_call_format = _call
    rasa_actions.action_for_name_or_text = action_of


_rasas_action_of = rasa_actions.action_for_name_or_text


def action_of(name: str, domain: Domain, endpoint: EndpointConfig | None) -> Action:
    """As Rasa's: a custom action and the one that waits at once, every other one by its own way."""
    if name not in domain.user_actions_and_forms:
        return ActionListen() if name == ACTION_LISTEN_NAME else _rasas_action_of(name, domain, endpoint)
    special = name.startswith(UTTER_PREFIX) or name in domain.form_names or name in domain.action_texts
    return _rasas_action_of(name, domain, endpoint) if special else RemoteAction(name, endpoint)


def _call(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    state = tracker.current_state(EventVerbosity.NONE)
    state["events"] = [event.as_dict() for event in _of_this_turn(tracker)]
    call = {"next_action": action.name(), "sender_id": tracker.sender_id, "tracker": state, "version": rasa.__version__}
    if domain.does_custom_action_explicitly_need_domain(action.name()):
        call["domain"] = domain.as_dict()
    return call


def _of_this_turn(tracker: DialogueStateTracker) -> list[Event]:
    events = list(tracker.events)
    for place in range(len(events) - 1, -1, -1):
        if type(events[place]) is UserUttered:
            return events[place:]
    return events
