from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from bot.nlu.vocabulary import PackedVocabulary, find, packed, unpacked

# In memory "no" and "潮" are the same bytes, and so are " n" and "渠": Python gives both of a pair one hash.
_RUNS = [" n", "no", "ck", "正", "渠", "潮", "退 <parcel>", "wish:greet", "🙂", "^你"]


@pytest.fixture
def vocabulary() -> PackedVocabulary:
    return PackedVocabulary(packed(_RUNS))


def test_each_run_has_its_place_and_no_other_run_has_one(vocabulary: PackedVocabulary) -> None:
    assert vocabulary.find([*_RUNS, "没有", ""]) == [*range(len(_RUNS)), -1, -1]
    assert vocabulary["潮"] == 5 and vocabulary.get("没有") is None


def test_it_is_a_mapping_in_the_order_of_the_places(vocabulary: PackedVocabulary) -> None:
    assert dict(vocabulary) == unpacked(vocabulary) == {run: place for place, run in enumerate(_RUNS)}
    assert len(vocabulary) == len(_RUNS) and "渠" in vocabulary and "道" not in vocabulary


def test_one_that_is_long_is_read_in_pieces() -> None:
    runs = [f"{number:06} 退货" for number in range(30_000)]
    vocabulary = PackedVocabulary(packed(runs))
    assert list(vocabulary) == runs
    assert find(vocabulary, runs) == list(range(len(runs)))


def test_one_without_runs_knows_nothing() -> None:
    assert PackedVocabulary(b"").find(["好"]) == [-1] and len(PackedVocabulary(b"")) == 0


def test_another_process_which_hashes_otherwise_finds_the_same(vocabulary: PackedVocabulary) -> None:
    code = f"import pickle; print(pickle.loads({pickle.dumps(vocabulary)!r}).find({_RUNS!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == str(list(range(len(_RUNS)))), done.stderr
