"""The sidecar beside a raw file: `<name>.yaml` with title, region, region_code, year, kind, url."""

from __future__ import annotations

from pathlib import Path

from pipeline.readers import UnreadableFile

KEYS = {
    "title", "region", "region_code", "year", "kind", "publisher", "url", "published", "accessed", "sha256",
    "note",
}  # fmt: skip


def read_sidecar(path: Path) -> dict[str, str] | None:
    """What the sidecar of `path` says, all as text; None without one.

    Raises UnreadableFile where the sidecar is there and faulty: a wrong key must not pass in silence.
    """
    beside = path.with_suffix(".yaml")
    if beside == path or not beside.is_file():
        return None
    from pipeline.strictyaml import Flaw, read

    flaws: list[Flaw] = []
    told = read(beside, flaws).data
    if flaws:
        raise UnreadableFile(f"{beside.name}: {flaws[0]}; mend it or take the sidecar away.")
    unknown = sorted(set(told) - KEYS)
    if unknown:
        known = ", ".join(sorted(KEYS))
        raise UnreadableFile(f"{beside.name}: {unknown[0]!r} is no key of a sidecar; use {known}.")
    return {str(key): str(value) for key, value in told.items()}
