import { redisCommand } from "./redis-command.ts";
import type { Taken } from "./taken.ts";
import { withClient } from "./with-client.ts";

export interface FindLeaksInput {
  postgresUrl: string;
  redisUrl: string;
  taken: Taken;
  /** How long what is being closed may take to be gone. */
  graceMs: number;
}

/** The connections still open to what a test file took, one line each. */
export async function findLeaks({ postgresUrl, redisUrl, taken, graceMs }: FindLeaksInput): Promise<string[]> {
  const deadline = Date.now() + graceMs;
  for (;;) {
    const left = [
      ...(await postgresConnections(postgresUrl, taken.databases)),
      ...(await redisConnections(redisUrl, taken.redis)),
    ];
    if (left.length === 0 || Date.now() > deadline) return left;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function postgresConnections(adminUrl: string, urls: string[]): Promise<string[]> {
  if (urls.length === 0) return [];
  const names = urls.map((url) => new URL(url).pathname.slice(1));
  return await withClient(adminUrl, async (client) => {
    const found = await client.query<{ line: string }>(
      `SELECT concat_ws(' ', 'PostgreSQL connection', application_name, state, left(query, 80)) AS line
         FROM pg_stat_activity WHERE datname = ANY($1) AND backend_type = 'client backend'`,
      [names],
    );
    return found.rows.map((row) => row.line);
  });
}

async function redisConnections(adminUrl: string, url: string | undefined): Promise<string[]> {
  if (url === undefined) return [];
  const marker = ` db=${new URL(url).pathname.slice(1)} `;
  const clients = (await redisCommand(adminUrl, "CLIENT LIST")).split("\n");
  return clients.filter((line) => line.includes(marker)).map((line) => `Redis connection ${line}`);
}
