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
        ("BOT_REDIS_URL", "localhost:6379", "redis://"),
        ("BOT_REDIS_URL", "http://localhost:6379", "redis://"),
        ("BOT_DATABASE_URL", "records.db", "postgresql://"),
        ("BOT_DATABASE_URL", "mysql://root@localhost/x", "postgresql://"),
        ("BOT_SHOP_URL", "postgres", "postgresql://"),
        ("BOT_NOTIFY_URL", "shop.example/messages", "https://"),
        ("BOT_TRUSTED_PROXIES", "127.0.0.1,nginx", "'nginx'"),
        ("BOT_LOG_LEVEL", "loud", "WARNING"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(name: str, value: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refused:
        Settings.load({name: value})
    assert name in refused.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_REDIS_URL", "rediss://:word@redis.example:6380/2"),
        ("BOT_REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("BOT_DATABASE_URL", "postgresql+psycopg2://bot:word@/bot?host=/run/postgresql"),
        ("BOT_SHOP_URL", "sqlite:////srv/shop.db"),
        ("BOT_NOTIFY_URL", "http://127.0.0.1:9000/"),
        ("BOT_LOG_LEVEL", "WARNING"),
    ],
)
def test_what_its_library_understands_is_taken_as_it_is(name: str, value: str) -> None:
    assert getattr(Settings.load({name: value}), name.removeprefix("BOT_").lower()) == value


SECRET_URLS = {
    "BOT_DATABASE_URL": "postgresql",
    "BOT_SHOP_URL": "sqlite",
    "BOT_REDIS_URL": "redis",
    "BOT_NOTIFY_URL": "https",
}


def test_secrets_are_not_shown() -> None:
    secret = {spec.variable for spec in SPECS if spec.secret}
    environment = {name: "hunter2-secret" for name in secret}
    environment |= {name: f"{scheme}://hunter2-secret" for name, scheme in SECRET_URLS.items()}
    shown = str(describe(Settings.load(environment), environment))
    assert "hunter2" not in shown


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(settings_for) -> None:  # type: ignore[no-untyped-def]
    settings = settings_for()
    first = settings.secret("identity")
    assert len(first) >= 43
    assert settings.secret("identity") == first
    assert (settings.secrets_dir / "identity").stat().st_mode & 0o077 == 0


def test_a_wrong_secret_is_not_shown_either() -> None:
    for name in SECRET_URLS:
        with pytest.raises(ConfigurationError) as refused:
            Settings.load({name: "hunter2-secret"})
        assert "hunter2" not in refused.value.message
