"""Settings: every value is checked at start, and a wrong one is named with what it must be."""

import pytest

from bot.errors import ConfigurationError
from bot.settings import SPECS, Settings, describe


def test_the_defaults_are_the_ones_that_callers_rely_on() -> None:
    settings = Settings.load({})
    assert (settings.host, settings.port, settings.timezone.key) == ("127.0.0.1", 8080, "Asia/Shanghai")
    assert settings.database_url == f"sqlite:///{settings.data_dir / 'records.db'}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BOT_PORT", "x", "whole number"),
        ("BOT_PORT", "0", "between"),
        ("BOT_PORT", "65536", "between"),
        ("BOT_TURN_DEADLINE_S", "soon", "must be a number"),
        ("BOT_TIMEZONE", "Mars/Olympus", "time zone"),
        ("BOT_TIMEZONE", "../../etc/passwd", "time zone"),
        ("BOT_TEST_CLOCK", "maybe", "1 or 0"),
        ("BOT_ORIGINS", "shop.example", "origin"),
        ("BOT_ORIGINS", "https://shop.example/path", "origin"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(name: str, value: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refused:
        Settings.load({name: value})
    assert name in refused.value.message


def test_secrets_are_not_shown() -> None:
    environment = {spec.variable: "hunter2-secret" for spec in SPECS if spec.secret}
    shown = str(describe(Settings.load(environment), environment))
    assert "hunter2" not in shown


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(settings_for) -> None:  # type: ignore[no-untyped-def]
    settings = settings_for()
    first = settings.secret("identity")
    assert len(first) >= 43
    assert settings.secret("identity") == first
    assert (settings.secrets_dir / "identity").stat().st_mode & 0o077 == 0
