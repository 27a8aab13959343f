from __future__ import annotations

from pathlib import Path

import pytest

from bot.worker.engine import Engine  # noqa: F401  # brings Rasa in without TensorFlow

from rasa.core.actions import action as rasas  # isort: skip
from rasa.shared.core.domain import Domain  # isort: skip
from rasa.shared.exceptions import RasaException  # isort: skip

from bot.worker.action_endpoint import ActionServer, _rasas_action_of, action_of  # isort: skip

_ROOT = Path(__file__).resolve().parents[2]
_FORM = {"lost_form": {"required_slots": []}}
_ENDPOINT = ActionServer("http://127.0.0.1:1/webhook")


@pytest.fixture(scope="module")
def domain() -> Domain:
    ours = Domain.load(str(_ROOT / "domain.yml"))
    return ours.merge(Domain.from_dict({"forms": _FORM, "actions": ["action_back", "lost_form"]}))


def test_every_action_is_found_as_rasa_finds_it(domain: Domain) -> None:
    assert rasas.action_for_name_or_text is action_of
    for name in domain.action_names_or_texts:
        found, rasas_own = action_of(name, domain, _ENDPOINT), _rasas_action_of(name, domain, _ENDPOINT)
        assert (type(found), found.name()) == (type(rasas_own), rasas_own.name())
        assert getattr(found, "action_endpoint", None) is getattr(rasas_own, "action_endpoint", None)


def test_an_action_that_the_domain_does_not_have_is_refused(domain: Domain) -> None:
    with pytest.raises(RasaException):
        action_of("action_unheard_of", domain, _ENDPOINT)
