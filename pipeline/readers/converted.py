"""Old Word and WPS files: LibreOffice makes a .docx of them, where it is installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.model import Source
from pipeline.readers import docx
from pipeline.readers.refusal import UnreadableFile, UnreadableNow

TIMEOUT = 60.0  # seconds, fewer than a file has in all: a report takes some five, a new profile some ten
_NAMES = ("soffice", "libreoffice")
_ZIP = b"PK\x03\x04"


def read(data: bytes, document_id: str, file: str) -> Source:
    """The text of an old Word file; one that is a .docx in truth is read as such."""
    if data.startswith(_ZIP):
        return docx.read(data, document_id, file)
    suffix = Path(file).suffix.lower() or ".doc"
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise UnreadableNow(
            f"{file}: {suffix} files need LibreOffice, which is not installed;"
            " install it or save the file as .docx."
        )
    source = docx.read(_as_docx(data, suffix, program, file), document_id, file)
    return replace(source, sha256=hashlib.sha256(data).hexdigest())


def _as_docx(data: bytes, suffix: str, program: str, file: str) -> bytes:
    """The file as .docx, made in a folder of its own with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="baoshu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given = folder / f"report{suffix}"
        given.write_bytes(data)
        out = folder / "out"
        profile = (folder / "profile").as_uri()
        options = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}"]
        _run([program, *options, "--convert-to", "docx", "--outdir", str(out), str(given)], folder, file)
        made = out / "report.docx"
        if not made.is_file():
            raise UnreadableFile(
                f"{file}: LibreOffice cannot convert the file, it may be damaged or encrypted;"
                " save it as .docx."
            )
        return made.read_bytes()


def _run(command: list[str], folder: Path, file: str) -> None:
    """Run a program that starts others; when its time is over, all of them are ended."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        raise UnreadableNow(
            f"{file}: LibreOffice took over {TIMEOUT:.0f} seconds to convert the file; save it as .docx."
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all it started; where there are no process groups, the program alone."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
