"""datapackage.json: the Frictionless descriptor of a dataset."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pipeline.dataset.dictionary import resources
from pipeline.dataset.tables import DocumentRow

#: the files carry a BOM for Excel; "utf-8-sig" here would break other readers
_FORMAT = {
    "profile": "tabular-data-resource",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
}


def descriptor(documents: Sequence[DocumentRow], extra: Sequence[dict[str, Any]] = ()) -> str:
    """The text of datapackage.json; depends on the documents alone.

    `extra`: resources beside the tables that every dataset has.
    """
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "baoshu-dataset",
        "title": "报数：政府报告中的数字",
        "description": "每个数字都带着原文、位置和规则。The numbers of reports, each with its proof.",
        "sources": [_source(row) for row in documents if row.state == "done"],
        "resources": [_resource(resource) for resource in (*resources().values(), *extra)],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _source(row: DocumentRow) -> dict[str, str]:
    # no "path": it would have to lead from the dataset to a file that lies elsewhere
    return {"title": row.title or row.file, "file": row.file, "sha256": row.sha256}


def _resource(resource: dict[str, Any]) -> dict[str, Any]:
    head = {key: resource[key] for key in ("name", "path", "title", "description")}
    return {**head, **_FORMAT, "schema": resource["schema"]}
