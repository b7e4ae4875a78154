"""Verdicts of people: the log, where each still holds, what they change, what they tell of the error rate."""
