/**
 * Two threads in one: two bridges, joined by a real MessageChannel.
 *
 * Channels are made on the side of M0 and used from that of M1. What must be answered at once (`trySend`, `tryRecv`,
 * `len`, `close`) is asked of the channel itself, as only its own thread can; all that may block goes over the port.
 */
import { type Chan, chan, type Go, wait } from "@gopark/core";
import type { HChan } from "@gopark/core/internal";
import { programs } from "../../../core/src/runtime/deadlock.js";
import { Bridge } from "../../src/bridge.js";
import type { RemoteChan } from "../../src/bridge-guest.js";
import type { SharedHandle } from "../../src/handles.js";

/** Some bridges, each connected to all others. */
export class Realms {
  /** The bridges, by index. */
  readonly bridges: Bridge[];
  /** Messages on their way. */
  inFlight = 0;
  /** Runs while one is: nobody may take the program for dead that waits for it, and not for an operation. */
  private awake: ReturnType<typeof setInterval> | undefined;
  /** Messages so far. */
  messages = 0;
  /** Called before a message is taken in, with the index of the bridge it has come to. */
  onArrival: (index: number) => void = () => {};
  private readonly ports: MessagePort[] = [];
  /** What has come and is late, by both ends. */
  private readonly late = new Map<number, (() => void)[]>();

  constructor(count = 2) {
    this.bridges = Array.from({ length: count }, (_, index) => {
      const lines = {
        departed: () => {
          if (this.inFlight++ === 0) this.awake = setInterval(() => {}, 1000);
          this.messages++;
        },
        arrived: () => {
          lines.lost();
          this.onArrival(index);
        },
        lost: () => {
          if (--this.inFlight === 0) clearInterval(this.awake);
        },
        connect: (peer: number) => this.join(index, peer),
      };
      const bridge = new Bridge(index);
      bridge.begin(lines);
      // A goroutine that waits for the other side keeps the program from being taken for dead.
      bridge.isWatched = false;
      return bridge;
    });
  }

  private join(a: number, b: number): void {
    const { port1, port2 } = new MessageChannel();
    this.ports.push(port1, port2);
    this.attach(a, b, port1);
    this.attach(b, a, port2);
  }

  private attach(to: number, from: number, port: MessagePort): void {
    this.bridges[to]!.connected(from, port as any);
    const { onmessage } = port;
    port.onmessage = (event) => {
      const deliver = () => onmessage!.call(port, event);
      const late = this.late.get(to * 256 + from);
      if (late) late.push(deliver);
      else deliver();
    };
  }

  /** From now on what comes to bridge `to` from bridge `from` is late, until the result is called. */
  delay(to: number, from: number): () => void {
    const key = to * 256 + from;
    const late: (() => void)[] = [];
    this.late.set(key, late);
    return () => {
      this.late.delete(key);
      for (const deliver of late) deliver();
    };
  }

  /** What bridge `guest` has of a channel of bridge `host`. */
  remote<T>(ch: Chan<T>, host = 0, guest = 1): RemoteChan<T> & Chan<T> {
    const words = new Int32Array(3);
    this.bridges[host]!.pack(ch, words, 0);
    return this.bridges[guest]!.unpack(words[0]!, words[1]!, words[2]!) as RemoteChan<T> & Chan<T>;
  }

  /** What bridge `guest` has of a lock of M0, without shared memory. */
  borrow<T extends SharedHandle>(lock: T, guest = 1): T {
    const words = new Int32Array(3);
    this.bridges[0]!.pack(lock, words, 0);
    return this.bridges[guest]!.unpack(words[0]!, words[1]!, words[2]!, true) as unknown as T;
  }

  /** A channel of M0 as M1 has it, whose calls that answer at once go to the channel itself. */
  make<T>(cap: number, channel: Chan<T> = chan<T>(cap)): Chan<T> {
    const own = channel as Chan<T> & HChan<T>;
    const remote = this.remote(own);
    return Object.defineProperties(remote, {
      trySend: { value: (v: T) => own.trySend(v) },
      tryRecv: { value: () => own.tryRecv() },
      close: { value: () => own.close() },
      len: { get: () => own.len, set: () => {} },
    });
  }

  /** Waits until no message is on its way, but those that are late, and no goroutine of any program is runnable. */
  *settle(): Go {
    const isOnItsWay = () => [...this.late.values()].reduce((n, late) => n - late.length, this.inFlight) > 0;
    do yield* wait(new Promise((resolve) => setImmediate(resolve)));
    while (isOnItsWay() || [...programs].some(({ p }) => p.isBusy));
  }

  /** Closes the ports. */
  close(): void {
    for (const each of this.bridges) each.end();
    for (const port of this.ports) port.close();
    clearInterval(this.awake);
  }
}
