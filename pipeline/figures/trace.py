"""What `explain` shows: the notes a reading leaves when somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.figures.cues import Found
from pipeline.figures.discourse import Discourse
from pipeline.figures.phrases import Left, Right
from pipeline.figures.readings import Reading
from pipeline.figures.sentences import Sentence


@dataclass(slots=True)
class Note:
    """One figure being read: its phrases, and the discourse before and after."""

    sentence: Sentence
    reading: Reading
    left_text: str
    left: Left
    right: Right
    before: Discourse
    after: Discourse
    cues: list[Found] = field(default_factory=list)
