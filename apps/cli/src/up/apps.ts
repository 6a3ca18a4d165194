/** Every process of a running Touchline, in the order of starting; they stop in reverse, so intake ends first. */
export const apps = [
  { name: "sandbox-crm", defaultPort: 8082 },
  { name: "delivery-worker", defaultPort: 8084 },
  { name: "activity-worker", defaultPort: 8083 },
  { name: "console", defaultPort: 8081 },
  { name: "ingress", defaultPort: 8080 },
] as const;

export type AppName = (typeof apps)[number]["name"];
