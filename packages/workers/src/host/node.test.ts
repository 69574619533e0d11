import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeHost } from "./node.js";
import type { Init, ThreadHandle, ThreadHost } from "./threads.js";

const host = nodeHost() as ThreadHost;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gopark-host-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** Starts a thread that runs `source`, with a line to it. */
function start(source: string, limits = {}): { thread: ThreadHandle; port: MessagePort } {
  const path = join(folder, `thread-${++count}.mjs`);
  writeFileSync(path, `import { workerData } from "node:worker_threads";\n${source}`);
  const { port1, port2 } = new MessageChannel();
  const init: Init = { gopark: 1, role: "m", parent: port2 };
  const thread = host.start(pathToFileURL(path).href, init, [port2], "test", limits);
  return { thread, port: port1 };
}

/** Why a thread ended, and the frames of what it threw. */
function endOf(thread: ThreadHandle): Promise<[reason: string, frames: string]> {
  return new Promise((resolve) => thread.onEnd((reason, frames) => resolve([reason, frames])));
}

/** What a thread says first. */
function heard(port: MessagePort): Promise<unknown> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data);
  });
}

describe("a thread of Node's", () => {
  it("gets its init when it starts, with the line in it", async () => {
    const { thread, port } = start("workerData.parent.postMessage(workerData.role);");
    // It may end before what it said is heard.
    const end = endOf(thread);
    expect(await heard(port)).toBe("m");
    expect(await end).toEqual(["exited with code 0", ""]);
    port.close();
  });

  it("tells with which code it exited", async () => {
    expect(await endOf(start("process.exit(3);").thread)).toEqual(["exited with code 3", ""]);
  });

  it("tells what it threw, and where", async () => {
    const [reason, frames] = await endOf(start('throw new TypeError("boom");').thread);
    expect(reason).toBe("threw TypeError: boom");
    expect(frames).toMatch(/^ +at .*thread-\d+\.mjs:2:7/);
  });

  it("tells what it threw that is no error", async () => {
    expect(await endOf(start('throw "a string";').thread)).toEqual(["threw a string", ""]);
  });

  it("tells of a promise that nobody handled", async () => {
    expect((await endOf(start('Promise.reject(new Error("late"));').thread))[0]).toBe("threw Error: late");
  });

  it("tells that it ran out of memory", async () => {
    const { thread } = start("const all = []; for (;;) all.push(new Array(10_000).fill(0.5));", {
      maxOldGenerationSizeMb: 8,
    });
    expect((await endOf(thread))[0]).toBe("ran out of memory");
  });

  it("tells that its module is not there", async () => {
    const { port2 } = new MessageChannel();
    const entry = pathToFileURL(join(folder, "missing.mjs")).href;
    const thread = host.start(entry, { gopark: 1, role: "m", parent: port2 }, [port2], "test");
    expect((await endOf(thread))[0]).toMatch(/^threw Error: Cannot find module .*missing\.mjs/);
  });

  it("says nothing when it is ended on purpose, whatever it is doing", async () => {
    const { thread, port } = start('workerData.parent.postMessage("up"); for (;;);');
    let ends = 0;
    thread.onEnd(() => ends++);
    await heard(port);
    await thread.end();
    expect(ends).toBe(0);
    port.close();
  });

  it("is no thread of this kind if it was started otherwise", () => {
    let inits = 0;
    host.receive(() => inits++);
    expect(inits).toBe(0);
  });
});
