"""Records and small datasets for the tests of panels, queries and charts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from pipeline.cli import main
from pipeline.dataset.records import Record, Told

UNITS = {"亿元": (8, "元"), "万亿元": (12, "元"), "亿美元": (8, "USD")}


def record(said: str = "1635", unit: str = "亿元", **changes: object) -> Record:
    """GDP of 太仓 in 2022, from the work report of 2023; `changes` replace fields."""
    value = Decimal(said)
    power, base = UNITS.get(unit, (0, unit))
    plain = Record(
        figure_id=f"r:{said}",
        document_id="r",
        region="江苏省苏州市太仓市",
        region_code="320585",
        report_year=2023,
        section="一、2022年工作回顾",
        indicator_text="地区生产总值",
        indicator="地区生产总值",
        indicator_code="gdp",
        measure="growth" if unit == "%" else "level",
        basis="",
        value=value,
        value_max=None,
        bound="eq",
        qualifier="",
        unit=unit,
        normalized_value=value.scaleb(power),
        normalized_value_max=None,
        normalized_unit=base,
        period="2022",
        status="actual",
        status_text="",
        parent_id="",
        quote=f"{said}{unit}",
        sentence=f"地区生产总值{said}{unit}。",
        char_start=0,
        page=None,
        review="",
        kind="work_report",
        file="r.txt",
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def told(row: Record) -> Told:
    """The document of a record."""
    return Told(row.document_id, row.region, row.region_code, row.report_year, row.kind, row.file, row.title)


REPORTS = {
    "tai-2022": """政府工作报告
——2022年1月8日在太仓市第十八届人民代表大会第一次会议上
各位代表：我代表太仓市人民政府作工作报告。
一、2021年工作回顾
全年实现地区生产总值1574亿元、增长7.5%。
二、2022年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长6%左右。
""",
    "tai-2023": """政府工作报告
——2023年1月8日在太仓市第十八届人民代表大会第二次会议上
各位代表：我代表太仓市人民政府作工作报告。
一、2022年工作回顾
预计全年实现地区生产总值1635亿元、增长2%以上。
二、2023年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长5%以上。
""",
}


def dataset(folder: Path) -> Path:
    """Two reports of 太仓, extracted."""
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.yaml").write_text(
            f"region: 江苏省苏州市太仓市\nregion_code: '320585'\nyear: {name[-4:]}\nkind: work_report\n",
            "utf-8",
        )
    assert (
        main(["extract", *(str(folder / f"{name}.txt") for name in REPORTS), "-o", str(folder / "out")]) == 0
    )
    return folder / "out"
