"""Whether it helps is measured in docs/nlu.md; here, that it does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.fitting import fit
from bot.nlu.unlabelled import read_unlabelled, with_sure_guesses

_TEXTS = [f"{word}发票{end}" for word in ("开", "要", "补") for end in ("", "吧", "呢", "谢谢")]
_TEXTS += [f"{word}快递{end}" for word in ("查", "看", "催") for end in ("", "吧", "呢", "谢谢")]
_LABELS = ["request_invoice"] * 12 + ["track_order"] * 12


def test_a_word_that_only_the_shops_chats_have_is_learned_from_its_company() -> None:
    chats = [f"开发票水单{end}" for end in ("", "哈", "呀", "啊", "哦")]
    grown, labels = with_sure_guesses(_TEXTS, _LABELS, chats)
    assert labels[len(_LABELS) :] == ["request_invoice"] * len(chats)
    model = fit(grown, labels)
    assert model.names[int(model.probabilities("水单").argmax())] == "request_invoice"
    assert "水单" in model.place_of and "水单" not in fit(_TEXTS, _LABELS).place_of


def test_what_the_first_model_is_not_sure_of_and_what_it_knows_are_left_out() -> None:
    assert with_sure_guesses(_TEXTS, _LABELS, ["嗯嗯", "开发票"]) == (_TEXTS, _LABELS)


def test_the_file_is_read_once_per_message_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "chats.txt"
    path.write_bytes("开發票\n开发票\n\n到哪了\n".encode())
    assert read_unlabelled(path) == ["开发票", "到哪了"]
    path.write_bytes(b"ok\n\xff\n")
    with pytest.raises(ValueError, match=r"chats\.txt:2: not UTF-8"):
        read_unlabelled(path)
