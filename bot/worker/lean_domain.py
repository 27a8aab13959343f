"""Reading a model's domain: Rasa parses the file four times, to see what it is, to validate it, and twice to read it.

It was written by Rasa itself at the end of a training that had validated it, and the archive's signature was checked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.utils.io import read_file, read_yaml

_FILE = "domain.yml"  # as DomainProvider writes it


def make_domains_lean() -> None:
    """Put the one reading into Rasa's class, for this process."""
    DomainProvider.load = classmethod(_loaded)


def domain_of(folder: Path) -> Domain:
    """As Domain.from_path of a model's folder. Raises what that raises where the folder holds anything else."""
    if [path.name for path in folder.iterdir()] != [_FILE]:
        return Domain.from_path(folder)
    return Domain.from_dict(Domain.merge_domain_dicts(read_yaml(read_file(folder / _FILE)), {}))


def _loaded(
    cls: type[DomainProvider],
    config: dict[str, Any],
    model_storage: ModelStorage,
    resource: Resource,
    execution_context: ExecutionContext,
    **_kwargs: Any,
) -> DomainProvider:
    with model_storage.read_from(resource) as folder:
        return cls(model_storage, resource, domain_of(folder))
