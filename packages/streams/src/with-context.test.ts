import { background, numGoroutine, sleep, withCancelCause } from "@gopark/core";
import { expect, test } from "vitest";
import { useFakeHost } from "../../core/test/fake-host.js";
import {
  broadcast,
  catchError,
  collect,
  flatMap,
  interval,
  map,
  pipe,
  retry,
  type Stream,
  share,
  withContext,
} from "./index.js";
import { finish, Probe, stageContract } from "./stage.contract.js";

stageContract("withContext", () => withContext(background()));

const fake = useFakeHost();

test("a context that is cancelled fails the pipeline with its cause", async () => {
  const [ctx, cancel] = withCancelCause(background());
  const why = new Error("why");
  const probe = new Probe();
  const slow = pipe(
    probe.async(),
    withContext(ctx),
    map((n) => sleep(100).map(() => n)),
    collect(),
  );
  const result = Promise.resolve(slow).then(undefined, (e) => e);
  await fake.host.advance(5);
  cancel(why);
  expect(await fake.host.finish(result)).toBe(why);
  expect([probe.closed, numGoroutine()]).toEqual([1, 0]);
});

test("neither catchError nor retry catches it", async () => {
  const abort = new AbortController();
  const endless = pipe(
    interval(5),
    withContext(abort.signal),
    catchError(() => [1]),
    retry(),
    collect(),
  );
  const result = Promise.resolve(endless).then(undefined, (e) => e);
  await fake.host.advance(12);
  abort.abort("enough");
  expect(await fake.host.finish(result)).toBe("enough");
});

test("one that is done already lets nothing start", async () => {
  const probe = new Probe();
  const none = pipe(probe.sync(), withContext(AbortSignal.abort("early")), collect());
  expect(await fake.host.finish(Promise.resolve(none).then(undefined, (e) => e))).toBe("early");
  expect(probe.opened).toBe(0);
});

test("in an inner pipeline it cancels the outer one", async () => {
  const abort = new AbortController();
  const inner = () => pipe(interval(5), withContext(abort.signal));
  const outer = pipe([1, 2], flatMap(inner), collect());
  const result = Promise.resolve(outer).then(undefined, (e) => e);
  await fake.host.advance(12);
  abort.abort("enough");
  expect(await fake.host.finish(result)).toBe("enough");
});

test.each<[string, (source: Stream<number>) => Stream<number>[]]>([
  ["broadcast", (source) => broadcast(source, 2)],
  [
    "share",
    (source) => {
      const shared = pipe(source, share());
      return [shared, pipe(shared, share())];
    },
  ],
])("in the source of a %s it cancels all readers", async (_name, several) => {
  const abort = new AbortController();
  const caught: unknown[] = [];
  const all = several(pipe(interval(5), withContext(abort.signal))).map((stream) =>
    pipe(
      stream,
      catchError((error) => [caught.push(error)]),
      collect(),
    ).then(undefined, (e) => e),
  );
  await fake.host.advance(12);
  abort.abort("enough");
  expect(await fake.host.finish(Promise.all(all))).toEqual(["enough", "enough"]);
  expect([caught, numGoroutine()]).toEqual([[], 0]);
});

test("leaves no listener behind", async () => {
  const abort = new AbortController();
  let listeners = 0;
  const { signal } = abort;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--;
    remove(...args);
  };
  await finish(fake, pipe([1], withContext(signal), collect()));
  expect(listeners).toBe(0);
});

test("what is neither is a mistake at once", () => {
  expect(() => withContext(3 as never)).toThrow(
    "withContext: want a context or an AbortSignal, got 3 (number)",
  );
});
