/** What a platform lacks, and whether the user is told. */
import { describe, expect, it, vi } from "vitest";
import { diagnose, doctor, warnAgain, warnOnce } from "./doctor.js";

const waitAsync = (): void => {};
/** A page in a browser of today. */
const page = {
  Worker: class {},
  MessageChannel,
  SharedArrayBuffer,
  document: {},
  crossOriginIsolated: true,
  isSecureContext: true,
  WebAssembly,
  Atomics: { waitAsync },
  console,
};

describe("doctor", () => {
  it("finds nothing missing on Node, nor in a page that is isolated", () => {
    expect(doctor()).toEqual({ threads: true, sharedMemory: true, accelerated: true, problems: [] });
    expect(diagnose(page as any).problems).toEqual([]);
  });

  it("names both headers that a page lacks", () => {
    for (const missing of [{ crossOriginIsolated: false }, { SharedArrayBuffer: undefined }]) {
      const { sharedMemory, threads, problems } = diagnose({ ...page, ...missing } as any);
      // It has workers all the same, which talk by messages.
      expect([sharedMemory, threads]).toEqual([false, true]);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain("Cross-Origin-Opener-Policy: same-origin");
      expect(problems[0]).toContain("Cross-Origin-Embedder-Policy: require-corp");
    }
  });

  it("tells a page that is not secure from one without headers", () => {
    const insecure = { ...page, SharedArrayBuffer: undefined, isSecureContext: false };
    expect(diagnose(insecure as any).problems[0]).toMatch(/not loaded over https/);
    const shell = { MessageChannel, SharedArrayBuffer: undefined, WebAssembly, console };
    expect(diagnose(shell as any).problems).toEqual([
      "this platform has no SharedArrayBuffer",
      "this platform has no Worker: goroutines of all threads can only run on one",
    ]);
  });

  it("a Node that is too old for threads is told which one to have", () => {
    const warn = vi.fn();
    const old = {
      MessageChannel,
      SharedArrayBuffer,
      WebAssembly,
      Atomics: { waitAsync },
      process: { versions: { node: "20.15.1" } },
    };
    const { threads, problems } = diagnose({ ...old, console } as any);
    expect(threads).toBe(false);
    expect(problems).toEqual([
      "Node 20.15.1 has no process.getBuiltinModule, which starting a thread takes: want Node 20.16, 22.3 or newer",
    ]);
    warnAgain();
    warnOnce(false, { ...old, console: { warn } } as any);
    expect(warn.mock.calls).toEqual([[`gopark: all goroutines run on one thread: ${problems[0]}`]]);
    warnAgain();
  });

  it("a page that a test runner simulates has no threads if it has no messages", () => {
    const simulated = { ...page, MessageChannel: undefined };
    expect(diagnose(simulated as any)).toMatchObject({
      threads: false,
      problems: ["this platform has no MessageChannel, which threads talk by"],
    });
  });

  it("a content security policy and an old browser only cost speed", () => {
    const forbid = {
      validate: () => true,
      Module: class {
        constructor() {
          throw new Error("refused by the content security policy");
        }
      },
    };
    const found = diagnose({ ...page, WebAssembly: forbid, Atomics: {} } as any);
    expect(found).toMatchObject({ threads: true, accelerated: false });
    expect(found.problems).toHaveLength(2);
    expect(found.problems[1]).toContain("'wasm-unsafe-eval'");
  });

  it("what has no shared memory has nothing to accelerate, and misses nothing by a content security policy", () => {
    for (const WebAssembly of [page.WebAssembly, undefined]) {
      const found = diagnose({ ...page, WebAssembly, crossOriginIsolated: false } as any);
      expect(found).toMatchObject({ sharedMemory: false, accelerated: false });
      expect(found.problems).toHaveLength(1);
    }
  });

  it("warns once, and only if something is in the way", () => {
    const warn = vi.fn();
    warnOnce(true, { ...page, console: { warn } } as any);
    expect(warn).not.toHaveBeenCalled();
    const poor = { ...page, crossOriginIsolated: false, console: { warn } } as any;
    warnOnce(true, poor);
    warnOnce(true, poor);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toMatch(
      /^gopark: threads talk by messages: slower, without work stealing, without shared atomics: this page is not cross-origin/,
    );
  });

  it("tells a program that stays on one thread what it takes to have more", () => {
    const warn = vi.fn();
    const poor = { ...page, crossOriginIsolated: false, console: { warn } };
    for (const platform of [poor, { ...poor, Worker: undefined, process: undefined }]) {
      warnAgain();
      warnOnce(false, platform as any);
    }
    const [withWorkers, without] = warn.mock.calls.map(([text]) => text);
    expect(withWorkers).toMatch(
      /^gopark: all goroutines run on one thread: this page is not .*; or give run the option worker/,
    );
    expect(without).not.toContain("option worker");
  });
});
