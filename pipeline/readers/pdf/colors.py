"""Colours of a PDF as 0xRRGGBB."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.readers.pdf.drawn import UNKNOWN

_INKS = ("Separation", "DeviceN")  # 1 is full ink, most often dark; 0 is paper


def rgb(color: object, space: str) -> int:
    """0xRRGGBB, or UNKNOWN; `space` is the name of the colour space the components are of.

    >>> hex(rgb((1, 0, 0), "DeviceRGB")), hex(rgb(1, "DeviceGray")), hex(rgb((0, 0, 0, 1), "DeviceCMYK"))
    ('0xff0000', '0xffffff', '0x0')
    """
    try:
        return _rgb(color if isinstance(color, tuple) else (color,), space)
    except TypeError:  # cannot be a key, and so is no number
        return UNKNOWN


@lru_cache(256)
def _rgb(parts: tuple[Any, ...], space: str) -> int:
    if not all(isinstance(part, (int, float)) for part in parts):
        return UNKNOWN
    if space in _INKS:
        return _packed(*[1 - max(parts)] * 3)
    if space in ("Lab", "Indexed"):
        return UNKNOWN
    if len(parts) == 1:
        return _packed(parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return _packed(*parts)
    if len(parts) == 4:
        black = 1 - parts[3]
        return _packed(*((1 - part) * black for part in parts[:3]))
    return UNKNOWN


def _packed(red: float, green: float, blue: float) -> int:
    packed = 0
    for part in (red, green, blue):
        packed = packed << 8 | round(min(1.0, max(0.0, part)) * 255)
    return packed


@lru_cache(1024)
def contrast(one: int, other: int) -> int:
    """The greatest difference of a channel, 0 to 255.

    >>> contrast(0xFFFFFF, 0xFFF0FF)
    15
    """
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))
