import { createHash, randomBytes } from "node:crypto";
import type { Db } from "@touchline/db/client";
import {
  closeConsoleSession,
  extendConsoleSession,
  findConsoleSession,
  openConsoleSession,
  removeExpiredConsoleSessions,
} from "@touchline/db/console-sessions";
import type { FastifyReply, FastifyRequest } from "fastify";
import { withDeadline } from "../deadline.ts";

const cookieName = "touchline_session";

const hourMs = 3_600_000;
const sessionMs = 12 * hourMs;
/** A board left open polls for ever; after a week even that session ends. */
const longestMs = 7 * 24 * hourMs;
const deadlineMs = 3_000;

export interface Sessions {
  /** Logs in: a new session under a new token, whatever the browser brought; the one it brought ends. */
  open(request: FastifyRequest, reply: FastifyReply, userName: string): Promise<void>;
  /** The user who is logged in, if any. Renews the session, at most hourly. @throws when the database is away */
  find(request: FastifyRequest, reply: FastifyReply): Promise<string | undefined>;
  /** The user that `find` gave for this request. */
  userOf(request: FastifyRequest): string | undefined;
  close(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Sessions live in Postgres; the browser holds a random token in a signed cookie, the table only its hash. */
export function createSessions({ db, now }: { db: Db; now: () => Date }): Sessions {
  const users = new WeakMap<FastifyRequest, string>();
  const within = <T>(work: Promise<T>): Promise<T> => withDeadline(work, deadlineMs, "the database");

  async function close(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = readToken(request);
    if (token !== undefined) await within(closeConsoleSession(db, hashOf(token)));
    reply.clearCookie(cookieName, { path: "/" });
  }

  async function open(request: FastifyRequest, reply: FastifyReply, userName: string): Promise<void> {
    await close(request, reply);
    await within(removeExpiredConsoleSessions(db, now()));
    const token = randomBytes(32).toString("base64url");
    const createdAt = now();
    const expiresAt = new Date(createdAt.getTime() + sessionMs);
    await within(openConsoleSession(db, { tokenHash: hashOf(token), userName, createdAt, expiresAt }));
    setCookie(reply, token, sessionMs);
  }

  async function find(request: FastifyRequest, reply: FastifyReply): Promise<string | undefined> {
    const token = readToken(request);
    if (token === undefined) return undefined;
    const at = now();
    const session = await within(findConsoleSession(db, hashOf(token), at));
    if (session === undefined) return undefined;
    const expiresAt = new Date(Math.min(at.getTime() + sessionMs, session.createdAt.getTime() + longestMs));
    if (expiresAt.getTime() - session.expiresAt.getTime() >= hourMs) {
      await within(extendConsoleSession(db, session.tokenHash, expiresAt));
      setCookie(reply, token, expiresAt.getTime() - at.getTime());
    }
    users.set(request, session.userName);
    return session.userName;
  }

  return { open, find, close, userOf: (request) => users.get(request) };
}

function readToken(request: FastifyRequest): string | undefined {
  const cookie = request.cookies[cookieName];
  if (cookie === undefined) return undefined;
  const { valid, value } = request.unsignCookie(cookie);
  return valid ? value : undefined;
}

function setCookie(reply: FastifyReply, token: string, lifeMs: number): void {
  reply.setCookie(cookieName, token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    // By the request's own protocol, a trusted proxy's word included.
    secure: "auto",
    signed: true,
    maxAge: Math.floor(lifeMs / 1_000),
  });
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
