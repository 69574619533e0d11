import { beforeEach, describe, expect, it } from "vitest";
import { microtasks, useFakeHost } from "../../../core/test/fake-host.js";
import { goroutine } from "../goroutine.js";
import { calledRun, Loader } from "./loader.js";

const fake = useFakeHost();
let count = 0;
let url = "";

beforeEach(() => {
  url = `file:///loader-${++count}.js`;
});

/** What became of a search so far. */
function followed(search: Promise<void>): { state: unknown } {
  const seen: { state: unknown } = { state: "waiting" };
  search.then(
    () => (seen.state = "found"),
    (why: unknown) => (seen.state = why),
  );
  return seen;
}

const never = (): Promise<never> => new Promise(() => {});

describe("a module that registers goroutines", () => {
  it("is done when the function is registered, even if its top level waits for ever", async () => {
    const search = followed(new Loader(never).find(`${url}#f`));
    await microtasks();
    expect(search.state).toBe("waiting");
    goroutine(url, "f", () => {});
    await microtasks();
    expect(search.state).toBe("found");
  });

  it("is missed if it does not register the function", async () => {
    const search = followed(new Loader(async () => {}).find(`${url}#f`));
    await microtasks();
    expect(search.state).toBe(`${url} does not register it when it is loaded`);
  });

  it("is missed if it can't be loaded", async () => {
    const search = followed(new Loader(() => Promise.reject(new SyntaxError("odd"))).find(`${url}#f`));
    await microtasks();
    expect(search.state).toBe(`${url} can't be loaded: SyntaxError: odd`);
  });

  it("is missed if it waits for run, a while after it has called it", async () => {
    const loader = new Loader(async () => {
      calledRun();
      await never();
    });
    const search = followed(loader.find(`${url}#f`));
    await fake.host.advance(999);
    expect(search.state).toBe("waiting");
    await fake.host.advance(1);
    await microtasks();
    expect(search.state).toBe(`${url} does not register it when it is loaded`);
    const second = followed(loader.find(`${url}#g`));
    await fake.host.advance(1000);
    await microtasks();
    expect(second.state).toContain("does not register it");
  });

  it("may take its time otherwise", async () => {
    const other = new Loader(never);
    void other.find(`${url}?other#f`).catch(() => {});
    calledRun();
    const search = followed(new Loader(never).find(`${url}#f`));
    await fake.host.advance(60_000);
    expect(search.state).toBe("waiting");
    goroutine(url, "f", () => {});
    await microtasks();
    expect(search.state).toBe("found");
  });
});
