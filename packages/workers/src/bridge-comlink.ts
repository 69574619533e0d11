/**
 * Channels as arguments and results of Comlink calls.
 *
 * The first channel that is passed brings a port with it, over which its operations, and those of all that follow it, go to
 * the thread that has them. That needs no shared memory, and no program that runs on several threads.
 */
import { type TransferHandler, transferHandlers } from "comlink";
import { bridge, isChan } from "./bridge.js";

/** What Comlink passes for a channel. */
interface Passed {
  /** A way to its realm, for who has none yet. */
  readonly port: MessagePort;
  /** Whose channel it is. */
  readonly realm: string;
  /** The channel, as its thread packed it. */
  readonly words: readonly [number, number, number];
}

const handler: TransferHandler<object, Passed> = {
  canHandle: (value): value is object => typeof value === "object" && value !== null && isChan(value),
  serialize(chan) {
    const { port1, port2 } = new MessageChannel();
    const own = bridge();
    const link = own.privateLink(port1);
    const words = new Int32Array(3);
    own.forLink(link, () => own.pack(chan, words, 0));
    const [word, id, cap] = words as unknown as [number, number, number];
    return [{ port: port2, realm: own.realm, words: [word, id, cap] }, [port2]];
  },
  deserialize({ port, realm, words: [word, id, cap] }) {
    const own = bridge();
    const link = own.linkToRealm(realm, port);
    return own.forLink(link, () => own.unpack(word, id, cap));
  },
};

/**
 * Lets channels be arguments and results of Comlink calls, from then on. Call it on both sides: in the page or main
 * thread, and in the worker.
 *
 * For programs with workers of their own, which call them by Comlink. Goroutines that `run` starts on other threads
 * take channels without it. The channel stays where it was made; the other side gets one that sends its operations
 * there: in the same order, with the same backpressure, closing and select. It copies values as `structured` does. Its
 * `trySend` and `tryRecv` can't be answered at once and throw, a select never finds it ready without waiting, and its
 * `len` is what was last heard.
 *
 * @example
 * ```ts
 * import { chan, go, run } from "@gopark/core";
 * import { comlinkChannels } from "@gopark/workers/comlink";
 * import { expose, wrap } from "comlink";
 *
 * comlinkChannels();
 * const { port1, port2 } = new MessageChannel(); // in place of a worker
 * expose((numbers: AsyncIterable<number>) => {
 *   go(async () => {
 *     for await (const n of numbers) console.log(n); // prints: 1 | 2
 *     port1.close();
 *   });
 * }, port2);
 * const print = wrap<(numbers: AsyncIterable<number>) => void>(port1);
 * await run(async () => {
 *   const numbers = chan<number>();
 *   await print(numbers);
 *   for (const n of [1, 2]) await numbers.send(n);
 *   numbers.close();
 * });
 * ```
 */
export function comlinkChannels(): void {
  transferHandlers.set("gopark.chan", handler);
}
