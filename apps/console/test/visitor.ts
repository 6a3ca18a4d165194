export interface Visit {
  status: number;
  headers: Headers;
  text: string;
}

export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Visit>;
  /** Sends a form as a page of the console does, unless the headers say otherwise. */
  post(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<Visit>;
  send(method: string, path: string, headers?: Record<string, string>): Promise<Visit>;
  logIn(password: string, name?: string): Promise<Visit>;
  /** The session cookie as the browser holds it, `name=value`. */
  cookie: string | undefined;
}

/** Somebody with a browser: keeps the cookie, follows no redirect, says where requests come from. */
export function visitor(url: string): Visitor {
  const { origin } = new URL(url);
  const self: Visitor = {
    cookie: undefined,
    get: (path, headers) => visit("GET", path, undefined, { accept: "text/html", ...headers }),
    post: (path, form = {}, headers) => visit("POST", path, new URLSearchParams(form), { origin, ...headers }),
    send: (method, path, headers) => visit(method, path, undefined, { origin, ...headers }),
    logIn: (password, name = "admin") => self.post("/login", { name, password }),
  };

  async function visit(
    method: string,
    path: string,
    body: URLSearchParams | undefined,
    headers: Record<string, string>,
  ): Promise<Visit> {
    const cookies = self.cookie === undefined ? {} : { cookie: self.cookie };
    const request = { method, redirect: "manual", headers: { ...cookies, ...headers } } as const;
    const response = await fetch(url + path, body === undefined ? request : { ...request, body });
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(";", 1)[0] ?? "";
      self.cookie = pair.endsWith("=") ? undefined : pair;
    }
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  return self;
}
