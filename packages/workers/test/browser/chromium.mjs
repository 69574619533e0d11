/**
 * Headless Chromium, spoken to over its debugging protocol.
 *
 *   CH1  Each page has a profile of its own, and is closed before the next is opened.
 *   CH2  All processes of the browser are one group, and end together.
 *   CH3  It listens to no port: commands and events go through a pipe, each a JSON text that ends with a zero byte.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Names under which it is installed. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  // What it would fetch on its own account.
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--remote-debugging-pipe",
];

/** The browser that CHROMIUM names, else the first in PATH; undefined if there is none. @returns {string | undefined} */
export function findChromium() {
  const { CHROMIUM, PATH = "" } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const found = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return found.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Runs in each page before anything else: counts how often its thread blocks, which a page must not, and tells of the
 * result when it is shown.
 */
const PRELUDE = `
  globalThis.waits = 0;
  Atomics.wait = (cells, index, value, timeout) => {
    // To wait no time is to ask whether the thread may wait.
    if (timeout !== 0) globalThis.waits++;
    throw new TypeError("a page must not wait");
  };
  new MutationObserver(() => {
    const text = document.querySelector("#result")?.textContent;
    if (text) shown(text);
  }).observe(document, { childList: true, characterData: true, subtree: true });
`;

/**
 * A message of the protocol, of either side.
 *
 * @typedef {object} Message
 * @property {number} [id]
 * @property {string} [sessionId]
 * @property {string} [method]
 * @property {any} [params]
 * @property {any} [result]
 * @property {{ message: string }} [error]
 */

/** A page that is open. */
export class Page {
  /** What it showed as its result. @type {Promise<string>} */
  result;
  /** What it has said on its console, a line each: the kind of the message, a colon, its text. @type {string[]} */
  lines = [];
  /** @type {Browser} */
  #browser;
  /** @type {string} */
  #session;
  /** @type {(text: string) => void} */
  #shown = () => {};

  /** @param {Browser} browser @param {string} session */
  constructor(browser, session) {
    this.#browser = browser;
    this.#session = session;
    this.result = new Promise((resolve) => {
      this.#shown = resolve;
    });
  }

  /** Does a command. @param {string} method @param {object} [params] @returns {Promise<any>} */
  send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  /** The value of an expression in it. @param {string} expression @returns {Promise<any>} */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Takes an event. @param {Message} event */
  on({ method, params }) {
    if (method === "Runtime.bindingCalled") this.#shown(params.payload);
    else if (method === "Runtime.consoleAPICalled")
      this.lines.push(
        `${params.type}: ${params.args.map((/** @type {any} */ arg) => arg.value ?? arg.description).join(" ")}`,
      );
    else if (method === "Runtime.exceptionThrown")
      this.lines.push(
        `exception: ${params.exceptionDetails.exception?.description ?? params.exceptionDetails.text}`,
      );
    else if (method === "Log.entryAdded")
      this.lines.push(`${params.entry.level}: ${params.entry.text} ${params.entry.url ?? ""}`);
  }
}

/** A browser that runs. */
export class Browser {
  #profile = mkdtempSync(join(tmpdir(), "gopark-profile-"));
  #process = spawn(findChromium() ?? "chromium", [...FLAGS, `--user-data-dir=${this.#profile}`], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });
  /** Whoever waits for the answer to a command, by its number. @type {Map<number, (answer: Message) => void>} */
  #waiting = new Map();
  /** Open pages, by their sessions. @type {Map<string, Page>} */
  #pages = new Map();
  /** Number of the last command. */
  #count = 0;
  /** Rejects when the browser ends. @type {Promise<never>} */
  #gone;

  constructor() {
    this.#gone = new Promise((_resolve, reject) => {
      this.#process.on("error", reject);
      this.#process.on("exit", (code) => reject(new Error(`the browser exited with ${code}`)));
    });
    this.#gone.catch(() => {});
    let rest = "";
    const output = /** @type {import("node:stream").Readable} */ (this.#process.stdio[4]);
    output.setEncoding("utf8").on("data", (text) => {
      const parts = (rest + text).split("\0");
      rest = /** @type {string} */ (parts.pop());
      for (const part of parts) this.#take(JSON.parse(part));
    });
    // Writing to a browser that is gone fails; `#gone` tells of it.
    this.#process.stdio[3]?.on("error", () => {});
  }

  /** @param {Message} message */
  #take(message) {
    if (message.id === undefined) this.#pages.get(message.sessionId ?? "")?.on(message);
    else this.#waiting.get(message.id)?.(message);
  }

  /**
   * Does a command and gives its result.
   *
   * @param {string} method
   * @param {object} [params]
   * @param {string} [sessionId]
   * @returns {Promise<any>}
   */
  async send(method, params = {}, sessionId) {
    const id = ++this.#count;
    /** @type {Promise<Message>} */
    const answered = new Promise((resolve) => this.#waiting.set(id, resolve));
    const input = /** @type {import("node:stream").Writable} */ (this.#process.stdio[3]);
    input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    const { result, error } = await Promise.race([answered, this.#gone]);
    this.#waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /**
   * Opens a page, calls `f` with it, and closes it. What `f` gives has to come within `limit` milliseconds, before the
   * browser ends.
   *
   * @template T
   * @param {string} url
   * @param {{ cores?: number, limit: number }} options `cores`: how many processors the page is told of
   * @param {(page: Page) => Promise<T>} f
   * @returns {Promise<T>}
   */
  async visit(url, { cores, limit }, f) {
    const { browserContextId } = await this.send("Target.createBrowserContext");
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId);
    this.#pages.set(sessionId, page);
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    try {
      for (const domain of ["Page", "Runtime", "Log"]) await page.send(`${domain}.enable`);
      await page.send("Runtime.addBinding", { name: "shown" });
      await page.send("Page.addScriptToEvaluateOnNewDocument", { source: PRELUDE });
      if (cores !== undefined)
        await page.send("Emulation.setHardwareConcurrencyOverride", { hardwareConcurrency: cores });
      await page.send("Page.navigate", { url });
      const late = new Promise((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`nothing within ${limit} ms`)), limit);
      });
      return await Promise.race([f(page), /** @type {Promise<never>} */ (late), this.#gone]);
    } catch (error) {
      throw new Error([`${url}: ${/** @type {Error} */ (error).message}`, ...page.lines].join("\n  "));
    } finally {
      clearTimeout(timer);
      this.#pages.delete(sessionId);
      await this.send("Target.disposeBrowserContext", { browserContextId }).catch(() => {});
    }
  }

  /** Ends it and all processes that it has started. */
  async end() {
    const { pid } = this.#process;
    if (pid !== undefined && this.#process.exitCode === null) {
      const ended = new Promise((resolve) => this.#process.once("exit", resolve));
      process.kill(-pid, "SIGKILL");
      await ended;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
