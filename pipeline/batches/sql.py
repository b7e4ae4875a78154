"""Questions in SQL over parts, by DuckDB: what does not fit a CSV need not fit the memory either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.batches import manifest, parts
from pipeline.batches.items import is_remote
from pipeline.dataset.folder import TEXT

if TYPE_CHECKING:
    import pandas


class Parts:
    """A folder of parts; `sql` sees the tables documents, figures, numerals, findings and text."""

    def __init__(self, place: str) -> None:
        manifest.names(place)
        self.place = place.rstrip("/")

    def sql(self, question: str) -> pandas.DataFrame:
        """The answer as a frame.  Raises duckdb.Error where the question is wrong."""
        import duckdb
        import fsspec

        with duckdb.connect() as database:
            if is_remote(self.place):
                database.register_filesystem(fsspec.core.url_to_fs(self.place)[0])
            for table in (*parts.TABLES, TEXT):
                database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({self._files(table)})")
            answer: Any = database.execute(question)
            frame: pandas.DataFrame = answer.df()
            return frame

    def _files(self, table: str) -> str:
        names = (f"{self.place}/{table}/{name}.parquet" for name in manifest.names(self.place))
        return "[" + ", ".join("'" + name.replace("'", "''") + "'" for name in names) + "]"


def open_parts(place: str) -> Parts:
    """The parts at a path or an address.  Raises NotParts if there are none."""
    return Parts(str(place))
