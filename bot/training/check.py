"""What is wrong with the training data, found before training: file, line, what it is, and what to do.

A `fault` must be mended; a `notice` is for whoever writes the next examples. This module changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

from bot.nlu.intents import INTENTS, INTERNAL_INTENTS, TOPIC_OF
from bot.nlu.words import word_cutter
from bot.training.annotations import annotated_spans
from bot.training.examples import Example, ExamplesFault, read_file, sameness_key
from bot.training.heldout import SHORTEST_LEAK, test_texts
from bot.training.likeness_to_real import distances
from bot.training.near_duplicates import alike

_ENOUGH_EXAMPLES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend at `path`:`line` (line 0: the file as a whole)."""

    severity: Literal["fault", "notice"]
    kind: str
    path: Path
    line: int
    problem: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.problem} → {self.advice}"


def run(root: Path) -> list[Finding]:
    """All findings of the project at `root`, faults first, in the order of files and lines."""
    examples, findings = _read(root)
    findings += [
        *_two_labels(examples),
        *_near_duplicates(examples),
        *_leaks(root, examples),
        *_too_few(root, examples),
        *_misaligned(examples),
        *_names_apart(root, examples),
        *_unlike_real(root, examples),
    ]
    return sorted(findings, key=lambda each: (each.severity, str(each.path), each.line))


def _read(root: Path) -> tuple[list[Example], list[Finding]]:
    examples: list[Example] = []
    findings: list[Finding] = []
    for path in sorted((root / "data" / "nlu").glob("*.yml")):
        try:
            examples += read_file(path)
        except ExamplesFault as fault:
            findings.append(
                _fault("unreadable", fault.path, fault.line, fault.problem, "nothing of this file was read")
            )
    return examples, findings


def _fault(kind: str, path: Path, line: int, problem: str, advice: str) -> Finding:
    return Finding(severity="fault", kind=kind, path=path, line=line, problem=problem, advice=advice)


def _notice(kind: str, path: Path, line: int, problem: str, advice: str) -> Finding:
    return Finding(severity="notice", kind=kind, path=path, line=line, problem=problem, advice=advice)


def _two_labels(examples: Sequence[Example]) -> Iterator[Finding]:
    first: dict[str, Example] = {}
    for example in examples:
        other = first.setdefault(sameness_key(example.text), example)
        where = f"{other.path.name}:{other.line}"
        if other.intent != example.intent:
            problem = f"“{example.text}” is `{example.intent}` here and `{other.intent}` at {where}"
            yield _fault("two_labels", example.path, example.line, problem, "keep the label that docs/intents.md gives")
        elif other is not example:
            problem = f"“{example.text}” stands at {where} already"
            yield _notice("duplicate", example.path, example.line, problem, "delete one of the two")


def _near_duplicates(examples: Sequence[Example]) -> Iterator[Finding]:
    for earlier, later, value in alike([example.text for example in examples]):
        one, two = examples[earlier], examples[later]
        if sameness_key(one.text) == sameness_key(two.text):
            continue
        problem = f"“{two.text}” is {value:.0%} the same as {one.path.name}:{one.line} “{one.text}”"
        advice = (
            "write one of them differently" if one.intent == two.intent else "check that the two labels differ rightly"
        )
        yield _notice("near_duplicate", two.path, two.line, problem, advice)


def _leaks(root: Path, examples: Sequence[Example]) -> Iterator[Finding]:
    known = {sameness_key(example.text): example for example in examples}
    for path, line, text in test_texts(root):
        key = sameness_key(text)
        if len(key) > SHORTEST_LEAK and key in known:
            problem = f"“{text}” is a training example too ({known[key].path.name}:{known[key].line})"
            yield _fault("leak", path, line, problem, "take it out of the training data: the test must be unseen")


def _too_few(root: Path, examples: Sequence[Example]) -> Iterator[Finding]:
    counts: defaultdict[str, int] = defaultdict(int)
    for example in examples:
        counts[example.intent] += 1
    for name in INTENTS:
        if counts[name] < _ENOUGH_EXAMPLES:
            path = root / "data" / "nlu" / f"{TOPIC_OF[name]}.yml"
            problem = f"`{name}` has {counts[name]} examples"
            yield _fault(
                "too_few", path, 0, problem, f"write at least {_ENOUGH_EXAMPLES}, as different as shoppers are"
            )


def _misaligned(examples: Sequence[Example]) -> Iterator[Finding]:
    for example in examples:
        spans = annotated_spans(example.raw)
        if not spans:
            continue
        words = list(word_cutter().cut(example.text))
        starts, ends = {start for _, start, _ in words}, {end for _, _, end in words}
        for start, end in spans:
            if start not in starts or end not in ends:
                problem = f"“{example.text[start:end]}” is annotated, but words end elsewhere"
                advice = "move the brackets to the words' borders, or add the word to bot/nlu/lexicon"
                yield _fault("misaligned", example.path, example.line, problem, advice)


def _names_apart(root: Path, examples: Sequence[Example]) -> Iterator[Finding]:
    for example in {example.intent: example for example in reversed(examples)}.values():
        if example.intent.split("/")[0] not in TOPIC_OF:
            problem = f"`{example.intent}` is not on the intent list"
            yield _fault(
                "unknown_intent", example.path, example.line, problem, "correct the name, or add it to docs/intents.md"
            )
    domain = root / "domain.yml"
    if not domain.is_file():
        yield _fault("no_domain", domain, 0, "there is no domain.yml", "declare every intent of docs/intents.md in it")
        return
    declared = {_name_of(each) for each in YAML(typ="safe").load(domain.read_text(encoding="utf-8")).get("intents", [])}
    for name in sorted(set(INTENTS) - declared):
        yield _fault("undeclared_intent", domain, 0, f"`{name}` is not declared", "add it under `intents:`")
    for name in sorted(declared - set(INTENTS) - INTERNAL_INTENTS):
        yield _fault(
            "unlisted_intent", domain, 0, f"`{name}` is on no list", "add it to docs/intents.md or take it out"
        )


def _name_of(declared: str | dict[str, object]) -> str:
    return declared if isinstance(declared, str) else next(iter(declared))


def _unlike_real(root: Path, examples: Sequence[Example]) -> Iterator[Finding]:
    for each in distances([example.text for example in examples]):
        if each.far:
            problem = f"{each.name}: {each.ours:.2f} in the examples, {each.real:.2f} in real messages"
            advice = "write the next examples the way shoppers write (docs/nlu.md)"
            yield _notice("unlike_real", root / "data" / "nlu", 0, problem, advice)
