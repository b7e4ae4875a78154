"""Radicals and compatibility forms that are drawn like a plain character, and the character meant.

Fonts that share one drawing between a character and its radical (⼯ and 工) come out of a PDF as
the radical, whatever the author typed.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# CJK radicals supplement U+2E81..U+2EF3 -> the character drawn with it (Unicode's
# EquivalentUnifiedIdeograph); Kangxi radicals and compatibility characters are in NFKC.
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬"
    "⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糸⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角"
    "⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤"
    "⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)


@cache
def plain_characters() -> dict[str, str]:
    """Every radical or compatibility character -> the one plain character drawn like it.

    >>> plain_characters()["⼯"], plain_characters()["⺠"]
    ('工', '民')
    """
    found = dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9)):
        char = chr(code)
        plain = unicodedata.normalize("NFKC", char)
        if len(plain) == 1 and plain != char:
            found[char] = plain
    return found
