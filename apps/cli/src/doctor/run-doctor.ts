import { loadConfig } from "@touchline/config/load-config";
import { formatProblem } from "@touchline/config/problem";
import { destinationOptions } from "@touchline/connectors/registry";
import { checkDestinations } from "./check-destinations.ts";
import { checkEndpoints } from "./check-endpoints.ts";
import { checkNode } from "./check-node.ts";
import { checkPostgres } from "./check-postgres.ts";
import { checkProcesses, defaultPorts } from "./check-processes.ts";
import { checkRedis } from "./check-redis.ts";
import { fail, ok, type Finding } from "./finding.ts";

export interface DoctorInput {
  env: Readonly<Record<string, string | undefined>>;
  nodeVersion: string;
  /** Process name → port; unless given, the defaults with PORT for the ingress. */
  ports?: Readonly<Record<string, number>>;
}

/** Looks at everything a running Touchline needs, and changes nothing. In the order a person would set things right. */
export async function runDoctor({ env, nodeVersion, ports }: DoctorInput): Promise<Finding[]> {
  const node = checkNode(nodeVersion);
  const loaded = loadConfig({ env, destinationOptions });
  if (!loaded.ok) {
    const problems = loaded.problems.map((problem) =>
      fail("configuration", formatProblem(problem), "put it right; docs/configuration.md has every key"),
    );
    return [node, ...problems];
  }
  const { config } = loaded;
  const [postgres, redis, destinations, processes] = await Promise.all([
    checkPostgres(config.databaseUrl),
    checkRedis(config.redisUrl),
    checkDestinations(config),
    checkProcesses(config.host, ports ?? { ...defaultPorts, ingress: config.port ?? defaultPorts.ingress }),
  ]);
  const file = ok("configuration", config.file ?? "the environment alone, no touchline.yaml");
  return [node, file, ...postgres, ...redis, ...checkEndpoints(config), ...destinations, ...processes];
}
