"""Which model answers: rows in order, decided on what was seen, refused where the archive is nobody's we know."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot.errors import ConfigurationError, Conflict, NotFound
from bot.records.database import Database
from bot.settings import Settings
from bot.training import promotions, registry
from bot.training.promoting import wanted
from bot.training.promotions import Decision


@pytest.fixture
def settings(settings_for: Callable[..., Settings], record_url: str) -> Settings:
    return settings_for(database_url=record_url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database.open(settings)
    yield opened
    opened.close()


def a_model(database: Database, settings: Settings, name: str, content: bytes = b"a model") -> str:
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    archive = settings.models_dir / f"{name}.tar.gz"
    archive.write_bytes(content)
    return registry.register(database, settings, archive).name


def answers(database: Database) -> str | None:
    model = database.read_now(registry.promoted)
    return model.name if model else None


def test_the_newest_is_promoted_by_default_and_a_second_time_changes_nothing(
    database: Database, settings: Settings
) -> None:
    a_model(database, settings, "one")
    two = a_model(database, settings, "two")
    assert promotions.promote(database)[1] is True
    assert answers(database) == two
    assert promotions.promote(database)[1] is False
    assert len(database.read_now(promotions.history)) == 1


def test_rollback_goes_to_the_one_before_and_again_to_and_fro(database: Database, settings: Settings) -> None:
    one, two = a_model(database, settings, "one"), a_model(database, settings, "two")
    promotions.promote(database, one)
    promotions.promote(database, two)
    assert promotions.rollback(database).name == one == answers(database)
    assert promotions.rollback(database).name == two == answers(database)
    assert [each.kind for each in database.read_now(promotions.history)] == [
        "rollback",
        "rollback",
        "promote",
        "promote",
    ]


def test_rollback_without_one_before_says_so(database: Database, settings: Settings) -> None:
    with pytest.raises(NotFound):
        promotions.rollback(database)
    promotions.promote(database, a_model(database, settings, "one"))
    with pytest.raises(NotFound, match="only one was ever promoted"):
        promotions.rollback(database)


def test_who_decided_on_what_has_changed_since_is_told_by_whom(database: Database, settings: Settings) -> None:
    one, two = a_model(database, settings, "one"), a_model(database, settings, "two")
    looked_at = 0
    promotions.promote(database, one, Decision(who="lin@shop", looked_at=looked_at))
    with pytest.raises(Conflict, match="lin@shop promoted one"):
        promotions.promote(database, two, Decision(who="chen@shop", looked_at=looked_at))
    assert answers(database) == one


def test_of_two_at_the_same_moment_one_wins_and_the_other_is_told(database: Database, settings: Settings) -> None:
    names = [a_model(database, settings, f"m{number}") for number in range(8)]
    outcomes: list[str] = []
    ready = threading.Barrier(len(names))

    def decide(name: str) -> None:
        ready.wait()
        try:
            promotions.promote(database, name, Decision(who=name, looked_at=0))
            outcomes.append("promoted")
        except Conflict:
            outcomes.append("told")

    threads = [threading.Thread(target=decide, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["promoted"] + ["told"] * (len(names) - 1)
    assert len(database.read_now(promotions.history)) == 1


def test_what_was_forced_is_kept_with_its_reason(database: Database, settings: Settings) -> None:
    name = a_model(database, settings, "one")
    promotions.promote(database, name, Decision(who="lin", reason="双十一", broken=("accuracy is 0.5",)))
    [row] = database.read_now(promotions.history)
    assert (row.who, row.reason, row.broken) == ("lin", "双十一", ("accuracy is 0.5",))


def test_the_reason_of_who_promotes_what_answers_already_is_kept_too(database: Database, settings: Settings) -> None:
    one, two = a_model(database, settings, "one"), a_model(database, settings, "two")
    promotions.promote(database, one, Decision(who="lin"))
    promotions.promote(database, two, Decision(who="lin", reason="双十一", looked_at=1))
    late = Decision(who="chen", reason="新品", broken=("mood is 0.5",), looked_at=1)
    assert promotions.promote(database, two, late)[1] is False  # both looked at the first promotion
    promotions.rollback(database, two)  # nobody said why
    rows = database.read_now(promotions.history)
    assert [(row.who, row.reason, row.broken) for row in rows] == [
        ("chen", "新品", ("mood is 0.5",)), ("lin", "双十一", ()), ("lin", "", ()),
    ]  # fmt: skip
    assert answers(database) == two and promotions.rollback(database).name == one


def test_a_name_may_be_begun_and_a_misspelt_one_gets_the_nearest(database: Database, settings: Settings) -> None:
    name = a_model(database, settings, "20261127-101010-green-door")
    assert database.read_now(registry.find, "20261127").name == name
    with pytest.raises(NotFound, match="did you mean 20261127-101010-green-door"):
        database.read_now(registry.find, "20261127-101010-gren-door")
    a_model(database, settings, "20261127-111111-red-door")
    with pytest.raises(NotFound, match="beginning of several"):
        database.read_now(registry.find, "20261127")


def test_a_changed_archive_and_one_of_another_instance_are_refused(
    database: Database, settings: Settings, tmp_path
) -> None:
    model = database.read_now(registry.find, a_model(database, settings, "one"))
    registry.verified_archive(settings, model)
    elsewhere = replace(settings, data_dir=tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / model.name).write_bytes(b"a model")
    with pytest.raises(ConfigurationError, match="not signed by this instance"):
        registry.verified_archive(elsewhere, model)
    (settings.models_dir / model.name).write_bytes(b"another model")
    with pytest.raises(ConfigurationError, match="changed"):
        registry.verified_archive(settings, model)


def test_an_archive_that_was_only_copied_here_is_named_and_refused(database: Database, settings: Settings) -> None:
    a_model(database, settings, "one")
    (settings.models_dir / "foreign.tar.gz").write_bytes(b"from elsewhere")
    for name in ("foreign.tar.gz", "foreign", "fore"):
        with pytest.raises(ConfigurationError, match="was not trained by this instance"):
            wanted(database, settings, name)
    assert wanted(database, settings, "on").name == "one.tar.gz"
    assert [path.name for path in registry.strangers(settings, database.read_now(registry.listed))] == [
        "foreign.tar.gz"
    ]
