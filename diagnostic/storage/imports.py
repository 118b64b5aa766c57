"""What an installation imports: each import is kept whole, so that undoing one loses no other."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from diagnostic.indicators import IndicatorSource, Method
from diagnostic.indicators.imports import Batch, Import, ImportedSeries, Layer, PartialSum
from diagnostic.questionnaire import Text
from diagnostic.storage import tables as t
from diagnostic.storage.engine import Database
from diagnostic.storage.refusals import ImportUndone, UnknownImport
from diagnostic.storage.words import printable, sealed
from diagnostic.territories import TerritoryLevel
from diagnostic.texts import Sentence

_CHUNK = 16
"""Series written at once: of every commune, each weighs half a megabyte."""
_NOT_IMPORTED = Sentence("Rien n’est importé")
_NOT_UNDONE = Sentence("L’import n’est pas annulé")


class ImportVerbs:
    """Imports of measures. The values in force are those of the latest import not undone."""

    _database: Database

    def import_measures(self, batch: Batch) -> Import:
        """Keep all the values of a batch and its line of the log, or nothing.

        Said again just after, it gives the same import and keeps nothing twice. Raises ValueError
        for a batch without a value, or that gives a series twice.
        """
        if not any(series.codes for series in batch.series):
            raise ValueError("a batch without a value")
        if len({series.place for series in batch.series}) < len(batch.series):
            raise ValueError("a series given twice")
        # Before the transaction: nobody else has to wait for it.
        rows = [_series_row(series) for series in batch.series]
        seal = sealed("\n".join(json.dumps(row, sort_keys=True) for row in rows))
        latest = (
            select(t.data_import)
            .where(t.data_import.c.undone_at.is_(None))
            .order_by(t.data_import.c.id.desc())
            .limit(1)
        )
        with self._database.writing(_NOT_IMPORTED) as connection:
            former = connection.execute(latest).first()
            if former is not None and former.seal == seal:
                return _import_of(former)
            line = _import_row(batch) | {"seal": seal}
            made = connection.execute(insert(t.data_import).values(line).returning(t.data_import))
            kept = _import_of(made.one())
            for start in range(0, len(rows), _CHUNK):
                chunk = rows[start : start + _CHUNK]
                connection.execute(
                    insert(t.imported_series), [row | {"import_id": kept.id} for row in chunk]
                )
        return kept

    def imports(self) -> tuple[Import, ...]:
        """The log, newest first, undone imports included."""
        newest_first = select(t.data_import).order_by(t.data_import.c.id.desc())
        with self._database.reading() as connection:
            return tuple(_import_of(row) for row in connection.execute(newest_first))

    def layers(self) -> tuple[Layer, ...]:
        """The imports that are not undone, with all their values, oldest first."""
        kept = (
            select(t.data_import)
            .where(t.data_import.c.undone_at.is_(None))
            .order_by(t.data_import.c.id)
        )
        layers = []
        with self._database.reading() as connection:
            for row in connection.execute(kept).all():
                mine = t.imported_series.c.import_id == row.id
                ordered = (
                    select(t.imported_series)
                    .where(mine)
                    .order_by(
                        t.imported_series.c.level,
                        t.imported_series.c.indicator_id,
                        t.imported_series.c.year,
                    )
                )
                series = tuple(_series_of(found) for found in connection.execute(ordered))
                layers.append(Layer(_import_of(row), series))
        return tuple(layers)

    def undo_import(self, import_id: int) -> Import:
        """Forget the values of an import; its line of the log stays, and says when.

        What it had covered is in force again; what a later import covers does not change. Raises
        UnknownImport and ImportUndone.
        """
        here = t.data_import.c.id == import_id
        undone = (
            update(t.data_import)
            .where(here, t.data_import.c.undone_at.is_(None))
            .values(undone_at=datetime.now(UTC))
        )
        with self._database.writing(_NOT_UNDONE) as connection:
            row = connection.execute(undone.returning(t.data_import)).first()
            if row is None:
                if connection.execute(select(t.data_import.c.id).where(here)).first() is None:
                    raise UnknownImport(import_id)
                raise ImportUndone
            connection.execute(
                delete(t.imported_series).where(t.imported_series.c.import_id == import_id)
            )
            return _import_of(row)


def _import_row(batch: Batch) -> dict[str, Any]:
    return {
        "imported_at": datetime.now(UTC),
        "file": printable(batch.file),
        "kind": batch.kind,
        "edition": printable(batch.edition),
        "sources": [printable(source) for source in batch.sources],
        "new_values": batch.new,
        "changed_values": batch.changed,
        "equal_values": batch.equal,
        "refused": batch.refused,
    }


def _import_of(row: Row[Any]) -> Import:
    return Import(
        id=row.id,
        at=row.imported_at,
        file=row.file,
        kind=row.kind,
        edition=row.edition,
        sources=tuple(row.sources),
        new=row.new_values,
        changed=row.changed_values,
        equal=row.equal_values,
        refused=row.refused,
        undone_at=row.undone_at,
    )


def _series_row(series: ImportedSeries) -> dict[str, Any]:
    missing: dict[str, list[str]] = {}
    for code, reason in series.missing.items():
        missing.setdefault(printable(reason), []).append(code)
    values = {
        "codes": " ".join(series.codes),
        "values": series.values,
        "missing": {reason: " ".join(codes) for reason, codes in missing.items()},
        "at_most": sorted(series.at_most),
        "partial": {
            code: [part.known, part.members, part.share] for code, part in series.partial.items()
        },
    }
    return {
        "level": series.level.value,
        "indicator_id": series.indicator_id,
        "year": series.year,
        "method": series.method.value,
        "source": _source_column(series.source),
        "content": json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
    }


def _series_of(row: Row[Any]) -> ImportedSeries:
    content = json.loads(row.content)
    return ImportedSeries(
        indicator_id=row.indicator_id,
        year=row.year,
        level=TerritoryLevel(row.level),
        method=Method(row.method),
        source=_source_of(row.source),
        codes=_codes(content["codes"]),
        values=tuple(map(float, content["values"])),
        missing={
            code: reason for reason, codes in content["missing"].items() for code in _codes(codes)
        },
        at_most=frozenset(_interned(content["at_most"])),
        partial={sys.intern(code): PartialSum(*part) for code, part in content["partial"].items()},
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(_interned(text.split(" "))) if text else ()


def _interned(codes: Iterable[str]) -> Iterable[str]:
    """One object per code: every series of a file names the same 35,000 communes."""
    return map(sys.intern, codes)


def _source_column(source: IndicatorSource) -> dict[str, Any]:
    column = {
        "id": source.id,
        "producer": printable(source.producer),
        "dataset": _text_column(source.dataset),
        "published": source.published,
        "site": printable(source.site),
        "link": source.link,
        "licence": _text_column(source.licence),
        "note": _text_column(source.note) if source.note else None,
    }
    # What could not be read back would hide every other import.
    _source_of(column)
    return column


def _source_of(column: Mapping[str, Any]) -> IndicatorSource:
    return IndicatorSource(
        id=column["id"],
        producer=column["producer"],
        dataset=Text(**column["dataset"]),
        published=column["published"],
        site=column["site"],
        link=column["link"],
        licence=Text(**column["licence"]),
        note=Text(**column["note"]) if column["note"] else None,
    )


def _text_column(text: Text) -> dict[str, str]:
    return {"fr": printable(text.fr), "en": printable(text.en)}
