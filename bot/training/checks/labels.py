"""What is wrong with examples and their labels: the same text twice, leaks from the tests, too few, cut words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from bot.nlu.intents import INTENTS, TOPIC_OF
from bot.nlu.words import word_cutter
from bot.training.annotations import annotated_names, annotated_spans, unclosed
from bot.training.checks.domain import Domain
from bot.training.checks.finding import Finding, fault, notice
from bot.training.checks.names import like
from bot.training.examples import Example, sameness_key, topic_file
from bot.training.heldout import SHORTEST_LEAK, test_texts
from bot.training.likeness_to_real import distances
from bot.training.near_duplicates import alike
from bot.training.source import SourceFault

_ENOUGH_EXAMPLES = 60
_LONGEST = 500


def two_labels(examples: Sequence[Example]) -> Iterator[Finding]:
    """One sentence under two labels, or twice under one."""
    first: dict[str, Example] = {}
    for example in examples:
        other = first.setdefault(sameness_key(example.text), example)
        where = f"{other.path.name}:{other.line}"
        if other.intent != example.intent:
            problem = f"“{example.text}” is `{example.intent}` here and `{other.intent}` at {where}"
            yield fault("two_labels", example.path, example.line, problem, "keep the label that docs/intents.md gives")
        elif other is not example:
            exact = other.raw == example.raw
            advice = "`data check --fix` deletes it" if exact else "delete one of the two"
            problem = f"“{example.text}” stands at {where} already"
            yield notice("duplicate", example.path, example.line, problem, advice, fixable=exact)


def near_duplicates(examples: Sequence[Example]) -> Iterator[Finding]:
    """Sentences that are nearly the same: within a label little is learned, across labels one of them may be wrong."""
    for earlier, later, value in alike([example.text for example in examples]):
        one, two = examples[earlier], examples[later]
        if sameness_key(one.text) == sameness_key(two.text):
            continue
        problem = f"“{two.text}” is {value:.0%} the same as {one.path.name}:{one.line} “{one.text}”"
        if one.intent != two.intent:
            problem += f", which is `{one.intent}`"
        advice = (
            "write one of them differently" if one.intent == two.intent else "check that the two labels differ rightly"
        )
        yield notice("near_duplicate", two.path, two.line, problem, advice)


def leaks(root: Path, examples: Sequence[Example]) -> Iterator[Finding]:
    """Held-out sentences that training would see."""
    known = {sameness_key(example.text): example for example in examples}
    try:
        tests = list(test_texts(root))
    except SourceFault as error:
        yield fault("unreadable_test", error.path, error.line, error.problem, error.advice)
        return
    for path, line, text in tests:
        key = sameness_key(text)
        if len(key) > SHORTEST_LEAK and key in known:
            problem = f"“{text}” is a training example too ({known[key].path.name}:{known[key].line})"
            yield fault("leak", path, line, problem, "take it out of the training data: the test must be unseen")


def too_few(root: Path, examples: Sequence[Example], unread: Collection[Path] = ()) -> Iterator[Finding]:
    """Wishes with too little to learn from; one example alone teaches a model that sentence only. Nothing is said of those
    whose file could not be read: it would hide why."""
    counts = Counter(example.intent.split("/")[0] for example in examples)
    for name in INTENTS:
        if counts[name] < _ENOUGH_EXAMPLES:
            path = topic_file(root, TOPIC_OF[name])
            if path in unread:
                continue
            kind = "one_example" if counts[name] == 1 else "too_few"
            line = next((each.line for each in examples if each.intent.split("/")[0] == name), 0)
            problem = f"`{name}` has {counts[name] or 'no'} example{'' if counts[name] == 1 else 's'}"
            advice = f"write at least {_ENOUGH_EXAMPLES}, as different as shoppers are"
            yield fault(kind, path, line, problem, advice)


def annotated(examples: Sequence[Example], domain: Domain | None) -> Iterator[Finding]:
    """Entity brackets that are left open, cut a word, or name what the domain does not know."""
    for example in examples:
        if "[" not in example.raw and "]" not in example.raw:
            continue
        if piece := unclosed(example.raw):
            advice = "write [words](entity), or take the bracket out"
            yield fault("unclosed", example.path, example.line, f"“{piece}” is no annotation", advice)
        for name in annotated_names(example.raw):
            if domain is not None and name not in domain.entities:
                problem = f"entity `{name}` is not in the domain{like(name, domain.entities)}"
                yield fault("unknown_entity", example.path, example.line, problem, "correct the name, or declare it")
        yield from _cut_words(example)


def _cut_words(example: Example) -> Iterator[Finding]:
    spans = annotated_spans(example.raw)
    if not spans:
        return
    words = list(word_cutter().cut(example.text))
    starts, ends = {start for _, start, _ in words}, {end for _, _, end in words}
    for start, end in spans:
        if start not in starts or end not in ends:
            problem = f"“{example.text[start:end]}” is annotated, but words end elsewhere"
            advice = "move the brackets to the words' borders, or add the word to bot/nlu/lexicon"
            yield fault("misaligned", example.path, example.line, problem, advice)


def strange_texts(examples: Sequence[Example]) -> Iterator[Finding]:
    """Examples that no shopper types: empty, a command, far too long."""
    for example in examples:
        if not example.text:
            yield fault(
                "empty_example", example.path, example.line, "an example without words", "write it or delete it"
            )
        elif example.text.startswith(("/", "／")):
            problem = f"“{example.text[:40]}” begins with a slash, which Rasa takes for a command"
            yield fault("command", example.path, example.line, problem, "write what a shopper would type")
        elif len(example.text) > _LONGEST:
            problem = f"an example of {len(example.text)} characters"
            yield notice("long_example", example.path, example.line, problem, "cut it to what the wish is in")


def unlike_real(root: Path, examples: Sequence[Example]) -> Iterator[Finding]:
    """Where the examples as a whole differ from the way shoppers write."""
    for each in distances([example.text for example in examples]):
        if each.far:
            problem = f"{each.name}: {each.ours:.2f} in the examples, {each.real:.2f} in real messages"
            advice = "write the next examples the way shoppers write (docs/nlu.md)"
            yield notice("unlike_real", root / "data" / "nlu", 0, problem, advice)
