import type { Redis } from "ioredis";
import { z } from "zod";
import type { QueueDepth } from "./lane-store.ts";

/** One round trip, and no job's data is read. A queue that is paused keeps what waits in a list of another name. */
const script = `
local waiting = redis.call("LLEN", KEYS[1]) + redis.call("LLEN", KEYS[2])
local oldest = redis.call("LINDEX", KEYS[1], -1) or redis.call("LINDEX", KEYS[2], -1)
local addedAt = ""
if oldest then addedAt = redis.call("HGET", ARGV[1] .. oldest, "timestamp") or "" end
return {waiting, redis.call("LLEN", KEYS[3]), redis.call("ZCARD", KEYS[4]), redis.call("ZCARD", KEYS[5]),
  redis.call("HEXISTS", KEYS[6], "paused"), addedAt}`;

const Reply = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.string()]);

/** @param prefix the queue's, without the colon that follows it */
export async function redisDepth(client: Redis, prefix: string): Promise<QueueDepth> {
  const keys = ["wait", "paused", "active", "delayed", "failed", "meta"].map((part) => `${prefix}:${part}`);
  const reply = Reply.parse(await client.eval(script, keys.length, ...keys, `${prefix}:`));
  const [waiting, active, delayed, failed, paused, addedAt] = reply;
  return {
    waiting,
    active,
    delayed,
    failed,
    paused: paused === 1,
    oldestWaitingAt: addedAt === "" ? undefined : Number(addedAt),
  };
}
