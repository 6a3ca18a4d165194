const here = "http://console.invalid";

/**
 * Where to go after the login: a path of this console, or the start page. Anything that a browser could read as
 * another host (`//evil`, `/\evil`, `https:…`, hidden control characters) becomes the start page.
 */
export function safeNext(wanted: unknown): string {
  if (typeof wanted !== "string" || !/^\/(?![/\\])[\x21-\x7e]*$/u.test(wanted) || wanted.length > 500) return "/";
  if (!URL.canParse(wanted, here)) return "/";
  const { origin, pathname, search } = new URL(wanted, here);
  if (origin !== here || pathname.startsWith("//") || pathname === "/login" || pathname === "/logout") return "/";
  return pathname + search;
}
