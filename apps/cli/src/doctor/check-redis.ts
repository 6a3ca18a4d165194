import { once } from "node:events";
import { errorMessage } from "@touchline/observability/describe-error";
import { fromSentence } from "./check-postgres.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

const deadlineMs = 3_000;
const leastVersion = [6, 2] as const;

/** Whether Redis answers, is new enough for BullMQ, and keeps what it confirmed. */
export async function checkRedis(redisUrl: string | undefined): Promise<Finding[]> {
  if (redisUrl === undefined) return [ok("redis", "REDIS_URL is not set: PostgreSQL is the only lane")];
  const { host } = new URL(redisUrl);
  const { openCommandClient } = await import("@touchline/queue/redis-clients");
  const { redisWeaknesses } = await import("@touchline/queue/redis-settings");
  const client = openCommandClient(redisUrl, deadlineMs);
  let trouble: unknown;
  client.on("error", (error) => (trouble ??= error));
  try {
    // `once` rejects on the first error, which the client itself would only retry.
    await once(client, "ready", { signal: AbortSignal.timeout(deadlineMs) });
    const version = /^redis_version:(.*?)\r?$/mu.exec(await client.info("server"))?.[1] ?? "unknown";
    const weak = await redisWeaknesses(client);
    const safe = weak.length === 0 ? ", keeps what it confirms" : "";
    return [checkVersion(host, version, safe), ...weak.map((sentence) => fromSentence("redis durability", sentence))];
  } catch (error) {
    const reason = errorMessage(trouble ?? error);
    return [
      fail(
        "redis",
        `${host}: ${reason}`,
        "check REDIS_URL and that the server runs; until then events take the PostgreSQL lane",
      ),
    ];
  } finally {
    client.disconnect();
  }
}

function checkVersion(host: string, version: string, safe: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const enough = major > leastVersion[0] || (major === leastVersion[0] && minor >= leastVersion[1]);
  if (enough) return ok("redis", `${host} reachable, version ${version}${safe}`);
  return warn("redis", `${host} reachable, version ${version} is old`, `use Redis ${leastVersion.join(".")} or newer`);
}
