"""报数 baoshu: the numbers of Chinese government reports, each with its proof.

The public API: `extract(path)` reads one report, `open_dataset(folder)` opens what
`baoshu extract` wrote.  Nothing else of the package is promised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.api import extract, open_dataset

__all__ = ["extract", "open_dataset"]


def __getattr__(name: str) -> object:
    """Import the API only when it is asked for: `baoshu --help` must stay quick."""
    if name in __all__:
        from pipeline import api

        return getattr(api, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
