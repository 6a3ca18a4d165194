import { isId } from "@touchline/domain/ids";

/**
 * What looks like a credential in the path of a URL, as webhook URLs have it: 16 or more of letters, digits, `-` and
 * `_` in a row, of which both letters and digits. The id of a delivery is none.
 */
export function pathTokens(pathname: string): string[] {
  const long = pathname.match(/[\w-]{16,}/gu) ?? [];
  return long.filter((part) => /[A-Za-z]/u.test(part) && /\d/u.test(part) && !isId("delivery", part));
}
