import { testRedisUrl } from "@touchline/testing/suite";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addIntakeJob, queueOf } from "./board-jobs.ts";
import { password, runConsole, type RunningConsole } from "./run-console.ts";

const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
let running: RunningConsole;
let browser: Browser;

beforeAll(async () => {
  running = await runConsole({ redisUrl: await testRedisUrl() });
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", ...quiet],
  });
});
afterAll(async () => {
  await browser.close();
  await running.close();
});

/** A page that records what the browser refused or complained about, but for the board's web font. */
async function openPage(): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("fonts.googleapis.com")) complaints.push(message.text());
  });
  return { page, complaints };
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

test("a person logs in by keyboard alone, sees the overview, and logs out", async () => {
  const { page, complaints } = await openPage();
  await page.goto(`${running.url}/`);
  expect(new URL(page.url()).pathname).toBe("/login");
  // The password field has the focus.
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  expect(await page.getByRole("status").textContent()).toBe("Nothing has arrived yet.");
  expect(await page.getByText("npm run touchline -- send").isVisible()).toBe(true);
  expect(complaints).toEqual([]);

  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await page.goto(`${running.url}/queues`);
  expect(new URL(page.url()).pathname).toBe("/login");
  await page.close();
});

test("the board shows a job of the intake queue behind the login, without its text", async () => {
  await addIntakeJob(queueOf(running.queues, "redis", "intake"), "reply.received", "evt-seen");
  const { page, complaints } = await openPage();
  await page.goto(`${running.url}/queues`);
  await logIn(page);
  await page.getByText("intake · redis").first().click();
  await page.getByText("reply.received").first().waitFor();
  await page.getByText("intake-evt-seen").first().waitFor();
  const shown = await page.locator("body").innerText();
  expect(shown).not.toContain("555-0100");
  expect(complaints).toEqual([]);
  await page.close();
});

test("on a phone nothing of the overview sticks out sideways", async () => {
  const { page } = await openPage();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${running.url}/`);
  await logIn(page);
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  expect(overflow).toBe(0);
  await page.close();
});
