/** Values of every wrong kind, to be put where something else belongs. */
const oddValues: readonly unknown[] = [
  null,
  true,
  -1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  "",
  " \n",
  "\0",
  "half \ud83d a pair",
  "x".repeat(5000),
  "9999-12-31T23:59:59Z",
  [],
  [[[]], null, { name: "\0" }, { name: 1 }, "\udc4d"],
  {},
  { name: { name: {} } },
  { toString: 1, constructor: 2, hasOwnProperty: 3 },
];

/** Bodies that no honest sender makes, each with a name for the test's title. */
export function hostileBodies(samples: readonly string[]): [string, Buffer][] {
  return [
    ...Object.entries({
      "an empty body": "",
      blanks: " \n",
      "half an object": '{"eventId":"evt_1"',
      null: "null",
      "a number too large": "1e999",
      "a list": "[{}]",
      "a deep list": "[".repeat(200_000) + "]".repeat(200_000),
      "deep data": deep('{"eventId":"e","eventType":"lead.updated","data":{"leadId":"l\\u0000","x":', 100_000),
      "deep tags": deep('{"eventId":"e","eventType":"lead.tag.updated","data":{"leadId":"l\\ud83d","tags":', 100_000),
      "keys of the prototype": `{"__proto__":{"eventId":"p"},"constructor":1,"eventId":"e","eventType":"__proto__","data":{"__proto__":{"leadId":"p"}}}`,
      "a key that cannot be stored": `{"eventId":"e","eventType":"lead.updated","data":{"leadId":"l","\\u0000":"\\u0000"}}`,
      "a type named like a method": `{"eventId":"e","eventType":"toString","data":{}}`,
      "numbers too large": `{"eventId":"e","eventType":"message.sent","data":{"leadId":"l","sequenceStep":1e999}}`,
    }).map(([name, text]): [string, Buffer] => [name, Buffer.from(text)]),
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ...samples.flatMap(withOddValues),
  ];
}

function deep(start: string, depth: number): string {
  return `${start}${'{"a":['.repeat(depth)}0${"]}".repeat(depth)}}}`;
}

/** The sample with each field of envelope and data replaced, all odd values in turn: one body per field. */
function withOddValues(sample: string): [string, Buffer][] {
  const event = JSON.parse(sample) as Record<string, unknown> & { eventType: string; data: object };
  return oddValues.flatMap((odd, index): [string, Buffer][] => {
    const all = Object.fromEntries(Object.keys(event.data).map((key) => [key, odd]));
    const one = Object.keys(event).map((key): [string, Buffer] => [
      `${event.eventType} with an odd ${key} (${index})`,
      Buffer.from(JSON.stringify({ ...event, [key]: odd })),
    ]);
    const name = `${event.eventType} with nothing but odd data (${index})`;
    return [...one, [name, Buffer.from(JSON.stringify({ ...event, data: { ...all, leadId: "l", campaignId: "c" } }))]];
  });
}
