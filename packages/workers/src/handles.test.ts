import { beforeEach, describe, expect, it } from "vitest";
import { alive, collect } from "../../core/test/garbage.js";
import { freshMemory } from "../test/shm/threads.js";
import { handleAt, isHandle, releaseObject, retainObject, type SharedHandle } from "./handles.js";
import * as shared from "./shared.js";
import { SharedChan, sharedChan } from "./shared-chan.js";
import { get, load } from "./shm/atomics.js";
import { CHAN, FREE, OBJECT_KIND, REFS } from "./shm/object.js";
import { isIdle } from "./wire/arena.js";

const addrOf = (handle: unknown): number => (handle as { addr: number }).addr;

describe("handles", () => {
  beforeEach(() => freshMemory());

  it("HD1 there is one for an object at a time", () => {
    const ch = sharedChan(1);
    expect(handleAt(addrOf(ch))).toBe(ch);
  });

  it.each(Object.entries(shared).filter(([name]) => name !== "Cond") as [string, new () => object][])(
    "a %s that comes from another thread is the same object",
    (_, Shared) => {
      const handle = new Shared();
      expect(isHandle(handle)).toBe(true);
      const copy = takeOver(addrOf(handle));
      expect(copy).toBeInstanceOf(Shared);
      expect(addrOf(copy)).toBe(addrOf(handle));
    },
  );

  /** The handle of another thread: as if this one had none of the object. */
  function takeOver(addr: number): unknown {
    const { deref } = WeakRef.prototype;
    WeakRef.prototype.deref = () => undefined;
    try {
      return handleAt(addr);
    } finally {
      WeakRef.prototype.deref = deref;
    }
  }

  it("HD2 each thread's handle counts, and each value on its way", () => {
    const lock = new shared.Mutex();
    const addr = addrOf(lock);
    retainObject(lock as unknown as SharedHandle);
    takeOver(addr);
    expect(load(addr + REFS)).toBe(3);
    releaseObject(addr);
    expect([load(addr + REFS), get(addr + OBJECT_KIND)]).not.toContain(FREE);
  });

  it("HD2 an object is freed with its last handle, and with the values in it", async () => {
    let addr = 0;
    (() => {
      const ch = sharedChan<unknown>(4);
      addr = addrOf(ch);
      for (const value of [{ a: 1 }, "a text that is too long for a cell", new shared.Mutex()])
        ch.trySend(value);
      ch.tryRecv();
      ch.trySend([1, 2, 3]);
    })();
    expect(isIdle()).toBe(false);
    await collect();
    expect(get(addr + OBJECT_KIND)).toBe(FREE);
    expect(isIdle()).toBe(true);
    expect(addrOf(sharedChan(4))).toBe(addr);
  });

  it("what is left of an older memory frees nothing in a new one", async () => {
    const older = (() => new WeakRef(sharedChan()))();
    freshMemory();
    const ch = sharedChan();
    expect(await alive([older])).toBe(0);
    expect(get(addrOf(ch) + OBJECT_KIND)).toBe(CHAN);
  });

  it("knows what is a handle", () => {
    expect([null, undefined, 1, {}, { addr: 64 }].map(isHandle)).toEqual([false, false, false, false, false]);
    expect(sharedChan()).toBeInstanceOf(SharedChan);
  });
});
