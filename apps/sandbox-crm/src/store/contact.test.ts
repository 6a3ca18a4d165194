import { expect, it } from "vitest";
import { contactName } from "./contact.ts";

it.each([
  ["in:jane-doe-4b71a2", "Jane Doe"],
  ["in:4b71a2", "4b71a2"],
  ["in:-", "-"],
  ["in:josé-müller", "José Müller"],
  ["id:ACoAAB1cD_e-F2gHiJk", "Profile ACoAAB1c…"],
  ["lead:ws_1:lead_1", "Lead lead_1"],
  ["lead::lead_1", "Lead lead_1"],
  ["somebody", "somebody"],
])("shows %j as %j", (key, name) => expect(contactName(key)).toBe(name));
