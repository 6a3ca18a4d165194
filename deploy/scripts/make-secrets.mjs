// Fills the volume of secrets before anything else starts: what the environment gives is taken, what it lacks is made
// once and kept. `--show` prints what was made, on this and every later call.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.SECRETS_FOLDER ?? "/secrets";
const show = process.argv.includes("--show");

const password = () => randomBytes(18).toString("base64url");
const signingSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

const secrets = [
  { name: "SENDPILOT_WEBHOOK_SECRET", make: signingSecret, what: "signs webhooks" },
  { name: "CONSOLE_ADMIN_PASSWORD", make: password, what: "opens the console" },
  { name: "SANDBOX_SECRET", make: signingSecret, what: "signs what the sandbox CRM gets", quiet: true },
  // PostgreSQL runs as another user than Touchline, and takes its password only when it makes its database.
  {
    name: "POSTGRES_PASSWORD",
    make: password,
    what: "PostgreSQL in this stack",
    quiet: true,
    mode: 0o444,
    fixed: true,
  },
];

const print = (...lines) => process.stdout.write(`${lines.join("\n")}\n`);
const fileOf = (name) => join(folder, name.toLowerCase().replaceAll("_", "-"));

function save(name, value, mode = 0o400) {
  const draft = `${fileOf(name)}.new`;
  writeFileSync(draft, `${value}\n`);
  chmodSync(draft, mode);
  renameSync(draft, fileOf(name));
}

function settle({ name, make, mode, fixed = false }) {
  const kept = existsSync(fileOf(name)) ? readFileSync(fileOf(name), "utf8").trim() : undefined;
  const given = process.env[name] || undefined;
  if (given !== undefined && kept !== undefined && given !== kept && fixed) {
    throw new Error(`${name} cannot change here: the database was made with another one. See docs/deploy.md.`);
  }
  const value = given ?? kept ?? make();
  if (value !== kept) save(name, value, mode);
  return { value, origin: given !== undefined ? "from .env" : kept !== undefined ? "kept" : "made now" };
}

function lineFor({ name, what, quiet = false }, { value, origin }) {
  const visible = !quiet && (show || origin === "made now");
  return `  ${name.padEnd(26)} ${origin.padEnd(10)} ${visible ? value : `(${what})`}`;
}

function addresses({ TOUCHLINE_DOMAIN: domain, EDGE_HTTP_PORT: edge, CONSOLE_PORT: console }) {
  const front = domain ? `https://${domain}` : `http://localhost:${edge}`;
  return [
    "Touchline",
    `  webhooks  ${front}/webhooks/sendpilot`,
    `  console   http://localhost:${console}, user admin`,
  ];
}

try {
  const settled = secrets.map((secret) => ({ secret, result: settle(secret) }));
  const { result: postgres } = settled.find(({ secret }) => secret.name === "POSTGRES_PASSWORD");
  const ownDatabase = `postgresql://touchline:${encodeURIComponent(postgres.value)}@postgres:5432/touchline`;
  save("DATABASE_URL", process.env.DATABASE_URL || ownDatabase);
  save("REDIS_URL", process.env.REDIS_URL || "redis://redis:6379");
  const lines = settled.map(({ secret, result }) => lineFor(secret, result));
  print(...addresses(process.env), "Secrets, in the volume «secrets»", ...lines);
  print("Your own go into .env (see .env.example). To see these again: docker compose run --rm init --show");
} catch (error) {
  print(error.message);
  process.exitCode = 1;
}
