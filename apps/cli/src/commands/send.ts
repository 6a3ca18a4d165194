import { randomUUID } from "node:crypto";
import { Option, type Command } from "commander";
import type { Config } from "@touchline/config/config";
import { SignatureScheme } from "@touchline/domain/event";
import { samples, type Sample } from "@touchline/sources/sendpilot/samples";
import { signRequest } from "@touchline/sources/sendpilot/sign";
import type { Answer, CliContext } from "../context.ts";
import { usageFailure } from "../failure.ts";
import { localAddress } from "../local-address.ts";
import { jsonObject, wholeNumber, webUrl } from "../options.ts";
import { firstArgument, type CommandDeps } from "../reply.ts";
import { curlLine } from "../send/curl-line.ts";
import { describeSamples } from "../send/describe-samples.ts";
import { postAll, type SignedRequest } from "../send/post-webhook.ts";
import { eventIdOf, freshBody, freshEventId } from "../send/sample-body.ts";
import { secretFor } from "../send/secret-for.ts";
import { summariseResults } from "../send/summarise-results.ts";
import { settingsFor } from "../settings.ts";

interface SendOptions {
  list?: true;
  count: number;
  concurrency: number;
  url?: URL;
  form: SignatureScheme;
  secret?: string;
  eventId?: string;
  data?: Record<string, unknown>;
  raw?: true;
  curl?: true;
}

const defaultPort = 8080;

const examples = `
Examples:
  touchline send --list
  touchline send reply.received
  touchline send message.sent --count 100 --concurrency 10
  touchline send lead.tag.updated --data '{"newTag":"Hot"}' --form documented
  touchline send reply.received --curl
  touchline send reply.received --event-id evt_1 --count 2     the same event twice`;

export function addSend(program: Command, { context, reply }: CommandDeps): void {
  program
    .command("send")
    .description("send signed sample events, as SendPilot would")
    .argument("[eventType]", "event type or sample file, see --list", "reply.received")
    .option("--list", "list the samples and send nothing")
    .option("--count <n>", "how many", wholeNumber(1, 100_000), 1)
    .option("--concurrency <n>", "how many at a time", wholeNumber(1, 200), 10)
    .option("--url <url>", "where to, instead of the ingress on this machine (port 8080, or PORT)", webUrl)
    .addOption(new Option("--form <form>", "signature form").choices(SignatureScheme.options).default("svix"))
    .option("--secret <secret>", "signs instead of the first secret of the URL's endpoint (SENDPILOT_WEBHOOK_SECRET)")
    .option("--event-id <id>", "instead of a fresh one for each")
    .option("--data <json>", "object merged into the event's data", jsonObject)
    .addOption(
      new Option("--raw", "send the sample byte for byte, old id and times and all").conflicts(["eventId", "data"]),
    )
    .addOption(new Option("--curl", "print a curl line instead of sending").conflicts("count"))
    .addHelpText("after", examples)
    .action(reply(async (command) => await send(firstArgument(command) ?? "", command.opts<SendOptions>(), context)));
}

async function send(name: string, options: SendOptions, context: CliContext): Promise<Answer> {
  if (options.list) return describeSamples();
  const sample =
    samples.find(({ file }) => file === name || file === `${name}.json`) ??
    samples.find(({ eventType }) => eventType === name);
  if (sample === undefined) throw usageFailure(`no sample of "${name}"; touchline send --list shows all`);
  const target = options.url ?? localIngress(settingsFor(context));
  const secret = options.secret ?? secretFor(target, settingsFor(context));
  const makeBody = bodyMaker(sample, options);
  const make = () => signed(makeBody(), secret, options.form);
  const url = target.href;
  if (options.curl) {
    const request = make();
    return { ok: true, json: { url, ...request }, lines: [curlLine(url, request)] };
  }
  const results = await postAll(
    url,
    Array.from({ length: options.count }, () => make),
    options.concurrency,
  );
  return summariseResults({ url, form: options.form, sample: sample.file, results }, context.paint);
}

function localIngress({ host, port }: Config): URL {
  return new URL(`http://${localAddress(host, port || defaultPort)}/webhooks/sendpilot`);
}

/** Each call a new event; with an event id given, the same one again, byte for byte as a resend is. */
function bodyMaker(sample: Sample, { eventId, data, raw }: SendOptions): () => string {
  if (raw) return () => sample.body;
  const make = (now: Date) => freshBody(sample.body, { eventId: eventId ?? freshEventId(now), data, now });
  if (eventId === undefined) return () => make(new Date());
  const body = make(new Date());
  return () => body;
}

function signed(body: string, secret: string, form: SignatureScheme): SignedRequest {
  const now = new Date();
  const signature = signRequest({ scheme: form, secret, body, messageId: `msg_${randomUUID()}`, now });
  return { eventId: eventIdOf(body) ?? "", headers: { "content-type": "application/json", ...signature }, body };
}
