import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { withClient } from "./with-client.ts";

const templateLock = 7_208_301;

/**
 * Makes a fresh database with every table in it, by cloning a template that the first caller migrates.
 * @param adminUrl a URL of the server whose user may create databases
 * @returns the URL of the new database
 */
export async function cloneTemplate(adminUrl: string, template: string): Promise<string> {
  const name = `${template}_${randomBytes(6).toString("hex")}`;
  await withClient(adminUrl, async (client) => {
    // One process migrates; the others wait for it here. The lock goes with the connection.
    await client.query("SELECT pg_advisory_lock($1)", [templateLock]);
    await ensureTemplate(client, adminUrl, template);
    await client.query("SELECT pg_advisory_unlock($1)", [templateLock]);
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`);
  });
  return databaseUrl(adminUrl, name);
}

async function ensureTemplate(client: pg.Client, adminUrl: string, template: string): Promise<void> {
  const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
  if (found.rowCount === 1) return;
  // Under another name until it is whole: a migration that fails must not leave a template behind.
  const draft = `${template}_draft`;
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(draft)} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${pg.escapeIdentifier(draft)} TEMPLATE template0`);
  await migrateAsUsersDo(databaseUrl(adminUrl, draft));
  await client.query(`ALTER DATABASE ${pg.escapeIdentifier(draft)} RENAME TO ${pg.escapeIdentifier(template)}`);
}

/** By the command line, in a process of its own: a suite that needs tables needs no package that makes them. */
async function migrateAsUsersDo(url: string): Promise<void> {
  const cli = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [cli, "migrate"], {
    env: { PATH: process.env["PATH"], DATABASE_URL: url },
  });
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
