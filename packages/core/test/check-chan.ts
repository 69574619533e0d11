/**
 * The invariants C1 to C4 of hchan.ts, evaluated.
 */
import type { HChan } from "../src/runtime/hchan.js";
import type { Sudog } from "../src/runtime/sudog.js";
import type { WaitQ } from "../src/runtime/waitq.js";

function fail(invariant: string, ch: HChan<any>): never {
  const { len, cap, isClosed } = ch;
  const state = `len ${len}, cap ${cap}, closed ${isClosed}`;
  throw new Error(
    `${invariant} is broken: ${state}, recvq ${line(ch.recvq).length}, sendq ${line(ch.sendq).length}`,
  );
}

/** The sudogs in a line, first to last. Throws if its links contradict each other. */
export function line(q: WaitQ): Sudog[] {
  const sudogs: Sudog[] = [];
  let before: Sudog | null = null;
  for (let sudog = q.first; sudog !== null; sudog = sudog.after) {
    if (sudog.before !== before) throw new Error("a line's links back do not match its links ahead");
    before = sudog;
    sudogs.push(sudog);
  }
  if (q.last !== before) throw new Error("a line's last is not its last");
  return sudogs;
}

/** Throws unless C1 to C4 hold. */
export function checkChan(ch: HChan<any>): void {
  const receivers = line(ch.recvq);
  const senders = line(ch.sendq);
  if (receivers.length > 0 && senders.length > 0) {
    // Of one goroutine, not of one select: a case may be a select itself.
    const waiting = [...receivers, ...senders];
    if (new Set(waiting.map(({ g }) => g)).size > 1) fail("C1", ch);
    if (waiting.some(({ select }) => select === null)) fail("C1", ch);
  }
  if (ch.len > ch.cap) fail("R1", ch);
  if (ch.len > 0 && receivers.length > 0) fail("C2", ch);
  if (ch.len < ch.cap && senders.length > 0) fail("C3", ch);
  if (ch.isClosed && receivers.length + senders.length > 0) fail("C4", ch);
}

/** Checks a channel after every call that changes it, whoever makes the call. Returns the channel. */
export function watched<T>(ch: HChan<T>): HChan<T> {
  const check = <F extends (...args: any[]) => any>(target: object, name: string, method: F): void => {
    const checked = function (this: unknown, ...args: unknown[]): unknown {
      const result = method.apply(target, args);
      checkChan(ch);
      return result;
    };
    Object.defineProperty(target, name, { value: checked, configurable: true });
  };
  check(ch, "offer", ch.offer);
  check(ch, "obtain", ch.obtain);
  check(ch, "close", ch.close);
  for (const q of [ch.recvq, ch.sendq]) {
    check(q, "enqueue", q.enqueue);
    check(q, "withdraw", q.withdraw);
  }
  return ch;
}
