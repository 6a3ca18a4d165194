import { parseByteSize } from "./byte-size.ts";
import type { Config } from "./config.ts";
import { didYouMean } from "./did-you-mean.ts";
import { checkDuration } from "./duration.ts";
import type { Environment } from "./environment.ts";
import { environmentFile, type ConfigProblem } from "./problem.ts";

const mib = 1024 ** 2;
const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const deadlines = { minMs: 10, maxMs: 60_000 };

/** What comes from the environment alone. */
export type Settings = Omit<Config, "sources" | "destinations" | "file">;

/** Reads and checks the variables; messages never hold a value that may be secret. */
export function readSettings(env: Environment): { settings: Settings; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const refuse = (key: string, message: string): undefined =>
    void problems.push({ file: environmentFile, key, message });

  function read<T>(key: string, check: (value: string) => T | { refused: string }): T | undefined {
    const value = env.get(key);
    if (value === undefined) return undefined;
    const checked = check(value);
    return isRefusal(checked) ? refuse(key, checked.refused) : checked;
  }

  const duration = (value: string) => {
    const outcome = checkDuration(value, deadlines);
    return outcome.ok ? outcome.ms : { refused: outcome.message };
  };
  const settings: Settings = {
    databaseUrl: read("DATABASE_URL", (value) => checkUrl(value, ["postgresql:", "postgres:"])),
    redisUrl: read("REDIS_URL", (value) => checkUrl(value, ["redis:", "rediss:"])),
    host: env.get("HOST") ?? "127.0.0.1",
    port: read("PORT", checkPort),
    logLevel: read("LOG_LEVEL", checkLogLevel) ?? "info",
    consoleAdminPassword: env.get("CONSOLE_ADMIN_PASSWORD"),
    limits: {
      bodyBytes: read("BODY_LIMIT", checkByteSize) ?? 8 * mib,
      inFlightBytes: read("IN_FLIGHT_LIMIT", checkByteSize) ?? 64 * mib,
    },
    lanes: {
      redisDeadlineMs: read("REDIS_DEADLINE", duration) ?? 1_000,
      postgresDeadlineMs: read("POSTGRES_DEADLINE", duration) ?? 3_000,
    },
  };
  if (settings.limits.inFlightBytes < settings.limits.bodyBytes) {
    refuse("IN_FLIGHT_LIMIT", "is smaller than BODY_LIMIT, so that the largest body could never be taken");
  }
  return { settings, problems };
}

type Refusal = { refused: string };

function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refused" in value;
}

function checkUrl(value: string, protocols: readonly string[]): string | Refusal {
  const allowed = protocols.map((protocol) => `${protocol}//…`).join(" or ");
  if (!URL.canParse(value))
    return { refused: `is not a URL; allowed: ${allowed}; special characters of a password must be percent-encoded` };
  const { protocol } = new URL(value);
  return protocols.includes(protocol)
    ? value
    : { refused: `is a URL of another kind (${protocol}); allowed: ${allowed}` };
}

function checkPort(value: string): number | Refusal {
  const port = /^\d{1,5}$/u.test(value) ? Number(value) : Number.NaN;
  return port <= 65_535 ? port : { refused: "must be a whole number from 0 to 65535; 0 lets the system choose" };
}

function checkLogLevel(value: string): string | Refusal {
  const level = value.toLowerCase();
  return logLevels.includes(level)
    ? level
    : { refused: `"${value}" is not known${didYouMean(value, logLevels)}; allowed: ${logLevels.join(", ")}` };
}

function checkByteSize(value: string): number | Refusal {
  const bytes = parseByteSize(value);
  const fits = bytes !== undefined && bytes >= 1024 && bytes <= 1024 * mib;
  return fits ? bytes : { refused: "must be a size such as 8MiB, 512KiB or 8388608 (bytes); allowed: 1KiB to 1GiB" };
}
