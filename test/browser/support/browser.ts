/**
 * A real browser for the tests of a file. Each profile is a person's: it shares no cookie and no storage with another.
 * What goes wrong in a page without being asked for fails the test in which it went wrong.
 */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { findChromium } from "../../../local/setup/chromium.ts";
import { keepScreenshot } from "./looks.ts";

type Profile = {
  readonly page: Page;
  /** From now on such faults are part of the test. @param fault a part of what the browser says */
  allow(fault: RegExp): void;
  /** What went wrong since the last look, whatever was allowed. */
  takeFaults(): string[];
  close(): Promise<void>;
};

export type TestBrowser = {
  /**
   * A person's browser, as it comes: on a desk, in light. One that is opened in a test closes with it; one that is opened
   * before all tests stays for all of them.
   */
  openProfile(options?: BrowserContextOptions): Promise<Profile>;
};

/** Options of a profile. */
export const onPhone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };
export const inDark: BrowserContextOptions = { colorScheme: "dark" };

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens a browser for the file, and closes it at its end. To be called once, outside of all tests. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  const lasting = new Set<OpenProfile>();
  /** Of the test that runs; null between tests. */
  let passing: Set<OpenProfile> | null = null;

  beforeAll(async () => {
    const { path } = await findChromium();
    browser = await chromium.launch({ executablePath: path, args });
  });
  beforeEach(() => {
    passing = new Set();
  });
  afterEach(async ({ task }) => {
    const open = [...lasting, ...(passing ?? [])];
    if (task.result?.state === "fail")
      await Promise.all(open.map((each, nth) => keepFailure(each, task.name, nth)));
    const faults = open.flatMap((profile) => profile.takeUnasked());
    await Promise.all([...(passing ?? [])].map((profile) => profile.close()));
    passing = null;
    expect(faults, "what went wrong in the browser").toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    openProfile: async (options = {}) => {
      if (browser === undefined)
        throw new Error("A profile is opened in a test, or in a hook after useBrowser().");
      const profiles = passing ?? lasting;
      const profile = await open(browser, options, () => profiles.delete(profile));
      profiles.add(profile);
      return profile;
    },
  };
}

type OpenProfile = Profile & { takeUnasked(): string[] };

async function open(
  browser: Browser,
  options: BrowserContextOptions,
  onClose: () => void,
): Promise<OpenProfile> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  let faults: string[] = [];
  const allowed: RegExp[] = [];
  const takeFaults = () => {
    const taken = faults;
    faults = [];
    return taken;
  };
  // A violation of the Content-Security-Policy is an error on the console, too.
  context.on("console", (message) => {
    if (message.type() === "error") faults.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => faults.push(`thrown: ${error.error().message}`));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "failed";
    // A page that is left ends what it was waiting for.
    if (why !== "net::ERR_ABORTED") faults.push(`${why} (${request.url()})`);
  });
  return {
    page,
    allow: (fault) => void allowed.push(fault),
    takeFaults,
    takeUnasked: () => takeFaults().filter((fault) => !allowed.some((each) => each.test(fault))),
    close: async () => {
      onClose();
      await context.close();
    },
  };
}

async function keepFailure({ page }: Profile, test: string, nth: number): Promise<void> {
  const name = test.replace(/[^\w-]+/g, "-").slice(0, 80);
  // What cannot be shown must not hide why the test failed.
  await keepScreenshot(page, `failed-${name}-${nth + 1}`).catch(() => undefined);
}
