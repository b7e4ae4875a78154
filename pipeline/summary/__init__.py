"""A dataset on one page: coverage, documents, findings, headline indicators, targets, review."""

from __future__ import annotations

from pipeline.summary.facts import Facts, Gathered, facts
from pipeline.summary.page import page

__all__ = ["Facts", "Gathered", "facts", "page"]
