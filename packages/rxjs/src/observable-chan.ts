/**
 * The channel behind `fromObservable`: an Observable sends, and cannot wait.
 *
 * A channel inside does the work of one. It is kept inside because a receive from it does not do: whoever receives must
 * come through here, for the error and for the producer that is to go on.
 *
 *   O1  The Observable is subscribed while the channel is open, and never after that.
 *   O2  A value goes to who waits, else to the buffer; beyond the buffer the policy decides.
 *   O3  The Observable's error is told once, to the first who receives after the values before it. It waits for that
 *       receiver as long as it takes; everybody else finds the channel closed.
 *   O4  While it is subscribed, no deadlock is reported: the Observable may still emit.
 *   O5  A producer that can pause is told so once until it is told to resume, and the other way round.
 */
import type { Op, RecvChan, Suspend } from "@gopark/core";
import type { SendOp, Sudog } from "@gopark/core/internal";
import { CLOSED, HChan, m, OverflowError, RecvOp, Subscriber } from "./engine.js";
import { type ObservableSource, observableOf } from "./interop.js";
import type { BlockOptions, OverflowOptions } from "./overflow.js";

/** A receive from an Observable: as from any channel, but the end may be an error (O3). */
class ObservedRecv extends RecvOp {
  /** Whose receive it is. */
  private readonly from: ObservableChan<any>;

  constructor(from: ObservableChan<any>, isTold: boolean) {
    super(from.inner, isTold);
    this.from = from;
  }

  override next(resumed?: unknown): IteratorResult<Suspend, any> {
    const result = super.next(resumed);
    // Not before it is the result: a receive that is over may still have lost the CPU.
    if (result.done) this.from.tell(this);
    return result;
  }

  override poll(): boolean {
    const isDone = super.poll();
    this.from.drained();
    return isDone;
  }

  override finish(sudog: Sudog | null): any {
    const outcome = super.finish(sudog);
    this.from.tell(this);
    return outcome;
  }
}

/** A channel that receives from an Observable: the Subscriber that it calls. */
export class ObservableChan<T> extends Subscriber<T> implements RecvChan<T> {
  /** Holds the values, and those who wait for them. */
  readonly inner: HChan<T>;
  /** How many values may wait. */
  readonly cap: number;
  /** Takes a value if one is there. Both this and the loop receive by the `recvOk` of the channel they are called on. */
  readonly tryRecv: HChan<T>["tryRecv"];
  /** Receives until the end. */
  readonly range: HChan<T>["range"];
  /** Sends each value: it never waits, so one serves all. */
  private readonly sending: SendOp;
  /** What happens to values beyond the buffer; how to pause, if that is how. */
  private readonly options: OverflowOptions;
  /** The error still to be told (O3), if there is one. */
  private readonly failures: unknown[];
  /** Whether the producer was told to pause (O5). */
  private hasPaused: boolean;

  constructor(source: ObservableSource<T>, options: OverflowOptions) {
    super();
    const inner = new HChan<T>(options.buffer);
    this.inner = inner;
    this.cap = inner.cap;
    this.tryRecv = inner.tryRecv;
    this.range = inner.range;
    this.sending = inner.send(undefined as T);
    this.options = options;
    this.failures = [];
    this.hasPaused = false;
    const observable = observableOf(source);
    m.external++;
    observable.subscribe(this);
  }

  get len(): number {
    return this.inner.len;
  }

  /** Unsubscribes and closes the channel. Values in the buffer, and an error behind them, can still be received. */
  override unsubscribe(): void {
    if (this.closed) return;
    m.external--;
    this.inner.close();
    super.unsubscribe();
  }

  [Symbol.dispose](): void {
    this.unsubscribe();
  }

  recv(): Op<T | undefined> {
    return new ObservedRecv(this, false);
  }

  recvOk(): Op<any> {
    return new ObservedRecv(this, true);
  }

  [Symbol.asyncIterator](): AsyncIterator<T, void, undefined> {
    const values = this.inner[Symbol.asyncIterator].call(this as any);
    const leave = values.return;
    values.return = (value?: any) => {
      // A `next` that is pending ends with it.
      this.unsubscribe();
      return leave.call(values, value);
    };
    return values;
  }

  /** The result of a receive is wanted: throws if that is the error (O3). */
  tell({ state }: ObservedRecv): void {
    if (state === CLOSED && this.failures.length) throw this.failures.pop();
  }

  /** A value may have been taken: a producer that pauses goes on if there is room. */
  drained(): void {
    if (this.hasPaused && this.len * 4 <= this.cap) this.steer("resume");
  }

  /** The Observable has emitted (O2). */
  override next(value: T): void {
    const { cap, inner, sending } = this;
    const { overflow } = this.options;
    if (this.closed) return;
    sending.value = value;
    // Until there is room: a value that was put back (unread.ts) may stand behind a full buffer.
    while (!inner.offer(sending)) {
      if (overflow === "dropNewest") break;
      if (overflow === "error" || overflow === "block") {
        this.error(new OverflowError(cap, value, "fromObservable"));
        break;
      }
      do inner.tryRecv();
      while (overflow === "latest" && inner.len > 0);
    }
    sending.value = undefined;
    if (overflow === "block" && !this.hasPaused && inner.len * 2 >= cap) this.steer("pause");
  }

  /** The Observable has ended with an error, or is not worth going on with. */
  override error(error: unknown): void {
    if (this.closed) return;
    this.failures.push(error);
    this.unsubscribe();
  }

  /** The Observable has ended. */
  override complete(): void {
    this.unsubscribe();
  }

  /** Tells the producer to pause or to resume (O5). What it throws is as good as its error. */
  private steer(what: "pause" | "resume"): void {
    if (this.closed) return;
    this.hasPaused = what === "pause";
    try {
      (this.options as BlockOptions)[what]();
    } catch (error) {
      this.error(error);
    }
  }
}
