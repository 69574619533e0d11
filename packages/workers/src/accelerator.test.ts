import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accelerate, instantiate } from "./accelerator.js";
import { attach, put } from "./shm/atomics.js";
import { beginChan, chanBytes } from "./shm/hchan.js";
import { RW_BYTES } from "./shm/hrwmutex.js";
import { BUMP, M_CELL, mLine } from "./shm/layout.js";
import { CHAN, MUTEX, newObject, RWMUTEX, WAITGROUP } from "./shm/object.js";
import { CLAIM_AT, LINK, NEXT, VALUE } from "./shm/record.js";
import { AWAIT, READ, RECV, SEND, TAKE, WRITE } from "./shm/wait.js";
import { type ShmEngine, shm } from "./shm-engine.js";
import { join, newMemory, type SharedMemory } from "./thread.js";

/** One thread's memory with the same objects in it, and the functions to work on it. */
interface Side {
  readonly memory: SharedMemory;
  readonly engine: ShmEngine;
  readonly objects: number[];
}

const BYTES = 1 << 20;
/** Every verb with the kind of object it is for. */
const verbs = [
  [RECV, 0],
  [SEND, 0],
  [RECV, 1],
  [SEND, 1],
  [TAKE, 2],
  [READ, 3],
  [WRITE, 3],
  [AWAIT, 4],
] as const;

function side(make: (memory: SharedMemory) => ShmEngine): Side {
  const memory = newMemory(BYTES);
  join(memory, 0);
  const objects = [CHAN, CHAN, MUTEX, RWMUTEX, WAITGROUP].map((kind, i) => {
    const obj = newObject(kind, kind === CHAN ? chanBytes(2) : RW_BYTES, 0);
    if (kind === CHAN) beginChan(obj, i * 2);
    return obj;
  });
  return { memory, engine: make(memory), objects };
}

const step = fc.oneof(
  fc.record({ kind: fc.constant("enter" as const), verb: fc.nat(verbs.length - 1), m: fc.nat(2) }),
  fc.record({ kind: fc.constant("try" as const), verb: fc.nat(verbs.length - 1), m: fc.nat(2) }),
  fc.record({ kind: fc.constant("now" as const), isSend: fc.boolean(), m: fc.nat(2) }),
  fc.record({ kind: fc.constant("leave" as const), at: fc.nat(30) }),
  fc.record({
    kind: fc.constant("commit" as const),
    verbs: fc.uniqueArray(fc.nat(3), { minLength: 1 }),
    m: fc.nat(2),
  }),
  fc.record({ kind: fc.constant("close" as const), channel: fc.nat(1) }),
  fc.record({ kind: fc.constant("unlock" as const), what: fc.nat(2), m: fc.nat(2) }),
  fc.record({ kind: fc.constant("add" as const), n: fc.integer({ min: -1, max: 1 }), m: fc.nat(2) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Performs a step; answers all that its functions answered. `records` are those in use, and who made them. */
function perform({ engine, objects }: Side, s: Step, records: [number, number][]): number[] {
  const arm = (verb: number, m: number): number => {
    const [wanted, object] = verbs[verb] as (typeof verbs)[number];
    const rec = engine.newWaiter(objects[object] as number, wanted, m);
    put(rec + VALUE + 8, 1000 + records.length);
    return rec;
  };
  switch (s.kind) {
    case "enter": {
      const rec = arm(s.verb, s.m);
      records.push([rec, s.m]);
      return [rec, engine.enter(rec, s.m)];
    }
    case "try": {
      const rec = arm(s.verb, s.m);
      const verdict = engine.tryOnce(rec, s.m);
      engine.freeRecord(rec);
      return [rec, verdict];
    }
    case "now": {
      const cell = mLine(s.m) + M_CELL;
      put(cell + 8, 2000 + records.length);
      return [(s.isSend ? engine.sendNow : engine.recvNow)(objects[1] as number, cell, s.m)];
    }
    case "leave": {
      const [rec, m] = records[s.at % Math.max(records.length, 1)] ?? [0, 0];
      return rec === 0 ? [] : [engine.leave(rec, m)];
    }
    case "commit": {
      const recs = [...s.verbs].sort((a, b) => a - b).map((verb) => arm(verb, s.m));
      const first = recs[0] as number;
      for (const [i, rec] of recs.entries()) {
        put(rec + LINK, recs[i + 1] ?? 0);
        put(rec + NEXT, recs[i - 1] ?? 0);
        put(rec + CLAIM_AT, first + 32);
        records.push([rec, s.m]);
      }
      return [...recs, engine.commit(first, recs.at(-1) as number, s.m)];
    }
    case "close":
      return [engine.closeChan(objects[s.channel] as number, 7, 0)];
    case "unlock": {
      const { unlockMutex, readUnlock, writeUnlock } = engine;
      const unlock = [unlockMutex, readUnlock, writeUnlock][s.what] as typeof unlockMutex;
      return [unlock(objects[s.what === 0 ? 2 : 3] as number, s.m)];
    }
    case "add":
      return [engine.addTally(objects[4] as number, s.n, s.m)];
  }
}

describe("the accelerator", () => {
  test("is what the sources give", () => {
    const script = fileURLToPath(new URL("../scripts/accelerator.mjs", import.meta.url));
    execFileSync(process.execPath, [script, "--check"]);
  });

  test("has every function of the engine", () => {
    const { wasm } = newMemory(BYTES);
    const engine = instantiate(wasm as WebAssembly.Memory);
    expect(Object.keys(engine as object).filter((name) => name in shm)).toEqual(
      expect.arrayContaining(Object.keys(shm)),
    );
  });

  test("does to the memory, byte by byte, what the JavaScript does", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
        const script = side(() => ({ ...shm }));
        const wasm = side(({ wasm }) => instantiate(wasm as WebAssembly.Memory) as ShmEngine);
        const records: [number, number][][] = [[], []];
        for (const s of steps) {
          const answers = [script, wasm].map((one, i) => {
            attach(one.memory.buffer);
            return perform(one, s, records[i] as [number, number][]);
          });
          expect(answers[1]).toEqual(answers[0]);
        }
        const used = new Int32Array(script.memory.buffer)[BUMP >> 2] as number;
        const [a, b] = [script, wasm].map((one) => Buffer.from(one.memory.buffer, 0, used));
        expect((a as Buffer).equals(b as Buffer)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  // The last one: from here on the engine of this thread is one in WebAssembly.
  test("AX2 stays what it is when another program runs on the same memory, and is another on another", () => {
    const of = (): WebAssembly.Memory => newMemory(BYTES).wasm as WebAssembly.Memory;
    const [one, other] = [of(), of()];
    accelerate(one);
    const { enter } = shm;
    expect([accelerate(one), shm.enter]).toEqual([true, enter]);
    expect([accelerate(other), shm.enter === enter]).toEqual([true, false]);
  });
});
