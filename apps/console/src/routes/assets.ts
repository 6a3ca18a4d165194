import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

const assets = [
  { name: "console.css", type: "text/css; charset=utf-8" },
  { name: "icon.svg", type: "image/svg+xml" },
];

/** Serves the console's own style sheet and icon, read once at start. They are public: the login page needs them. */
export function registerAssets(app: FastifyInstance): void {
  for (const { name, type } of assets) {
    const content = readFileSync(new URL(`../assets/${name}`, import.meta.url));
    app.get(`/assets/${name}`, async (_request, reply) =>
      reply.type(type).header("cache-control", "public, max-age=300").send(content),
    );
  }
}
