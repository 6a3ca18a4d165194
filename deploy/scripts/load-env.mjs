// Preloaded into every process of the compose stack: the variables of config/touchline.env, if it is there.
// What compose sets itself wins.
import { existsSync } from "node:fs";

const file = "touchline.env";
if (existsSync(file)) process.loadEnvFile(file);
