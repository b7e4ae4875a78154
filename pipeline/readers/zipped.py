"""The XML parts of an Office file: a zip is refused by its table of contents before anything is unpacked."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence

from pipeline.readers.refusal import UnreadableFile

MAX_MEMBERS = 5000  # a report has some twenty; pictures make them more
MAX_UNPACKED = 512 * 1024 * 1024  # bytes of all members, as the table of contents says
MAX_XML = (
    32 * 1024 * 1024
)  # bytes of all XML parts; a report has 1 to 3 MB, a tree of them is ten times as big
MAX_RATIO = 200  # unpacked to packed; XML of real reports has 5 to 60
_RATIO_FROM = 1024 * 1024  # bytes up to which a member may be as dense as it likes
_ENCRYPTED = 0x1  # bit of a member's flags
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no other in Office files
_XML = (".xml", ".rels")
# A DOCTYPE in the encodings an XML parser takes without being told: UTF-8 and both of UTF-16.
_DOCTYPE = re.compile(
    b"|".join(re.escape("<!DOCTYPE".encode(e)) for e in ("utf-8", "utf-16-le", "utf-16-be"))
)
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
)


def xml_parts(data: bytes, file: str) -> dict[str, bytes]:
    """The XML parts of a zip by their path, without a slash in front and in lower case.

    Raises UnreadableFile for what is damaged, encrypted, too big, too dense, or holds a DOCTYPE.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse(members, file)
            parts = {_path(m.filename): archive.read(m) for m in members if _is_xml(m)}
    except _DAMAGE as error:
        raise UnreadableFile(
            f"{file}: the zip archive of the file is damaged ({type(error).__name__});"
            " open it in Word and save it anew."
        ) from error
    _refuse_doctypes(parts, file)
    return parts


def _is_xml(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith(_XML)


def _path(name: str) -> str:
    """Part names are compared without case; some writers use backslashes or a slash in front."""
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse(members: Sequence[zipfile.ZipInfo], file: str) -> None:
    """Refuse by the table of contents."""
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(
            f"{file}: the zip archive has {len(members)} members, over the limit of {MAX_MEMBERS};"
            " save the report alone as .docx."
        )
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFile(f"{file}: the zip archive is encrypted; take the password off and save it anew.")
    _refuse_size(sum(member.file_size for member in members), MAX_UNPACKED, file)
    xml = [member for member in members if _is_xml(member)]
    _refuse_size(sum(member.file_size for member in xml), MAX_XML, file)
    for member in xml:
        if member.compress_type not in _METHODS:
            raise UnreadableFile(
                f"{file}: the part {member.filename!r} is packed in a way Word does not use;"
                " save it anew in Word."
            )
        if member.file_size > max(_RATIO_FROM, MAX_RATIO * member.compress_size):
            raise UnreadableFile(
                f"{file}: the part {member.filename!r} unpacks to {member.file_size / 2**20:.0f} MB,"
                f" over {MAX_RATIO} times its size, as zip bombs do; check where the file comes from."
            )


def _refuse_size(size: int, limit: int, file: str) -> None:
    if size > limit:
        raise UnreadableFile(
            f"{file}: the zip archive unpacks to {size / 2**20:.0f} MB,"
            f" over the limit of {limit // 2**20} MB; split the file or give the report alone."
        )


def _refuse_doctypes(parts: dict[str, bytes], file: str) -> None:
    for path, content in parts.items():
        if _DOCTYPE.search(content):
            raise UnreadableFile(
                f"{file}: the part {path!r} holds a DOCTYPE, which no Office file has;"
                " check where the file comes from."
            )
