"""What is unchanged is not read again: what a document depends on, what is to be done, and what is kept.

There is no second copy of anything: the rows and texts of a document are taken out of the dataset that
is there, or out of the folder that a killed run was filling.  What is known of each document stands in
run.json (in a journal while the folder is being filled), with a digest of its rows.
"""

from __future__ import annotations

from pipeline.increment.keys import Key, Program, key_of, program
from pipeline.increment.plan import Plan, made
from pipeline.increment.records import Known, entry, journal, known
from pipeline.increment.store import Moved, Store

__all__ = [
    "Key", "Known", "Moved", "Plan", "Program", "Store", "entry", "journal", "key_of", "known", "made",
    "program",
]  # fmt: skip
