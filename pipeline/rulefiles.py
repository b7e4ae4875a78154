"""Where the rules are, and whether their files are as they were; nothing is parsed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path


def packaged() -> Path:
    """Our own rules folder: inside the package in a wheel, beside it in a checkout."""
    here = Path(__file__).parent
    return here / "rules" if (here / "rules").is_dir() else here.parent / "rules"


def digest(overlays: Sequence[Path] = ()) -> str:
    """sha256 over the files of the packaged rules and of those over them, comments and all."""
    found = hashlib.sha256()
    for folder in (packaged(), *overlays):
        found.update(b"folder\0")
        found.update(digest_of(folder, sorted(folder.rglob("*.yaml"))).encode())
    return found.hexdigest()


def digest_of(folder: Path, paths: Iterable[Path]) -> str:
    """sha256 over the names, as seen from `folder`, and the bytes of files; one that is gone counts, too."""
    found, place = hashlib.sha256(), folder.as_posix() + "/"
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            content = b"gone"
        found.update(path.as_posix().removeprefix(place).encode("utf-8", "surrogateescape") + b"\0")
        found.update(hashlib.sha256(content).digest())
    return found.hexdigest()
