"""The recipe: bytes -> source -> document -> identity -> figures and ledger, on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline import across, checks, layout, readers, review, rulefiles
from pipeline.across.trial import Part, parts
from pipeline.doubts import findings
from pipeline.figures.assemble import Grammar
from pipeline.identity import Regions, identify
from pipeline.language import lexicon
from pipeline.model import Document, Extraction, Identity, Source
from pipeline.review.log import Entry
from pipeline.review.overlay import overlaid
from pipeline.rulebook import Rulebook, load
from pipeline.rulecheck import refuse_runaways
from pipeline.sidecar import read_sidecar


def shared(rules: Sequence[Path] = ()) -> Engine:
    """The engine of these rules, made once a process: it is dear to make and holds no state of a document.

    Made anew once a file of the rules has changed.  Raises RuleError as `Engine` does.
    """
    return _made(tuple(rules), rulefiles.digest(rules))


@lru_cache(maxsize=4)
def _made(rules: tuple[Path, ...], digest: str) -> Engine:
    return Engine(rules)


class Engine:
    """Rules and dictionaries compiled once; reads any number of documents.

    Raises RuleError where a rules folder is faulty, or a pattern of it would never come to an end.
    """

    def __init__(self, rules: Sequence[Path] = ()) -> None:
        self.rulebook = load(*rules)
        if rules:
            refuse_runaways(self.rulebook, rules)
        self.lexicon = lexicon.build(self.rulebook)
        self.grammar = Grammar(self.lexicon)
        self._regions = Regions.load()
        self._vocabulary = _vocabulary(self.rulebook, self.lexicon)

    def warm(self) -> None:
        """Load now what is loaded at first use: processes forked hereafter share it."""
        self.lexicon.words.cut("报告")
        self.lexicon.words.tag("报告")

    def quicken(self) -> None:
        """Load what makes many documents faster and few slower."""
        self.lexicon.words.quicken()

    def extract_file(self, path: Path, name: str = "") -> Extraction:
        """The figures of one file; `name` is what messages and tables call it.

        Raises UnreadableFile, or LogError where the verdicts beside it cannot be read; both with one
        sentence for the user.
        """
        source = readers.read_file(path, path.stem, name or path.name)
        verdicts = review.entries_on(review.log_of(path), path.name)
        return self.extract_source(source, path.name, read_sidecar(path), verdicts)

    def extract_text(
        self,
        text: str,
        document_id: str = "text",
        name: str = "",
        sidecar: Mapping[str, str] | None = None,
        report_year: int | None = None,
    ) -> Extraction:
        """The figures of a text that is no file; `report_year` where it says none."""
        told = dict(sidecar or {})
        if report_year:
            told["year"] = str(report_year)
        source = Source(document_id, name or document_id, "txt", "", text)
        return self.extract_source(source, name, told)

    def fired(self, sentence: str) -> frozenset[str]:
        """The ids of all rules that say something of a sentence, words included (for the self-test)."""
        if reports := parts(sentence):
            given = [self._given(str(place), part) for place, part in enumerate(reports)]
            return across.fired(given, self.rulebook)
        document = self.arrange(Source("text", "text", "txt", "", sentence))
        told = Identity("", "work_report", "", "", "", 2023)
        figures, ledger = self.grammar.read(document, told)
        found = {rule for figure in figures for rule in figure.rule.split()}
        found |= {row.rule for row in ledger}
        found |= {rule for alarm in checks.alarms(told, figures, self.rulebook) for rule in alarm.rules}
        return frozenset(found | self.grammar.said(document))

    def _given(self, document_id: str, part: Part) -> across.Given:
        """One of the reports in an example of rules/across.yaml."""
        told = Identity("", "work_report", "", "", part.region_code, part.year)
        document = self.arrange(Source(document_id, document_id, "txt", "", part.text))
        return across.Given(document_id, told, self.grammar.read(document, told)[0])

    def arrange(self, source: Source) -> Document:
        """A source in reading order."""
        return layout.arrange(source, self._vocabulary)

    def extract_source(
        self,
        source: Source,
        name: str = "",
        sidecar: Mapping[str, str] | None = None,
        verdicts: Sequence[Entry] = (),
    ) -> Extraction:
        """The figures of a source: the recipe itself."""
        document = self.arrange(source)
        identity = identify(document, name, sidecar, self._regions)
        figures, ledger = self.grammar.read(document, identity)
        source = document.source
        left = overlaid(source.document_id, source.text, figures, ledger, verdicts)
        found = findings(source, left.figures) + left.findings
        found += checks.within(source.document_id, identity, left.figures, self.rulebook)
        return Extraction(document, identity, left.figures, tuple(ledger), found)


def _vocabulary(book: Rulebook, words: lexicon.Lexicon) -> layout.Vocabulary:
    found: dict[str, tuple[str, ...]] = {}
    for entry in book.layout.values():
        found[entry.kind] = found.get(entry.kind, ()) + entry.written
    return layout.Vocabulary(
        clutter=found.get("clutter", ()),
        titles=found.get("title", ()),
        outer=found.get("outer", ()),
        annex=found.get("annex", ()),
        turns=found.get("turn", ()),
        binders=found.get("binder", ()),
        frequency=words.words.frequency,
    )
