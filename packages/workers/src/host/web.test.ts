import { afterEach, describe, expect, it, vi } from "vitest";
import type { Init } from "./threads.js";
import { handleOf, webHost } from "./web.js";

/** A worker as a page sees it. */
class FakeWorker extends EventTarget {
  /** What the last one was made of. */
  static made: unknown[] = [];
  constructor(...made: unknown[]) {
    super();
    FakeWorker.made = made;
  }
  readonly posted: [unknown, unknown][] = [];
  isTerminated = false;
  postMessage(message: unknown, transfer: unknown): void {
    this.posted.push([message, transfer]);
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

/** Web Locks of one page, all asked for in one realm. */
class FakeLocks {
  private readonly held = new Map<string, Promise<unknown>>();
  request(name: string, ...rest: unknown[]): Promise<unknown> {
    const f = rest.at(-1) as () => unknown;
    const turn = (this.held.get(name) ?? Promise.resolve()).then(f);
    this.held.set(name, turn);
    return turn;
  }
}

const { port1, port2 } = new MessageChannel();
port1.close();
const init: Init = { gopark: 1, role: "m", parent: port2 };

/** A worker, the handle of it, and why it ended. */
function started(): { worker: FakeWorker; ends: string[]; end: () => Promise<void> } {
  const worker = new FakeWorker();
  const handle = handleOf(worker as unknown as Worker, init, [port2]);
  const ends: string[] = [];
  handle.onEnd((reason) => ends.push(reason));
  return { worker, ends, end: () => handle.end() };
}

describe("a worker of the Web's", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is given its init as the first message", () => {
    const family = expect.stringContaining("gopark ");
    expect(started().worker.posted).toEqual([[{ ...init, family }, [port2]]]);
  });

  it("that could not load its script has ended", () => {
    const { worker, ends } = started();
    worker.dispatchEvent(new Event("error"));
    expect(ends).toEqual(["could not load its script (a page wants the option `worker` of run: see serveM)"]);
    expect(worker.isTerminated).toBe(true);
  });

  it("that threw outside everything has ended, once", () => {
    const { worker, ends } = started();
    const error = Object.assign(new Event("error"), { message: "Error: boom" });
    worker.dispatchEvent(error);
    worker.dispatchEvent(error);
    expect(ends).toEqual(["threw Error: boom"]);
  });

  it("is known to be gone when the lock that it held all its life comes free", async () => {
    const locks = new FakeLocks();
    vi.stubGlobal("navigator", { locks });
    let die: (value?: unknown) => void = () => {};
    void locks.request("life", () => new Promise((resolve) => (die = resolve)));
    const { worker, ends } = started();
    worker.dispatchEvent(new MessageEvent("message", { data: { gopark: "alive", lock: "life" } }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toEqual([]);
    die();
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toEqual(["is gone"]);
  });

  it("has ended when it and all that it has started hold their lock no more, which none gets after that", async () => {
    const locks = new FakeLocks();
    vi.stubGlobal("navigator", { locks });
    const { worker, end } = started();
    const { family } = (worker.posted[0] as [{ family: string }, unknown])[0];
    let die: (value?: unknown) => void = () => {};
    void locks.request(family, { mode: "shared" }, () => new Promise((resolve) => (die = resolve)));
    const said: string[] = [];
    void end().then(() => said.push("ended"));
    void locks.request(family, { mode: "shared" }, () => said.push("one more has begun"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(worker.isTerminated).toBe(true);
    expect(said).toEqual([]);
    die();
    await new Promise((resolve) => setImmediate(resolve));
    expect(said).toEqual(["ended"]);
  });

  it("has ended at once where there are no locks", async () => {
    vi.stubGlobal("navigator", {});
    const { worker, end } = started();
    await end();
    expect(worker.isTerminated).toBe(true);
  });

  it("says nothing when it is ended on purpose", async () => {
    const { worker, ends, end } = started();
    await end();
    worker.dispatchEvent(new Event("error"));
    expect(worker.isTerminated).toBe(true);
    expect(ends).toEqual([]);
  });

  it("does not exist where there is no Worker", () => {
    vi.stubGlobal("Worker", undefined);
    expect(webHost()).toBeNull();
  });
});

/** The globals of a worker, what it posts, and the module under test as it is loaded there. */
async function inside(): Promise<{ scope: EventTarget; posted: unknown[]; web: typeof import("./web.js") }> {
  const scope = new EventTarget();
  const posted: unknown[] = [];
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("addEventListener", scope.addEventListener.bind(scope));
  vi.stubGlobal("removeEventListener", scope.removeEventListener.bind(scope));
  vi.stubGlobal("postMessage", (message: unknown) => posted.push(message));
  vi.stubGlobal("navigator", { locks: new FakeLocks() });
  vi.resetModules();
  return { scope, posted, web: await import("./web.js") };
}

describe("the inside of a worker of the Web's", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("takes the first message that is an init, and says that it is alive while it holds a lock", async () => {
    const { scope, posted, web } = await inside();
    const inits: Init[] = [];
    web.webHost()?.receive((data) => inits.push(data));
    scope.dispatchEvent(new MessageEvent("message", { data: "something else" }));
    scope.dispatchEvent(new MessageEvent("message", { data: { ...init, family: "the family" } }));
    scope.dispatchEvent(new MessageEvent("message", { data: { ...init, family: "the family" } }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(inits).toEqual([{ ...init, family: "the family" }]);
    expect(posted).toEqual([{ gopark: "alive", lock: expect.stringContaining("gopark ") }]);
  });

  it("gives its family to those that it starts, and does not wait for their end", async () => {
    const { scope, web } = await inside();
    web.webHost()?.receive(() => {});
    scope.dispatchEvent(new MessageEvent("message", { data: { ...init, family: "the family" } }));
    const worker = new FakeWorker();
    const handle = web.handleOf(worker as unknown as Worker, init, [port2]);
    expect(worker.posted).toEqual([[{ ...init, family: "the family" }, [port2]]]);
    await handle.end();
    expect(worker.isTerminated).toBe(true);
  });

  it.each([
    ["a classic script", "classic", () => {}],
    [
      "a module",
      "module",
      () => {
        throw new TypeError("Module scripts don't support importScripts().");
      },
    ],
  ])("starts workers of its own type, here of %s", async (_what, type, importScripts) => {
    const { web } = await inside();
    vi.stubGlobal("importScripts", importScripts);
    web.webHost()?.start("https://here/m.js", init, [port2], "gopark M2");
    expect(FakeWorker.made).toEqual(["https://here/m.js", { type, name: "gopark M2" }]);
  });

  it("starts modules from a page", () => {
    vi.stubGlobal("Worker", FakeWorker);
    webHost()?.start("https://here/m.js", init, [port2], "gopark M1");
    expect(FakeWorker.made).toEqual(["https://here/m.js", { type: "module", name: "gopark M1" }]);
  });

  it("is not looked for in a page", () => {
    const listen = vi.fn();
    vi.stubGlobal("Worker", FakeWorker);
    vi.stubGlobal("document", {});
    vi.stubGlobal("addEventListener", listen);
    webHost()?.receive(() => {});
    expect(listen).not.toHaveBeenCalled();
  });
});
