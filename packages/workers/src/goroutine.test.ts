import { type Go, run } from "@gopark/core";
import { describe, expect, it, vi } from "vitest";
import {
  findByName,
  goroutine,
  onRegistration,
  type Registered,
  registeredAs,
  registeredUnder,
} from "./goroutine.js";

const url = "file:///goroutine.test.js";

describe("a named goroutine", () => {
  it("is the function itself, and is found by url and name", () => {
    const f = function* f(): Generator<never, void> {};
    expect(goroutine(url, "f", f)).toBe(f);
    expect(registeredUnder(`${url}#f`)?.fn).toBe(f);
    expect(registeredAs(f)).toMatchObject({ url, name: "f" });
    expect(registeredUnder(`${url}#g`)).toBe(undefined);
    expect(registeredAs(() => {})).toBe(undefined);
  });

  it("RG3 that never panics gives its result or what it threw, under a name of its own", async () => {
    const half = goroutine(url, "half", function* half(n: number): Generator<never, number> {
      if (n % 2 !== 0) throw new RangeError("odd");
      return n / 2;
    });
    const entry = registeredAs(half, true) as Registered;
    const key = `${entry.url}#${entry.name}`;
    expect([key === `${url}#half`, entry.fn.name]).toEqual([false, "half"]);
    expect(registeredUnder(key)).toBe(entry);
    expect(registeredUnder(`${url}#half`)?.fn).toBe(half);
    const attempt = entry.fn as (n: number) => Go<[boolean, unknown]>;
    expect(await run(() => attempt(4))).toEqual([true, 2]);
    expect(await run(() => attempt(3))).toEqual([false, new RangeError("odd")]);
    const told = vi.fn();
    const late = key.replace("half", "late");
    onRegistration(late, told);
    expect(registeredUnder(late)).toBe(undefined);
    goroutine(url, "late", () => {});
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("takes a URL as well as its text", () => {
    const f = (): void => {};
    goroutine(new URL(url), "fromUrl", f);
    expect(registeredUnder(`${url}#fromUrl`)?.fn).toBe(f);
  });

  it("gives a function without a name its own", () => {
    expect(goroutine(url, "nameless", () => {}).name).toBe("nameless");
    expect(goroutine(url, "other", function named() {}).name).toBe("named");
  });

  it("may be registered again, and under several names", () => {
    const f = (): void => {};
    goroutine(url, "again", f);
    goroutine(url, "again", f);
    goroutine(url, "alias", f);
    expect(registeredAs(f)?.name).toBe("again");
    expect(registeredUnder(`${url}#alias`)?.fn).toBe(f);
  });

  it("is refused if the name stands for another function", () => {
    goroutine(url, "taken", () => 1);
    expect(() => goroutine(url, "taken", () => 2)).toThrow(`goroutine: registered twice: ${url}#taken`);
  });

  it.each([
    ["", "f", () => {}, "goroutine: url: want import.meta.url, got  (string)"],
    ["worker.js", "f", () => {}, "goroutine: url: want import.meta.url, got worker.js (string)"],
    [undefined, "f", () => {}, "goroutine: url: want import.meta.url, got undefined (undefined)"],
    [url, "", () => {}, "goroutine: name: want a name, got  (string)"],
    [url, 5, () => {}, "goroutine: name: want a name, got 5 (number)"],
    [url, "f", "f", "goroutine: want a function, got f (string)"],
  ])("is refused for bad arguments (%#)", (badUrl, name, fn, text) => {
    expect(() => goroutine(badUrl as string, name as string, fn as () => void)).toThrow(text);
  });

  it("tells who waits for it, once", () => {
    const told = vi.fn();
    onRegistration(`${url}#awaited`, told);
    goroutine(url, "unrelated", () => {});
    expect(told).not.toHaveBeenCalled();
    const f = (): void => {};
    goroutine(url, "awaited", f);
    goroutine(url, "awaited", f);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("RG2 is found by its name alone in a bundle of a worker, whatever its url", () => {
    const before = goroutine(url, "bundled", () => 1);
    expect(registeredUnder("https://page.example/app.js#bundled")).toBe(undefined);
    findByName();
    const after = goroutine(url, "bundledLater", () => 2);
    expect(registeredUnder("https://page.example/app.js#bundled")?.fn).toBe(before);
    expect(registeredUnder("https://page.example/app.js#bundledLater")?.fn).toBe(after);
  });
});
