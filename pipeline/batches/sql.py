"""Questions in SQL over parts, by DuckDB: what does not fit a CSV need not fit the memory either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.batches import manifest, parts, stores
from pipeline.dataset.folder import TEXT
from pipeline.inputs import is_remote

if TYPE_CHECKING:
    import pandas


class Parts:
    """A folder of parts; `sql` sees the tables documents, figures, numerals, findings and text."""

    def __init__(self, place: str) -> None:
        self._names = manifest.read(place)["parts"]
        self.place = place.rstrip("/")

    def sql(self, question: str) -> pandas.DataFrame:
        """The answer as a frame.  Raises duckdb.Error where the question is wrong."""
        import duckdb

        with duckdb.connect() as database:
            if is_remote(self.place):
                database.register_filesystem(stores.at(self.place)[0])
            for table in (*parts.TABLES, TEXT):
                database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({self._files(table)})")
            answer: Any = database.execute(question)
            frame: pandas.DataFrame = answer.df()
            return frame

    def _files(self, table: str) -> str:
        names = (f"{self.place}/{table}/{name}.parquet" for name in self._names)
        return "[" + ", ".join("'" + name.replace("'", "''") + "'" for name in names) + "]"


def open_parts(place: str) -> Parts:
    """The parts at a path or an address.  Raises NotParts if there are none."""
    return Parts(str(place))
