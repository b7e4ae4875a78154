"""A dataset on one page: coverage, documents, findings, headline indicators, targets, review."""

from __future__ import annotations

from pipeline.summary.facts import Facts, facts, of_folder
from pipeline.summary.page import page

__all__ = ["Facts", "facts", "of_folder", "page"]
