"""Each case runs in a process of its own: what is imported cannot be taken back."""

from __future__ import annotations

import subprocess
import sys

_IN_LEAN_RASA = """
from bot.nlu.engine_imports import import_rasa_without_tensorflow
import_rasa_without_tensorflow()
import sys
"""


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=120)


def test_a_worker_imports_the_processor_and_the_trainer_without_tensorflow() -> None:
    done = _run(
        _IN_LEAN_RASA
        + """
import rasa.core.processor, rasa.model_training
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.policies.memoization import MemoizationPolicy
heavy = {"tensorflow", "keras", "skops", "torch", "matplotlib"} & {m.split(".")[0] for m in sys.modules}
print(sorted(heavy))
"""
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_worker_finds_terms_by_spacy_without_its_command_line_and_the_files_of_tensorflow() -> None:
    done = _run(
        _IN_LEAN_RASA
        + """
from bot.nlu.gazetteer import gazetteer
print([term.value for term in gazetteer().find("顺丰到浙江省")])
print([name for name in ("weasel", "typer", "httpx", "h5py.h5") if name in sys.modules])
"""
    )
    assert done.stdout.splitlines() == ["['顺丰速运', '浙江']", "[]"], done.stdout + done.stderr


def test_a_component_that_needs_tensorflow_refuses_and_says_what_to_do() -> None:
    done = _run(
        _IN_LEAN_RASA
        + """
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
try:
    DIETClassifier.create({}, None, None, None)
except RuntimeError as refusal:
    print(refusal)
"""
    )
    assert "DIETClassifier" in done.stdout and "rasa train" in done.stdout, done.stderr


def test_a_refusal_names_the_part_that_needs_tensorflow_and_no_other() -> None:
    done = _run(
        _IN_LEAN_RASA
        + """
from bot.nlu.engine_imports import needs_tensorflow
print(needs_tensorflow("Can't load class for name 'DIETClassifier'."), needs_tensorflow("no key 'pymongo' or 'Key'"))
"""
    )
    assert done.stdout.startswith("DIETClassifier needs TensorFlow: set BOT_TENSORFLOW=1"), done.stderr
    assert done.stdout.strip().endswith("None")


def test_importing_the_package_brings_in_neither_rasa_nor_tensorflow() -> None:
    done = _run(
        "import sys, bot.nlu, bot.nlu.engine_imports\n"
        "print([m for m in ('rasa', 'tensorflow', 'sklearn') if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr
