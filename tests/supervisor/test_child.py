"""What a child is told by its environment."""

from __future__ import annotations

import pytest

from bot.errors import ConfigurationError
from bot.supervisor.child import ChildContext


def test_a_context_survives_the_environment() -> None:
    context = ChildContext(
        role="worker", index=3, redis_url="unix:///r.sock", actions_url="http://127.0.0.1:1/webhook?token=t"
    )
    assert ChildContext.load(context.environment()) == context


def test_the_health_address_has_no_token() -> None:
    context = ChildContext(role="worker", actions_url="http://127.0.0.1:5055/webhook?token=secret")
    assert context.actions_health_url == "http://127.0.0.1:5055/health"


def test_a_process_that_nobody_started_is_told_so() -> None:
    with pytest.raises(ConfigurationError, match="xiaonuan serve"):
        ChildContext.load({})
