"""Reading CSV and YAML with line numbers, and gathering what is wrong with them. Knows nothing of the shop."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.errors import ConfigurationError

T = TypeVar("T")
_SHOWN = 20


@dataclass(slots=True)
class Faults:
    """What is wrong, as "file:line: reason"; `raise_if_any` says it all at once."""

    found: list[str] = field(default_factory=list)

    def add(self, path: Path, line: int, reason: str) -> None:
        self.found.append(f"{path.name}:{line}: {reason}")

    def tried(self, path: Path, line: int, make: Callable[[], T]) -> T | None:
        """What `make` returns, or None after noting the ValueError or KeyError that it raised."""
        try:
            return make()
        except KeyError as error:
            self.add(path, line, f"{error.args[0]} is missing")
        except ValueError as error:
            self.add(path, line, str(error))
        return None

    def raise_if_any(self) -> None:
        if self.found:
            more = len(self.found) - _SHOWN
            lines = self.found[:_SHOWN] + ([f"… and {more} more"] if more > 0 else [])
            raise ConfigurationError("the shop's files have faults:\n" + "\n".join(lines))


class Located(dict[str, Any]):
    """A YAML mapping that knows the line at which it begins."""

    line: int = 0


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    pass


def _located(loader: Any, node: yaml.MappingNode) -> Located:
    loader.flatten_mapping(node)
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.constructor.ConstructorError(
            None, None, f"{', '.join(sorted(twice))} is given twice", node.start_mark
        )
    values = [loader.construct_object(value, deep=True) for _, value in node.value]
    mapping = Located(zip((str(key) for key in keys), values, strict=True))
    mapping.line = node.start_mark.line + 1
    return mapping


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _located)


def read_yaml(path: Path) -> Any:
    """The document of a YAML file, its mappings `Located`. Raises ConfigurationError with file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise ConfigurationError(f"{where}: {getattr(error, 'problem', None) or error}") from error


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with its line; cells are stripped. Raises ConfigurationError when a column is missing or a row is uneven."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise ConfigurationError(f"{path.name}:1: columns are missing: {', '.join(missing)}")
            for row in reader:
                if None in row or None in row.values():
                    raise ConfigurationError(f"{path.name}:{reader.line_num}: the row has too many or too few cells")
                yield reader.line_num, {name: cell.strip() for name, cell in row.items()}
    except OSError as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error.strerror}") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name}: {error}") from error
