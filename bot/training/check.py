"""What is wrong with the training data, found before training: file, line, what it is, and what to do.

A `fault` must be mended; a `notice` is for whoever writes the next examples. The checks themselves are in
`bot.training.checks`; this module reads each file once, gathers what they say, and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yaml.nodes import Node

from bot.training.checks import calendar, contradictions, files, labels, names
from bot.training.checks.domain import Domain, read_domain
from bot.training.checks.finding import Finding, fault, notice
from bot.training.checks.flows import Flow, flows_of
from bot.training.checks.spoken import read_code
from bot.training.examples import Example, ExamplesFault, examples_in
from bot.training.mend import is_sorted
from bot.training.source import SourceFault, child, read_nodes

__all__ = ["Finding", "run"]


@dataclass(slots=True)
class _Read:
    """What could be read, and what was found on the way."""

    root: Path
    domain: Domain | None = None
    examples: list[Example] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)


def run(root: Path) -> list[Finding]:
    """All findings of the project at `root`, faults first, in the order of files and lines."""
    read = _read(root)
    examples, domain = read.examples, read.domain
    findings = [
        *read.findings,
        *files.elsewhere(root),
        *labels.two_labels(examples),
        *labels.near_duplicates(examples),
        *labels.leaks(root, examples),
        *labels.too_few(root, examples, read.unread),
        *labels.annotated(examples, domain),
        *labels.strange_texts(examples),
        *names.of_examples(examples),
        *labels.unlike_real(root, examples),
        *calendar.ends(root, date.today()),
    ]
    if domain is not None:
        findings += names.of_domain(domain)
        findings += names.of_flows(read.flows, domain)
        findings += names.of_code(read_code(root), read.flows, domain)
        findings += contradictions.contradictions(read.flows, domain.remembered)
    return sorted(findings, key=lambda each: (each.severity, str(each.path), each.line))


def _read(root: Path) -> _Read:
    read = _Read(root)
    for path in files.project_files(root):
        read.findings += files.unseen(path)
        try:
            _take(read, path, read_nodes(path))
        except SourceFault as error:
            read.unread.add(path)
            advice = f"{error.advice}; nothing of this file was read"
            read.findings.append(fault(error.kind, error.path, error.line, error.problem, advice))
        except ExamplesFault as error:
            read.unread.add(path)
            advice = "nothing of this file was read"
            read.findings.append(fault(error.kind, error.path, error.line, error.problem, advice))
    if not (root / "domain.yml").is_file():
        problem, advice = "there is no domain.yml", "declare every intent of docs/intents.md in it"
        read.findings.append(fault("no_domain", root / "domain.yml", 0, problem, advice))
    return read


def _take(read: _Read, path: Path, document: Node | None) -> None:
    if path.name == "domain.yml":
        read.domain = read_domain(path, document)
    elif path.name == "config.yml":
        return
    elif path.parent.name == "nlu" or child(document, "nlu") is not None:
        read.examples += examples_in(path, document)
        if not is_sorted(path.read_text(encoding="utf-8-sig")):
            problem = "the blocks do not stand in the order of the intent list"
            read.findings.append(notice("unsorted", path, 0, problem, "`data check --fix` sorts them", fixable=True))
    if child(document, "rules") is not None or child(document, "stories") is not None:
        read.flows += flows_of(path, document)
    if child(document, "responses") is not None and path.name != "domain.yml":
        problem = "`responses:` in data/ go into the language model's fingerprint: a wording edited here means training"
        read.findings.append(fault("responses_in_data", path, 0, problem, "move them to domain.yml"))
