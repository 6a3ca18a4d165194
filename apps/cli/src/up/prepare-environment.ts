import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Environment } from "./environment.ts";
import { keepSecret, makePassword, makeSigningSecret } from "./keep-secret.ts";
import { root } from "./run-folder.ts";

const sandboxConfig = `# Made by \`npm start\`, anew each time. Copy it to touchline.yaml, beside package.json, to make it yours.
destinations:
  sandbox:
    type: http
    url: "\${SANDBOX_URL}/hook"
    readBack: "\${SANDBOX_URL}/entries/{deliveryId}"
    secret: "\${SANDBOX_SECRET}"
`;

/** Whether the configuration is the user's own: then its destinations are real, and no samples go out unasked. */
export function hasOwnConfig(env: Environment): boolean {
  return isSet(env, "TOUCHLINE_CONFIG") || existsSync(path.join(root, "touchline.yaml"));
}

/**
 * Makes what a start without any settings lacks: secrets, a password, and a configuration that delivers to the sandbox.
 * @returns what was made, for variables that nobody set
 */
export function prepareEnvironment(env: Environment, folder: string): Record<string, string> {
  const made: Record<string, string> = { SANDBOX_DATA: path.join(folder, "sandbox-crm.jsonl") };
  const keep = (name: string, file: string, make: () => string): void => {
    if (!isSet(env, name)) made[name] = keepSecret(path.join(folder, file), make);
  };
  keep("SENDPILOT_WEBHOOK_SECRET", "webhook-secret", makeSigningSecret);
  keep("SANDBOX_SECRET", "sandbox-secret", makeSigningSecret);
  keep("CONSOLE_ADMIN_PASSWORD", "console-password", makePassword);
  if (!hasOwnConfig(env)) {
    made["TOUCHLINE_CONFIG"] = path.join(folder, "touchline.yaml");
    writeFileSync(made["TOUCHLINE_CONFIG"], sandboxConfig);
  }
  return made;
}

function isSet(env: Environment, name: string): boolean {
  return Boolean(env[name]) || Boolean(env[`${name}_FILE`]);
}
