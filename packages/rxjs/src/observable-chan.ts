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
import type { Sudog } from "@gopark/core/internal";
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
    if (result.done && this.state === CLOSED) this.from.tell();
    return result;
  }

  override poll(): boolean {
    const isDone = super.poll();
    if (isDone) this.from.drained();
    return isDone;
  }

  override finish(sudog: Sudog | null): any {
    const outcome = super.finish(sudog);
    if (this.state === CLOSED) this.from.tell();
    return outcome;
  }
}

/** A channel that receives from an Observable. */
export class ObservableChan<T> implements RecvChan<T> {
  /** Holds the values, and those who wait for them. */
  readonly inner: HChan<T>;
  /** What happens to values beyond the buffer; how to pause, if that is how. */
  private readonly options: OverflowOptions;
  /** What the Observable calls; closed when the channel is (O1). */
  private readonly subscriber: Subscriber<T>;
  /** The error still to be told (O3), in a box: it may be undefined. */
  private failure: { readonly error: unknown } | null;
  /** Whether the producer was told to pause (O5). */
  private hasPaused: boolean;

  constructor(source: ObservableSource<T>, options: OverflowOptions) {
    this.inner = new HChan<T>(options.buffer);
    this.options = options;
    this.failure = null;
    this.hasPaused = false;
    const observable = observableOf(source);
    // Made first: a source that emits from within `subscribe` can be stopped.
    this.subscriber = new Subscriber<T>({
      next: (value) => this.push(value),
      error: (error: unknown) => this.fail(error),
      complete: () => this.unsubscribe(),
    });
    m.external++;
    this.subscriber.add(() => m.external--);
    observable.subscribe(this.subscriber);
  }

  get len(): number {
    return this.inner.len;
  }

  get cap(): number {
    return this.inner.cap;
  }

  /** Unsubscribes and closes the channel. Values in the buffer, and an error behind them, can still be received. */
  unsubscribe(): void {
    if (this.inner.isClosed) return;
    this.inner.close();
    this.subscriber.unsubscribe();
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

  tryRecv(): [T, true] | [undefined, false] | undefined {
    const op = new ObservedRecv(this, true);
    return op.poll() ? op.finish(null) : undefined;
  }

  range(body: (value: T) => unknown): Op<void> {
    // Both loops receive by the `recvOk` of the channel they are called on.
    return HChan.prototype.range.call(this as any, body as never);
  }

  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const values = HChan.prototype[Symbol.asyncIterator].call(this as any);
    const leave = values.return.bind(values);
    values.return = (value) => {
      // First: a `next` that is pending ends with it, and only then may the loop be left.
      this.unsubscribe();
      return leave(value);
    };
    return values;
  }

  /** Throws the error that is to be told, if there is one (O3). */
  tell(): void {
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw failure.error;
  }

  /** A value has been taken: a producer that pauses goes on if there is room. */
  drained(): void {
    if (this.hasPaused && this.len * 4 <= this.cap) this.ask("resume");
  }

  /** The Observable has emitted (O2). */
  private push(value: T): void {
    const { inner } = this;
    const { overflow } = this.options;
    if (!inner.trySend(value)) {
      if (overflow === "dropNewest") return;
      if (overflow === "error" || overflow === "block") {
        this.fail(new OverflowError(inner.cap, value));
        return;
      }
      // As often as it takes: a value that was put back (unread.ts) may stand behind a full buffer.
      do inner.tryRecv();
      while ((overflow === "latest" && inner.len > 0) || !inner.trySend(value));
    }
    if (overflow === "block" && !this.hasPaused && inner.len * 2 >= inner.cap) this.ask("pause");
  }

  /** The Observable has ended with an error, or is not worth going on with. */
  private fail(error: unknown): void {
    this.failure = { error };
    this.unsubscribe();
  }

  /** Tells the producer to pause or to resume (O5). What it throws is as good as its error. */
  private ask(what: "pause" | "resume"): void {
    if (this.inner.isClosed) return;
    this.hasPaused = what === "pause";
    try {
      (this.options as BlockOptions)[what]();
    } catch (error) {
      this.fail(error);
    }
  }
}
