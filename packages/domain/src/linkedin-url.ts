const longestUrl = 2048;
/** LinkedIn allows 100 characters; the room is for marks that decode to several. Keys are indexed, so they stay short. */
const longestSlug = 256;
/** More rounds of percent-encoding than anyone has seen; bounds the work on hostile input. */
const decodingRounds = 6;

/**
 * One key for all spellings of a profile URL: host and locale, case, trailing slash, query, repeated percent-encoding,
 * relative form, Sales Navigator. `in:<slug>` for vanity names, `id:<id>` for LinkedIn's encoded ids (case-sensitive).
 * The two kinds never meet: nothing in a URL tells which id belongs to which vanity name.
 * @returns undefined for anything that is not a person's profile
 */
export function linkedinKey(url: string): string | undefined {
  if (url.length > longestUrl) return undefined;
  const [first, second, third] = profilePath(decoded(url).trim()) ?? [];
  switch (first?.toLowerCase()) {
    case "in":
      return second === undefined ? undefined : profileKey(second);
    case "sales":
      return /^(?:lead|people)$/iu.test(second ?? "") ? salesKey(third) : undefined;
    default:
      return undefined;
  }
}

/**
 * The stable key of a person: by profile URL, else `lead:<workspace>:<leadId>`, else undefined.
 * An event without a workspace gives `lead::<leadId>`.
 */
export function personKey(person: {
  linkedinUrl?: string | undefined;
  leadId?: string | undefined;
  workspaceId?: string | undefined;
}): string | undefined {
  const byUrl = person.linkedinUrl === undefined ? undefined : linkedinKey(person.linkedinUrl);
  if (byUrl !== undefined || person.leadId === undefined) return byUrl;
  return `lead:${person.workspaceId ?? ""}:${person.leadId}`;
}

/** Undoes percent-encoding until nothing changes. The query goes first in each round: it may be cut or malformed. */
function decoded(url: string): string {
  let current = url;
  for (let round = 0; round < decodingRounds; round++) {
    const path = current.replace(/[?#].*$/su, "");
    const next = path.replace(/(?:%[0-9a-f]{2})+/giu, decodeRun);
    if (next === current) break;
    current = next;
  }
  return current;
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run; // not UTF-8: the spelling itself is all there is to compare
  }
}

/** The path's segments, if the host is LinkedIn's or left out (`in/<slug>`). */
function profilePath(url: string): string[] | undefined {
  const match = onLinkedin.exec(url) ?? withoutHost.exec(url);
  return match?.[1]?.split("/").filter((segment) => segment !== "");
}

const onLinkedin = /^(?:(?:https?:)?\/\/)?(?:[a-z0-9-]+\.)*linkedin\.com\.?(?::\d+)?\/(.*)$/isu;
const withoutHost = /^\/?(in\/.*)$/isu;

function profileKey(slug: string): string | undefined {
  if (isEncodedId(slug)) return `id:${slug}`;
  const name = slug.normalize("NFC").toLowerCase().normalize("NFC");
  return name.length <= longestSlug && !/[\s\p{Cc}\p{Cs}]/u.test(name) ? `in:${name}` : undefined;
}

/** `/sales/lead/<id>,<search>,<token>`: only the id says who. */
function salesKey(segment: string | undefined): string | undefined {
  const id = segment?.replace(/,.*$/su, "") ?? "";
  return /^[\w-]+$/u.test(id) && id.length <= longestSlug ? `id:${id}` : undefined;
}

/** `ACoAA…`, `ACwAA…` and their kin; a vanity name would have to imitate the capitals to be taken for one. */
function isEncodedId(slug: string): boolean {
  return /^AC[A-Za-z0-9]AA[\w-]+$/u.test(slug) && slug.length <= longestSlug;
}
