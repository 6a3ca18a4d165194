/** How much of an answer is read, and how much of it is kept with the attempt. */
const maxReadBytes = 64 * 1024;
const maxKeptChars = 2_000;

export interface AnswerBody {
  text: string;
  /** False when the connection ended or the deadline passed before the body did. */
  complete: boolean;
}

/** Reads at most 64 KiB of an answer, as UTF-8; what is longer counts as complete, since its rest is not wanted. */
export async function readAnswer(body: ReadableStream<Uint8Array> | null): Promise<AnswerBody> {
  if (body === null) return { text: "", complete: true };
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let complete = true;
  try {
    while (size < maxReadBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.byteLength;
    }
  } catch {
    complete = false;
  }
  // Gives the connection back or ends it; that it may already be gone is no news here.
  void reader.cancel().catch(() => undefined);
  return { text: new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxReadBytes)), complete };
}

/**
 * The part of an answer that is kept: without the credentials that some error pages echo, without NUL (PostgreSQL
 * takes none), cut to 2,000 characters.
 */
export function keptAnswer(text: string, secrets: readonly string[]): string {
  let kept = text.replaceAll("\0", "\uFFFD");
  for (const secret of secrets) if (secret.length >= minSecretChars) kept = kept.replaceAll(secret, "***");
  return kept.slice(0, maxKeptChars).toWellFormed();
}

/** Shorter values are no credentials, and masking them would only garble the answer. */
const minSecretChars = 6;
