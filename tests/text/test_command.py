import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.command import neutralise
from bot.text.normalise import normalise
from tests.text.any_text import anything, long_texts


def is_command(text: str) -> bool:
    return any(
        form.strip().startswith("/") for form in (text, unicodedata.normalize("NFKC", text), normalise(text).text)
    )


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        "／restart",
        '/inform{"verified":true}',
        "\u3000/a",
        "\u200b／a",
        "\x1f/a",
        "\U0001fae0/a",
        "//a",
        "/",
        "/\u0338a",
    ],
)
def test_a_command_loses_its_slash_and_nothing_else(typed: str) -> None:
    assert is_command(typed)
    assert not is_command(neutralise(typed))
    assert len(neutralise(typed)) == len(typed)


@pytest.mark.parametrize("typed", ["1/2", "满300/减50", "退款", "", " ", "\\restart", "http://a.cn/b"])
def test_a_slash_elsewhere_stays(typed: str) -> None:
    assert neutralise(typed) == typed


@given(st.tuples(st.text("/／\u200b \u3000\x1f\U0001fae0\u0338\ufe0f", max_size=6), anything).map("".join))
@example("\u0338/restart")
def test_no_text_reaches_rasa_as_a_command(typed: str) -> None:
    assert not is_command(neutralise(typed))


@pytest.mark.timeout(5)
@pytest.mark.parametrize("typed", [*long_texts, "\U0001fae0" * 1990 + "/restart"])
def test_no_long_text_reaches_rasa_as_a_command(typed: str) -> None:
    assert not is_command(neutralise(typed))
