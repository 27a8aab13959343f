from __future__ import annotations

from pathlib import Path

import pytest

from bot.worker.engine import Engine  # noqa: F401  # brings Rasa in without TensorFlow

from rasa.shared.core.domain import Domain  # isort: skip
from rasa.shared.utils import io as shared_io  # isort: skip

from bot.worker.lean_domain import domain_of  # isort: skip

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As a model holds it."""
    Domain.load(str(_ROOT / "domain.yml")).persist(tmp_path / "domain.yml")
    return tmp_path


def test_it_is_the_domain_that_rasa_reads(folder: Path) -> None:
    ours, rasas = domain_of(folder), Domain.from_path(folder)
    assert ours.as_dict() == rasas.as_dict()
    assert ours.fingerprint() == rasas.fingerprint()
    assert [(type(slot), slot.fingerprint()) for slot in ours.slots] == [
        (type(slot), slot.fingerprint()) for slot in rasas.slots
    ]
    assert ours.action_names_or_texts == rasas.action_names_or_texts


def test_the_file_is_parsed_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = shared_io.yaml.YAML.load
    monkeypatch.setattr(shared_io.yaml.YAML, "load", lambda self, text: parsed.append(text) or real(self, text))
    domain_of(folder)
    assert len(parsed) == 1


def test_a_folder_with_more_in_it_is_left_to_rasa(folder: Path) -> None:
    (folder / "more.yml").write_text("version: '3.1'\nintents: [one_more]\n")
    assert "one_more" in domain_of(folder).intents
