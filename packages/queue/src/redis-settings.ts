import type { Redis } from "ioredis";

/** Above this share of `maxmemory` no events are put into Redis: its workers need room to take out what is in it. */
const fullAt = 0.9;

/**
 * What is weak about this Redis as a store that confirms webhooks, as sentences. Asks CONFIG where it is allowed and
 * INFO where it is not (hosted Redis often forbids CONFIG).
 */
export async function redisWeaknesses(client: Redis): Promise<string[]> {
  const appendOnly =
    (await configValue(client, "appendonly")) ?? ((await infoValue(client, "aof_enabled")) === "1" ? "yes" : "no");
  const appendFsync = await configValue(client, "appendfsync");
  const policy = (await configValue(client, "maxmemory-policy")) ?? (await infoValue(client, "maxmemory_policy"));
  const found: string[] = [];
  if (appendOnly !== "yes")
    found.push("Redis has appendonly no: a crash or restart loses the events that wait in it; set appendonly yes");
  else if (appendFsync !== undefined && appendFsync !== "always") {
    found.push(
      `Redis has appendfsync ${appendFsync}: a crash may lose the last seconds of acknowledged events; set appendfsync always`,
    );
  }
  if (policy !== undefined && policy !== "noeviction") {
    found.push(
      `Redis has maxmemory-policy ${policy}: it may throw away acknowledged events when memory runs short; set noeviction`,
    );
  }
  return found;
}

/** @throws when Redis is so full that what is put in might not be taken out again */
export async function assertRoom(client: Redis): Promise<void> {
  const memory = await client.info("memory");
  const limit = Number(field(memory, "maxmemory") ?? 0);
  const used = Number(field(memory, "used_memory") ?? 0);
  if (limit > 0 && used > limit * fullAt) {
    throw new Error(
      `Redis uses ${Math.round((used / limit) * 100)} % of its maxmemory; raise it (CONFIG SET maxmemory)`,
    );
  }
}

async function configValue(client: Redis, name: string): Promise<string | undefined> {
  try {
    const reply: unknown = await client.config("GET", name);
    return Array.isArray(reply) && typeof reply[1] === "string" ? reply[1] : undefined;
  } catch (error) {
    if (client.status !== "ready") throw error;
    return undefined;
  }
}

async function infoValue(client: Redis, name: string): Promise<string | undefined> {
  return field(await client.info(), name);
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, "mu").exec(info)?.[1];
}
