// Lets the real Prisma CLI (6.19.3) work on a PostgreSQL database without the engine binaries that `prisma`
// downloads when it is first run: the schema engine that ships inside the npm package as WebAssembly is used
// (engine: 'js'), and it reaches the database through node-postgres.
//
//   DATABASE_URL                    postgresql://user:password@host:port/database
//   PRISMA_SCHEMA_ENGINE_BINARY     /bin/false: any existing file stops the CLI from downloading one (not /bin/true: a silent pass)
//   PRISMA_QUERY_ENGINE_LIBRARY     /bin/false: the same
//   CHECKPOINT_DISABLE=1            no "is there a newer version" request
import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { parse } from 'pg-connection-string'
import { defineConfig } from 'prisma/config'

const url = process.env.DATABASE_URL
if (!url) throw new Error('DATABASE_URL is not set')
const connection = {
  ...parse(url),
  // the adapter writes and reads timestamps as if the session's time zone were UTC
  options: '-c TimeZone=UTC',
} as unknown as pg.PoolConfig & { schema?: string }

// @prisma/adapter-pg 6.19.3 knows only the column types that a Prisma model can have. Describing a schema reads the
// catalogue, whose columns are also "char" (18), name (19), "char"[] (1002) and name[] (1003): text on the wire.
const TEXT_OF: Record<number, number> = { 18: 25, 19: 25, 1002: 1009, 1003: 1009 }
const CHARACTER = 6 // ColumnTypeEnum.Character: the engine panics where it expects a "char" and gets a text

class CataloguePool extends pg.Pool {
  charColumns: number[] = [] // of the latest result; max: 1 and the engine asks one thing at a time
  // @ts-expect-error one of pg's overloads, the one the adapter uses
  async query(...args: unknown[]) {
    // @ts-expect-error see above
    const result = await super.query(...args)
    this.charColumns = []
    for (const [i, field] of (result?.fields ?? []).entries()) {
      if (field.dataTypeID === 18) this.charColumns.push(i)
      field.dataTypeID = TEXT_OF[field.dataTypeID] ?? field.dataTypeID
    }
    return result
  }
}

async function open(database = connection.database, afterClose?: () => Promise<void>) {
  // max: 1: the advisory lock of `migrate deploy` belongs to one connection
  const pool = new CataloguePool({ ...connection, database, max: 1, allowExitOnIdle: true })
  const adapter = await new PrismaPg(pool, { schema: connection.schema }).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    for (const i of pool.charColumns) result.columnTypes[i] = CHARACTER
    return result
  }
  // The adapter's own executeScript splits at every ';', which cuts function bodies in pieces. The whole script as one
  // simple query is what the native schema engine sends.
  adapter.executeScript = async (sql: string) => {
    await adapter.executeRaw({ sql, args: [], argTypes: [] })
  }
  adapter.dispose = async () => {
    await pool.end()
    await afterClose?.()
  }
  return adapter
}

// The adapter's own connectToShadowDb drops the shadow database before it closes its connection to it (which fails), and,
// given a connection string, connects to the main database in place of the shadow database.
async function openShadow() {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`
  const admin = async (sql: string) => {
    const client = new pg.Client(connection)
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await admin(`CREATE DATABASE "${name}" TEMPLATE template0`)
  return open(name, () => admin(`DROP DATABASE "${name}" WITH (FORCE)`))
}

// Waiting for the advisory lock, the engine starts a timer of 10 s and never clears it: do not let it hold up the exit.
const later = globalThis.setTimeout
globalThis.setTimeout = ((run: () => void, ms?: number, ...rest: unknown[]) => {
  const timer = later(run, ms, ...rest)
  return ms === 10_000 ? timer.unref() : timer
}) as typeof setTimeout

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => ({
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(),
    connectToShadowDb: openShadow,
  }),
})
