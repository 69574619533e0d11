/** Every subject does every case it has, at a small size, and comes to the case's expected result. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../../packages/workers/test/threads/children.js";
import type { CaseName, SubjectName } from "./case-spec.js";
import { busyGoroutines, findCase } from "./cases.js";
import { waitCases } from "./cases-waits.js";
import { workerCases } from "./cases-workers.js";
import type { Subject } from "./subject.js";
import { subject as asyncGenerators } from "./subjects/async-generators.js";
import { subject as asyncMutex } from "./subjects/async-mutex.js";
import { subject as comlink } from "./subjects/comlink.js";
import { subject as effect } from "./subjects/effect.js";
import { subject as effection } from "./subjects/effection.js";
import { subject as floor } from "./subjects/floor.js";
import { subject as gopark } from "./subjects/gopark.js";
import { subject as jsCsp } from "./subjects/js-csp.js";
import { subject as messagePort } from "./subjects/message-port.js";
import { subject as multithreading } from "./subjects/multithreading.js";
import { subject as rxjs } from "./subjects/rxjs.js";
import { subject as tsChan } from "./subjects/ts-chan.js";
import { subject as tsChanUnsafe } from "./subjects/ts-chan-unsafe.js";
import { subject as webStreams } from "./subjects/web-streams.js";

const sizes: { readonly [C in CaseName]: number } = {
  "cross-0": 40,
  "cross-0-4": 40,
  "cross-128": 400,
  "cross-128-4": 400,
  "cross-1024": 400,
  "cross-1024-4": 400,
  "cross-here": 400,
  "cross-spawn": 1_100,
  "cross-tasks": 50,
  "cross-primes": 100_000,
  "cross-sha256": 1_000,
  "cross-0-plain": 40,
  "cross-128-plain": 400,
  "cross-1024-plain": 400,
  "cross-spin": 40,
  "cross-wake": 3,
  "cross-handoff": 1,
  "cross-retake": 1,
  "cross-death": 1,
  "cross-death-memory": 1,
  "cross-start": 1,
  "cross-first": 1,
  "ping-pong": 40,
  "pipe-0": 50,
  "pipe-1": 50,
  "pipe-128": 500,
  "fan-8-8": 80,
  gosched: 40,
  spawn: 50,
  parked: 2_500,
  sieve: 20,
  skynet: 1_000,
  ring: 1_200,
  recursion: 1,
  "parked-10m": 50,
  "event-loop-gap": busyGoroutines,
  "select-3": 300,
  "select-ready": 600,
  "select-3-kept": 300,
  "select-ready-kept": 600,
  "mutex-contended": 80,
  "mutex-try": 50,
  "mutex-lock": 50,
  waitgroup: 50,
  timer: 50,
  sleeping: 50,
  "rxjs-round-trip": 3_072,
  "fiber-yield": 40,
  "fiber-spawn": 50,
  "fiber-queue": 40,
  "streams-fused": 1_500,
  "streams-hop": 1_500,
  "streams-async": 500,
  "streams-memory": 20,
};

/** All but those whose threads load a module of ours: these run from compiled code, in a process of their own. */
const subjects: { readonly [S in Exclude<SubjectName, "gopark-alone" | "go" | "piscina">]: Subject } = {
  gopark,
  effect,
  effection,
  "ts-chan": tsChan,
  "ts-chan-unsafe": tsChanUnsafe,
  "js-csp": jsCsp,
  "async-mutex": asyncMutex,
  rxjs,
  "async-generators": asyncGenerators,
  "web-streams": webStreams,
  "message-port": messagePort,
  comlink,
  multithreading,
  floor,
};

/** Those that this engine lacks something for have no cases. */
const present = Object.entries(subjects).filter(([, subject]) => Object.keys(subject).length > 0);

describe.each(present)("%s", (_name, subject) => {
  const memoryCases = ["parked", "parked-10m", "sleeping"];

  it.each(Object.keys(subject) as CaseName[])("does %s", async (caseName) => {
    let timesParked = 0;
    const waits: number[] = [];
    const probe = {
      begin: () => undefined,
      parked: () => void timesParked++,
      waited: (ms: number) => void waits.push(ms),
    };
    const result = await subject[caseName]?.(sizes[caseName], probe);
    const { expected, metrics, tolerance = 0 } = findCase(caseName);
    const wanted = expected(sizes[caseName]);
    expect(Math.abs((result ?? Number.NaN) - wanted)).toBeLessThanOrEqual(tolerance * wanted);
    expect(timesParked).toBe(memoryCases.includes(caseName) ? 1 : 0);
    expect(waits.length).toBe(metrics.includes("wait") ? sizes[caseName] : 0);
    expect(waits.every((ms) => ms > 0)).toBe(true);
  });
});

it("lacks multithreading only where that does not load", async () => {
  const loads = await import("multithreading").then(
    () => true,
    () => false,
  );
  expect(present.some(([name]) => name === "multithreading")).toBe(loads);
});

describe("what loads modules in its threads", () => {
  const children = useWorkersChildren();
  const compile = (path: string): string =>
    transformSync(readFileSync(join(import.meta.dirname, path), "utf8"), {
      loader: "ts",
      format: "esm",
      target: "es2022",
    }).code;
  const modules = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(
      [...names, "cases-workers", "cases-waits", "case-spec", "hashes"].map((name) => [
        `${name}.js`,
        compile(`${name}.ts`),
      ]),
    );

  /** Runs the cases of a subject in a process of its own and looks at what they come to. */
  async function check(
    file: string,
    names: readonly CaseName[],
    files: Readonly<Record<string, string>>,
  ): Promise<void> {
    const main = `
      import { subject } from "./subjects/${file}.js";
      const sizes = ${JSON.stringify(sizes)};
      const results = {};
      for (const name of Object.keys(subject)) {
        const waits = [];
        const probe = { begin() {}, parked() {}, waited(ms) { if (ms > 0) waits.push(ms); } };
        results[name] = [await subject[name](sizes[name], probe), waits.length];
      }
      console.log(JSON.stringify(results));
    `;
    const { code, stdout, stderr } = await children.run(main, {}, files);
    expect([code, stderr]).toEqual([0, ""]);
    const wanted = names.map((name) => {
      const { expected, metrics } = findCase(name);
      return [name, [expected(sizes[name]), metrics.includes("wait") ? sizes[name] : 0]];
    });
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(wanted));
  }

  const workers = modules(["subjects/gopark-workers"]);

  it("gopark does every case", async () => {
    const names = workerCases.map(({ name }) => name);
    await check("gopark-workers", names, workers);
  });

  it("gopark does every case of times", async () => {
    const names = waitCases.map(({ name }) => name);
    await check("gopark-waits", names, { ...workers, ...modules(["subjects/gopark-waits"]) });
  });

  it("gopark alone does its cases", async () => {
    const names: CaseName[] = ["cross-here", "cross-primes", "cross-sha256"];
    await check("gopark-alone", names, { ...workers, ...modules(["subjects/gopark-alone"]) });
  });

  it("piscina does its cases", async () => {
    await check("piscina", ["cross-spawn", "cross-tasks"], {
      ...modules(["subjects/piscina", "subjects/piscina-tasks", "waves"]),
      "node_modules/piscina/package.json": JSON.stringify({ type: "module", exports: "./index.js" }),
      "node_modules/piscina/index.js": `export * from ${JSON.stringify(import.meta.resolve("piscina"))};`,
    });
  });
});
