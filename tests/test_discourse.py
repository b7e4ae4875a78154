"""The memory between figures: what it holds is all shown, and taken back after an aside."""

from __future__ import annotations

from pipeline.figures.discourse import SLOTS, Discourse


def test_slots_name_all_it_holds() -> None:
    talk = Discourse()
    held = {name for name in dir(talk) if not name.startswith("_") and not callable(getattr(talk, name))}
    assert held == set(SLOTS)
    assert len(SLOTS) == len(set(SLOTS))


def test_what_was_said_before_an_aside_is_taken_up_again() -> None:
    before, talk = Discourse("加工园区"), Discourse()
    before.last, before.listed = "总产值", ["产值", "税收"]
    talk.resume(before)
    assert all(getattr(talk, slot) == getattr(before, slot) for slot in SLOTS)
