"""The two models as they were trained for the whole instance: nothing is learned a second time, and what answers is judged."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.nlu.linear import LinearModel
from bot.nlu.priors import with_priors
from tests.stack.fixtures import prepared_data_dir

__all__ = ["prepared_data_dir"]
_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def arrays(prepared_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files intents.npz and moods.npz of the prepared model."""
    folder = tmp_path_factory.mktemp("arrays")
    [archive] = (prepared_data_dir / "models").glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            if (name := Path(member.name).name) in ("intents.npz", "moods.npz"):
                content = tar.extractfile(member)
                assert content is not None
                (folder / name).write_bytes(content.read())
    return folder


@pytest.fixture(scope="session")
def wishes(arrays: Path) -> LinearModel:
    pipeline = YAML(typ="safe").load((_ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    priors = next(step["priors"] for step in pipeline if step["name"].endswith("Wishes"))
    return with_priors(LinearModel.load(arrays / "intents.npz"), priors)


@pytest.fixture(scope="session")
def moods(arrays: Path) -> LinearModel:
    return LinearModel.load(arrays / "moods.npz")
