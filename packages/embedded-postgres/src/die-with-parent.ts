import { spawn } from "node:child_process";

/**
 * Signals `pid` when this process is gone, however it went (kill -9 included): a tiny shell waits for the end of
 * a pipe that only this process holds open. It has its own process group, so a terminal's Ctrl-C passes it by.
 * @returns a function that ends the watch
 */
export function dieWithParent(pid: number, signal: "INT" | "TERM", user?: { uid: number; gid: number }): () => void {
  const script = `while read -r _; do :; done; kill -${signal} ${pid} 2>/dev/null`;
  const watcher = spawn("/bin/sh", ["-c", script], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: "/usr/bin:/bin" },
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  watcher.on("error", ignoreGone);
  watcher.stdin.on("error", ignoreGone);
  watcher.unref();
  // Node unrefs the child, yet the open pipe alone would keep this process alive.
  unrefStream(watcher.stdin);
  return () => {
    watcher.kill("SIGKILL");
    watcher.stdin.destroy();
  };
}

/** The watch is a safety net: without it (no /bin/sh) everything else still works. */
function ignoreGone(): void {}

function unrefStream(stream: unknown): void {
  if (typeof stream === "object" && stream !== null && "unref" in stream && typeof stream.unref === "function") {
    stream.unref();
  }
}
