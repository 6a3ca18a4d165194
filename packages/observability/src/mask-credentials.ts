const userInfo = /:\/\/([^\s:@/"]*):[^\s/"]+@/gu;
const secretQuery = /([?&](?:password|passwd|secret|token|access_token|api_?key|sig|signature)=)[^&\s"]+/giu;

/** Blanks the password of every `scheme://user:password@host` and secret-looking query values in a text. */
export function maskCredentials(text: string): string {
  // Nearly every line lacks both marks; looking for them first keeps the expressions off the hot path.
  if (!text.includes("://") && !text.includes("=")) return text;
  return text.replace(userInfo, "://$1:***@").replace(secretQuery, "$1***");
}
