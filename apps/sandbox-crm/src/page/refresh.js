// Brings the page up to date while somebody looks at it: asks with the version it has, so that the answer is mostly 304.
const everyMs = 2000;
const live = document.getElementById("live");
let version = "";

async function refresh() {
  const selecting = getSelection()?.isCollapsed === false;
  if (document.hidden || selecting) return;
  try {
    const response = await fetch(location.href, { headers: version === "" ? {} : { "if-none-match": version } });
    live?.classList.toggle("off", response.status >= 400);
    if (response.status !== 200) return;
    version = response.headers.get("etag") ?? "";
    const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
    if (next !== null) replaceMain(next);
  } catch {
    live?.classList.add("off");
  }
}

function replaceMain(next) {
  const now = document.querySelector("main");
  if (now === null || now.innerHTML === next.innerHTML) return;
  const focused = document.activeElement?.getAttribute("href");
  now.replaceWith(next);
  if (focused) next.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

setInterval(() => void refresh(), everyMs);
document.addEventListener("visibilitychange", () => void refresh());
