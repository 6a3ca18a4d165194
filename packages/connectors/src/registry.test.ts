import { expect, it } from "vitest";
import { connectDestination, connectors, destinationOptions } from "./registry.ts";

const destination = { name: "crm", type: "http", timeoutMs: 1_000, options: { url: "https://crm.example/hook" } };

it("knows every connector by its own type", () => {
  for (const [type, connector] of Object.entries(connectors)) expect(connector.type).toBe(type);
  expect(Object.keys(destinationOptions)).toEqual(Object.keys(connectors));
});

it("refuses a type it does not know, and options that do not fit, by name and without the values", () => {
  const connect = (more: object) => () => connectDestination({ ...destination, ...more }, () => new Date());
  expect(connect({ type: "fax" })).toThrow("destination crm: no connector fax; there are http");
  expect(connect({ options: { url: "hush" } })).toThrow(/^destination crm: url: must be an http or https URL$/u);
});
