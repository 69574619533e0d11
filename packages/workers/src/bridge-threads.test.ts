/** Bridged channels and parcels between real threads. */
import { describe, expect, it } from "vitest";
import { useWorkersChildren } from "../test/threads/children.js";

const children = useWorkersChildren();

/** Goroutines that run on any thread. Each says on which it does, before anything else. */
const crew = `
  import { isMainThread } from "node:worker_threads";
  import { select } from "@gopark/select";
  import { goroutine, move } from "@gopark/workers";

  const here = (name, fn) => goroutine(import.meta.url, name, function* (where, ...args) {
    where.store(isMainThread ? 1 : 2);
    return yield* fn(...args);
  });

  export const produce = here("produce", function* (out, n) {
    for (let i = 0; i < n; i++) yield* out.send(i);
    out.close();
  });
  export const consume = here("consume", function* (from) {
    let sum = 0;
    yield* from.range((v) => { sum += v; });
    return sum;
  });
  export const serve = here("serve", function* (requests) {
    yield* requests.range(function* ({ n, reply }) { yield* reply.send(n * n); });
  });
  export const choose = here("choose", function* (a, b, shared, out) {
    let open = 3;
    const next = () => select({ a: a?.recvOk() ?? null, b: b?.recvOk() ?? null, shared: shared?.recvOk() ?? null });
    while (open > 0) {
      const r = yield* next();
      if (r.value[1]) yield* out.send(r.case + r.value[0]);
      else { open--; if (r.case === "a") a = null; else if (r.case === "b") b = null; else shared = null; }
    }
    out.close();
  });
  export const fill = here("fill", function* (from, to) {
    const { view, pixels, port } = yield* from.recv();
    Atomics.store(view, 0, 42);
    port.postMessage("over the port");
    new Uint8Array(pixels).fill(7);
    yield* to.send(move({ pixels }, [pixels]));
    return pixels.byteLength;
  });
  export const hang = here("hang", function* (ch) { yield* ch.recv(); });
  export const leave = here("leave", function* (ch) { yield* ch.recv(); process.exit(3); });
`;

/** Runs \`body\` on two Ps. \`elsewhere(fn, ...args)\` starts a goroutine and does not let go before the other thread has it. */
async function runOn2(
  body: string,
  options = "",
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const program = `
    import { chan, go, sleep, wait } from "@gopark/core";
    import { select } from "@gopark/select";
    import { main, move, shared, sharedChan } from "@gopark/workers";
    import * as crew from "./crew.mjs";

    function elsewhere(fn, ...args) {
      const where = new shared.Int32();
      const g = go(fn, where, ...args);
      while (where.load() === 0);
      if (where.load() !== 2) throw new Error("it runs here");
      return g;
    }
    let noticed = () => {};
    main(function* () { ${body} }, { procs: 2 ${options} });
  `;
  return children.run(program, {}, { "crew.mjs": crew });
}

/** The same, which prints \`ok\` and ends well. */
async function succeeds(body: string, options = ""): Promise<void> {
  expect(await runOn2(`${body}; console.log("ok");`, options)).toEqual({
    code: 0,
    stdout: "ok\n",
    stderr: "",
  });
}

const check = `const same = (a, b) => { if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(JSON.stringify([a, b])); };`;

describe("a plain channel on two threads", () => {
  it("main-to-worker and worker-to-main: every value, in order, with backpressure", () =>
    succeeds(`${check}
      const down = chan(3), up = chan();
      const g = elsewhere(crew.consume, down);
      for (let i = 0; i < 500; i++) yield* down.send(i);
      down.close();
      same(yield* g.join(), 124750);
      elsewhere(crew.produce, up, 500);
      const got = [];
      yield* up.range((v) => { got.push(v); });
      same(got, Array.from({ length: 500 }, (_, i) => i));
    `));

  it("a channel for the answer goes with the request", () =>
    succeeds(`${check}
      const requests = chan();
      elsewhere(crew.serve, requests);
      for (let n = 0; n < 50; n++) {
        const reply = chan(1);
        yield* requests.send({ n, reply });
        same(yield* reply.recv(), n * n);
      }
      requests.close();
    `));

  it("select over two plain channels and a shared one", () =>
    succeeds(`${check}
      const a = chan(), b = chan(2), s = sharedChan(1), out = chan();
      elsewhere(crew.choose, a, b, s, out);
      for (const [ch, n] of [[a, 40], [b, 40], [s, 40]]) go(function* () {
        for (let i = 0; i < n; i++) yield* ch.send(i);
        ch.close();
      });
      const got = { a: [], b: [], shared: [] };
      yield* out.range((v) => { const [, name, i] = /([a-z]+)(\\d+)/.exec(v); got[name].push(Number(i)); });
      const all = Array.from({ length: 40 }, (_, i) => i);
      same(got, { a: all, b: all, shared: all });
    `));

  it("a program in which all wait over the bridge is dead, and says so", async () => {
    const { code, stderr } = await runOn2(`
      const ch = chan();
      elsewhere(crew.hang, ch);
      yield* chan().recv();
    `);
    expect(stderr).toContain("fatal error: all goroutines are asleep - deadlock!");
    expect(stderr.match(/\[chan receive/g)?.length).toBe(2);
    expect(code).toBe(2);
  });

  it("worker-dies: its operations leave the lines of other threads", () =>
    succeeds(
      `${check}
      const ch = chan();
      elsewhere(crew.leave, ch);
      const gone = chan(1);
      noticed = () => gone.trySend(0);
      yield* ch.send("go");
      yield* gone.recv();
      const g = go(() => ch.recv());
      yield* ch.send("here");
      same(yield* g.join(), "here");
    `,
      ", onWorkerLost: () => noticed()",
    ));
});

describe("parcels between threads", () => {
  it("shared memory, ports and moved buffers", () =>
    succeeds(`${check}
      const down = sharedChan(), up = sharedChan();
      const g = elsewhere(crew.fill, down, up);
      const view = new Int32Array(new SharedArrayBuffer(4));
      const pixels = new ArrayBuffer(1000);
      const { port1, port2 } = new MessageChannel();
      const heard = new Promise((resolve) => { port1.onmessage = ({ data }) => { port1.close(); resolve(data); }; });
      yield* down.send(move({ view, pixels, port: port2 }, [pixels, port2]));
      same(pixels.byteLength, 0);
      const { pixels: back } = yield* up.recv();
      same([view[0], back.byteLength, new Uint8Array(back)[999]], [42, 1000, 7]);
      same(yield* wait(heard), "over the port");
      same(yield* g.join(), 0);
    `));
});
