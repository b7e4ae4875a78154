"""The exceptions of all readers."""


class UnreadableFile(Exception):
    """A file that gives no text.  The message is one sentence: which file, why, what to do."""


class UnreadableNow(UnreadableFile):
    """The same for a reason outside of the file, which may be gone the next time."""
