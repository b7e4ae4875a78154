"""Where documents and parts are: a disk, or an object store through fsspec."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import fsspec


def at(place: str) -> tuple[fsspec.AbstractFileSystem, str]:
    """The store of a path or an address, and the path in it.  Raises OSError where there is none such."""
    try:
        store, root = fsspec.core.url_to_fs(place)
    except ValueError as error:
        raise OSError(0, "no such kind of address is known", place) from error
    except ImportError as error:
        raise OSError(
            0, f"a library is missing ({error}); for s3://, pip install 'baoshu[s3]'", place
        ) from error
    return store, root


@contextmanager
def asked(place: str) -> Iterator[None]:
    """Whatever a store's library raises within is an OSError: each has exceptions of its own."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(0, f"the store refuses ({type(error).__name__}: {error})", place) from error
