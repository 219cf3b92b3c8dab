#!/bin/sh
# Copies the PostgreSQL at PRIMARY_URL to PGDATA, unless that holds a copy already, then runs its arguments: a server that
# follows that primary. PRIMARY_URL, with its password, is kept in the copy.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  rm -rf "$PGDATA" "$PGDATA.new" # what an interrupted start has left
  mkdir -p "$(dirname "$PGDATA")"
  pg_basebackup --dbname="$PRIMARY_URL" --checkpoint=fast --write-recovery-conf -D "$PGDATA.new"
  rm -f "$PGDATA.new"/.s.PGSQL.*.lock # of a primary whose socket is in its folder: the embedded one
  mv "$PGDATA.new" "$PGDATA"
fi
exec "$@"
