"""The recipe: a file or a text in, its figures and ledger out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.figures.assemble import Grammar
from pipeline.identity import Regions, identify
from pipeline.language import lexicon
from pipeline.layout import arrange
from pipeline.model import Extraction, Source
from pipeline.readers import read_file
from pipeline.rulebook import load


class Engine:
    """Everything compiled once; reads any number of files."""

    def __init__(self, rules: Sequence[Path] = ()) -> None:
        self.rulebook = load(*rules)
        self.lexicon = lexicon.build(self.rulebook)
        self._grammar = Grammar(self.lexicon)
        self._regions = Regions.load()

    def extract_source(
        self, source: Source, name: str = "", sidecar: Mapping[str, str] | None = None
    ) -> Extraction:
        document = arrange(source, self.lexicon.words.frequency)
        identity = identify(document, name, sidecar, self._regions)
        figures, ledger = self._grammar.read(document, identity)
        return Extraction(document, identity, tuple(figures), tuple(ledger))
