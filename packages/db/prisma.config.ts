import { defineConfig } from "prisma/config";

// For Prisma's own commands, run in this folder: `prisma migrate status`, `prisma studio`.
// Touchline's code never reads it: its commands bring the schema engine along as WebAssembly.
export default defineConfig({
  schema: "../../prisma/schema.prisma",
  migrations: { path: "../../prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "" },
});
