import { fail, ok, type Finding } from "./finding.ts";

/** The first version that runs TypeScript as it is without a flag. */
const least = [22, 18] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/u, "").split(".").map(Number);
  const enough = major > least[0] || (major === least[0] && minor >= least[1]);
  if (enough) return ok("node", version);
  return fail(
    "node",
    `${version} is too old`,
    `install Node ${least.join(".")} or newer; npm start fetches one by itself`,
  );
}
