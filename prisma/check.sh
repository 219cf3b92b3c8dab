#!/bin/bash
# The real Prisma CLI as an outside check. usage: DATABASE_URL=postgresql://user:password@host:port/database ./check.sh
# The database is one that `prodev migrate` has brought up to date; its user may create databases (the shadow database).
# `npm ci` comes before. check.py makes such a database, and is what `make prisma` runs.
# Exits 0 when Prisma finds nothing to object to; nothing is written to the database.
set -uo pipefail
cd "$(dirname "$0")"
# /bin/false, never /bin/true: if a command should fall back to the native engine, it has to fail, not to pass with no output
export CHECKPOINT_DISABLE=1 PRISMA_HIDE_UPDATE_MESSAGE=1 NO_COLOR=1
export PRISMA_SCHEMA_ENGINE_BINARY=/bin/false PRISMA_QUERY_ENGINE_LIBRARY=/bin/false
prisma=node_modules/.bin/prisma
schema=schema.prisma
live=$(mktemp --suffix=.prisma) out=$(mktemp)
trap 'rm -f "$live" "$out"' EXIT
bad=0
check() { # check NAME EXPECTED_TEXT COMMAND...: exit code 0 and the text, for an engine that does nothing also exits with 0
  local name=$1 text=$2; shift 2
  if "$@" >"$out" 2>&1 </dev/null && grep -qF -- "$text" "$out"; then echo "ok    $name"; else echo "FAIL  $name"; sed 's/^/      /' "$out"; bad=1; fi
}
pull() { cp "$schema" "$live" && "$prisma" db pull --schema "$live"; }

check 'schema.prisma is valid'                    'is valid'                    "$prisma" validate
check 'schema.prisma is formatted'                'formatted correctly'         "$prisma" format --check
check 'the migrations make schema.prisma'         'No difference detected'      "$prisma" migrate diff --from-migrations migrations --to-schema-datamodel "$schema" --exit-code
check 'no migration pending or failed'            'Database schema is up to date' "$prisma" migrate status
check 'no applied migration edited (checksums)'   '\"editedMigrationNames\": []' env DEBUG=prisma:migrate:status "$prisma" migrate status
check 'the database can be introspected'          'Introspected'                pull
check 'the database is what schema.prisma says'   'No difference detected'      "$prisma" migrate diff --from-schema-datamodel "$live" --to-schema-datamodel "$schema" --exit-code
exit $bad
