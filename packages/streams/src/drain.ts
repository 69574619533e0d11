/**
 * Drains: streams of others as the end of a pipeline.
 *
 *   D1  The next value is written when the drain says so: its own queue is the only buffer.
 *   D2  The pipeline is over when the drain has taken everything, and says that it has.
 *   D3  A drain that fails by itself cancels the pipeline at once, also while no value comes.
 *   D4  A drain that is left early is aborted, and that is waited for.
 */
import { type Code, MORE, STOP } from "./codes.js";
import { ForEachStep } from "./for-each.js";
import { type Sink, sink } from "./stage.js";

/** What takes values, for one run of a pipeline. */
export interface Drain<in A> {
  /** Takes a value, and gives what is to be waited for before the next. */
  write(value: A): PromiseLike<unknown> | undefined;
  /** No more values come. Gives what is to be waited for until all have been taken. */
  end(): PromiseLike<unknown> | undefined;
  /** The pipeline leaves early. Gives what is to be waited for. */
  abort(): PromiseLike<unknown> | undefined;
  /** Calls `fail` when it fails by itself. */
  watch(fail: (error: unknown) => void): void;
}

/** Writes into a drain. */
class DrainStep extends ForEachStep {
  /** The drain; null before it is open. */
  private drain: Drain<any> | null = null;
  /** Whether no more values come. */
  private hasEnded = false;
  /** Whether it can fail by itself, and be aborted. */
  private isOpen = true;

  override start(): Code {
    try {
      const drain: Drain<any> = this.given();
      this.drain = drain;
      drain.watch((error) => {
        if (this.isOpen) this.flow.scope.fail(this.failed(error));
      });
      this.given = (value: unknown) => drain.write(value);
    } catch (error) {
      throw this.failed(error);
    }
    return MORE;
  }

  override end(): Code {
    this.hasEnded = true;
    return this.flow.park(this, (this.drain as Drain<any>).end());
  }

  protected override take(): Code {
    this.isOpen = !this.hasEnded;
    return this.hasEnded ? STOP : MORE;
  }

  override dispose(): unknown {
    const { isOpen, drain } = this;
    this.isOpen = false;
    // What goes wrong now is not the reason for leaving.
    return isOpen && drain ? Promise.resolve(drain.abort()).catch(() => {}) : undefined;
  }
}

/** A sink that writes into a drain, which is opened when the pipeline runs. */
export function drainInto<A>(name: string, open: () => Drain<A>): Sink<A, void> {
  return sink(name, DrainStep, open);
}
