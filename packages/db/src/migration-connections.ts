import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { readableCharColumns } from "./migration-char-columns.ts";

export interface MigrationConnections {
  factory: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
}

/**
 * Connections for the schema engine. They differ from the adapter's own in two ways: a migration goes to the server as
 * one script (the adapter cuts it at every semicolon, also in function bodies, and commits piece by piece), and the
 * shadow database is a database of its own (the adapter, given a URL, would hand out the main one).
 */
export function openMigrationConnections(databaseUrl: string): MigrationConnections {
  const main = openPool(databaseUrl);
  return {
    factory: {
      provider: "postgres",
      adapterName: "@prisma/adapter-pg",
      connect: () => connect(main),
      connectToShadowDb: () => connectToShadow(databaseUrl),
    },
    close: () => main.end(),
  };
}

// The engine locks per session, so everything it says must go through one connection.
function openPool(databaseUrl: string): pg.Pool {
  return new pg.Pool({
    connectionString: databaseUrl,
    application_name: "touchline migrate",
    connectionTimeoutMillis: 10_000,
    max: 1,
  });
}

async function connect(pool: pg.Pool): Promise<SqlDriverAdapter> {
  const toReadable = readableCharColumns(pool);
  const adapter = toReadable(await new PrismaPg(pool).connect());
  // Without arguments the driver uses the simple protocol: many statements, one transaction around them.
  adapter.executeScript = async (script) => {
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
  };
  return adapter;
}

async function connectToShadow(databaseUrl: string): Promise<SqlDriverAdapter> {
  const database = `touchline_shadow_${randomUUID().replaceAll("-", "")}`;
  const shadowUrl = new URL(databaseUrl);
  shadowUrl.pathname = `/${database}`;
  await runOn(databaseUrl, `CREATE DATABASE "${database}" TEMPLATE template0`);
  const pool = openPool(shadowUrl.href);
  const adapter = await connect(pool);
  adapter.dispose = async () => {
    await pool.end();
    await runOn(databaseUrl, `DROP DATABASE "${database}" WITH (FORCE)`);
  };
  return adapter;
}

async function runOn(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
