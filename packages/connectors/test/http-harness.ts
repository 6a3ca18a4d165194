import type { ConnectorHarness } from "./contract.ts";
import type { Answer, Received } from "./receiver.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const token = "token-of-the-receiver";
const pathToken = "x7Yk29QmVb81LpZw03Rt";

/** A receiver that knows a repeat by `webhook-id`, as Standard Webhooks asks of it. */
export const deduplicatingReceiver: ConnectorHarness = {
  type: "http",
  secrets: [secret, token, "query-secret", "user-password", pathToken],
  options: (baseUrl) => ({
    url: `${baseUrl.replace("//", "//user:user-password@")}/hook/${pathToken}?key=query-secret`,
    secret,
    headers: { "x-token": token },
  }),
  vendor() {
    const written: string[] = [];
    return { written, handle: (request) => write(written, request, { deduplicate: true }) };
  },
};

/** A receiver that writes whatever comes, but can be asked. */
export const forgetfulReceiver: ConnectorHarness = {
  ...deduplicatingReceiver,
  options: (baseUrl) => ({ ...deduplicatingReceiver.options(baseUrl), readBack: `${baseUrl}/entries/{deliveryId}` }),
  vendor() {
    const written: string[] = [];
    return {
      written,
      handle(request) {
        if (request.method === "POST") return write(written, request, { deduplicate: false });
        return { status: written.includes(request.path.replace("/entries/", "")) ? 200 : 404 };
      },
    };
  },
};

function write(written: string[], { headers }: Received, { deduplicate }: { deduplicate: boolean }): Answer {
  const id = String(headers["webhook-id"]);
  if (!deduplicate || !written.includes(id)) written.push(id);
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ id }) };
}
