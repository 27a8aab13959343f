"""Brings Rasa into our own processes without TensorFlow.

Rasa imports TensorFlow in eight modules even when no TensorFlow component is configured, which costs about 500 MB and
three seconds per process; its chat channels bring ten client libraries more, and spaCy a command line.
`import_rasa_without_tensorflow()` puts stand-ins in the place of just these modules, in this process only; a plain
`rasa train` keeps the real ones, and so do our own processes where `BOT_TENSORFLOW` is set.

It must hold no knowledge of our pipeline and must not import rasa at module level.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from bot.settings import Settings

# module of rasa -> the names that other modules of rasa import from it
_STAND_INS: dict[str, tuple[str, ...]] = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": (
        "RasaDataGenerator",
        "RasaBatchDataGenerator",
        "IncreasingBatchSizeDataGenerator",
    ),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
    "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
    # These two need no TensorFlow, but pull in skops, which has open holes (docs/adr on the lock).
    "rasa.nlu.classifiers.logistic_regression_classifier": ("LogisticRegressionClassifier",),
    "rasa.nlu.classifiers.sklearn_intent_classifier": ("SklearnIntentClassifier",),
    # Channels that we do not speak: they bring ten client libraries and a second of start-up.
    "rasa.core.channels.socketio": ("SocketIOInput",),
    "rasa.core.channels.botframework": ("BotFrameworkInput",),
    "rasa.core.channels.callback": ("CallbackInput",),
    "rasa.core.channels.console": ("CmdlineInput",),
    "rasa.core.channels.facebook": ("FacebookInput",),
    "rasa.core.channels.mattermost": ("MattermostInput",),
    "rasa.core.channels.rasa_chat": ("RasaChatInput",),
    "rasa.core.channels.rocketchat": ("RocketChatInput",),
    "rasa.core.channels.slack": ("SlackInput",),
    "rasa.core.channels.telegram": ("TelegramInput",),
    "rasa.core.channels.twilio": ("TwilioInput",),
    "rasa.core.channels.twilio_voice": ("TwilioVoiceInput",),
    "rasa.core.channels.webexteams": ("WebexTeamsInput",),
    "rasa.core.channels.hangouts": ("HangoutsInput",),
    "rasa.utils.plotting": (),
    # Feature arrays for TensorFlow policies; the module itself brings scikit-learn, which only training needs.
    "rasa.utils.tensorflow.model_data": (
        "RasaModelData",
        "Data",
        "FeatureArray",
        "FeatureSignature",
        "ragged_array_to_ndarray",
    ),
    # Clients of tracker stores that we do not use.
    "boto3": (),
    "boto3.dynamodb": (),
    "boto3.dynamodb.conditions": ("Key",),
    "pymongo": (),
    "pymongo.collection": ("Collection",),
    "pymongo.errors": ("ConnectionFailure", "OperationFailure"),
    # What spaCy's import brings besides the matching of words: its command line with clients to download models, and the
    # file format of TensorFlow's weights (25 MB).
    "spacy.cli": (),
    "spacy.cli.info": ("info",),
    "h5py": (),
}
_PACKAGES = frozenset({"boto3", "boto3.dynamodb", "pymongo", "spacy.cli", "h5py"})


class _StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and builds the stand-in modules; everything else is left to the usual finders."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in _STAND_INS:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=fullname in _PACKAGES)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        for name in _STAND_INS[module.__name__]:
            setattr(module, name, _stand_in_class(name, module.__name__))


def _stand_in_class(name: str, module_name: str) -> type:
    def refuse(*_args: object, **_kwargs: object) -> None:
        way = (
            ""
            if name in _OPEN_TO_SKOPS
            else "Set BOT_TENSORFLOW=1 for every process (docs/nlu.md says what that costs), or "
        )
        raise RuntimeError(
            f"{name} is not available in this process, which runs a lean Rasa without TensorFlow. "
            f"{way}take it out of config.yml, or use Rasa's own command line (`rasa train`, `rasa run`)."
        )

    body: dict[str, object] = {
        "__module__": module_name,
        "__init__": refuse,
        "create": classmethod(refuse),
        "load": classmethod(refuse),
        "name": classmethod(lambda _cls: name),
        "__doc__": f"Stand-in for Rasa's {name}: refuses to be built.",
    }
    # An exception, since some of them stand in `except` clauses.
    return type(name, (Exception,), body)


def import_rasa_without_tensorflow() -> None:
    """Imports rasa so that no module of TensorFlow, Keras or skops is loaded. Calling it again changes nothing.

    Call it before anything of rasa is imported. If TensorFlow is in the process already there is nothing to save, and
    the real modules stay, as they do where the instance asks for it (`BOT_TENSORFLOW`, for a profile of docs/nlu.md).
    Telemetry is turned off, since it would phone home from a shop's server.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    if Settings.load().tensorflow:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its notes on the machine are no news for a shop
    elif "tensorflow" not in sys.modules and not is_installed():
        sys.meta_path.insert(0, _StandInFinder())
    importlib.import_module("rasa")


def is_installed() -> bool:
    """True once the stand-ins are in force in this process."""
    return any(isinstance(finder, _StandInFinder) for finder in sys.meta_path)


_OPEN_TO_SKOPS = frozenset(
    {"LogisticRegressionClassifier", "SklearnIntentClassifier"}
)  # TensorFlow is not what they miss


def needs_tensorflow(refusal: str) -> str | None:
    """What to do where Rasa refused a configuration or a model because of a stand-in that `refusal` names; None for others."""
    modules = {
        module: names for module, names in _STAND_INS.items() if module.startswith(("rasa.nlu.", "rasa.core.policies."))
    }
    name = next(
        (name for names in modules.values() for name in names if name in refusal and name not in _OPEN_TO_SKOPS), None
    )
    if name is None or not is_installed():
        return None
    return f"{name} needs TensorFlow: set BOT_TENSORFLOW=1 for every command and process (docs/nlu.md says what that costs)"
