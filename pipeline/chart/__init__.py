"""Target against actual over the years, as a picture that needs nothing else: SVG or HTML."""

from __future__ import annotations

from pipeline.chart.html import html
from pipeline.chart.series import Picture, picture
from pipeline.chart.svg import svg

__all__ = ["MOST", "Picture", "html", "picture", "svg"]

MOST = 24  # regions in a picture
