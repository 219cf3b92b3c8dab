import logging

log = logging.getLogger("importer")


def import_rows(rows: list[str]) -> list[str]:
    kept = [row.strip() for row in rows if row.strip()]
    if len(kept) < len(rows):
        log.warning("left out %d empty rows", len(rows) - len(kept))
    log.info("took in %d rows", len(kept))
    return kept
