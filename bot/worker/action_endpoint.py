"""The hop to the action server: bounded in time, and loud when it fails.

Rasa logs and swallows whatever an action call raises, and says nothing to the shopper; ActionFailed passes through it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import orjson
import rasa
from jsonschema import Draft7Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

ACTION_TIMEOUT_S = 3.0


class ActionFailed(BaseException):
    """An action did not do its work. A BaseException on purpose: Rasa catches every Exception around an action."""


class ActionServer(EndpointConfig):
    """Rasa's endpoint for custom actions, with one connection pool, orjson, and a deadline of 3 s for each action."""

    def __init__(self, url: str) -> None:
        super().__init__(url=url, enable_selective_domain=True)
        self._session: aiohttp.ClientSession | None = None

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Rasa's call: POST the tracker, get {"events", "responses"}. Raises ActionFailed, whatever went wrong."""
        document = kwargs.get("json") or {}
        name = document.get("next_action")
        try:
            async with self._pool().post(
                self.url,
                data=orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS),
                headers={"Content-Type": "application/json"},
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise ActionFailed(f"{name}: {type(error).__name__}") from error
        if response.status >= 400:
            raise ActionFailed(f"{name}: the action server said {response.status}")
        return _checked(name, body)

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=ACTION_TIMEOUT_S),
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=20),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


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

    Its check of the answer builds the schema anew every time (25 ms); ActionServer has checked it already. And it sends
    all events that the tracker holds; here a call carries those of this turn, beside all slots.
    """
    RemoteAction._validate_action_result = lambda _self, _result: True
    RemoteAction._action_call_format = _call


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
        if isinstance(events[place], UserUttered):
            return events[place:]
    return events
