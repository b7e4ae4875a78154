"""The one exception of all readers."""


class UnreadableFile(Exception):
    """A file that gives no text.  The message is one sentence: which file, why, what to do."""
