/**
 * A source for tests, which says who listens to it.
 */
import { Observable, type Subscriber } from "rxjs";

/** An Observable that the test feeds, by hand. */
export class Fed<T> extends Observable<T> {
  /** Who listens now. */
  readonly listeners: Set<Subscriber<T>> = new Set();
  /** How often it was subscribed to. */
  subscribed = 0;

  constructor(onSubscribe?: (subscriber: Subscriber<T>) => void) {
    super((subscriber) => {
      this.subscribed++;
      this.listeners.add(subscriber);
      onSubscribe?.(subscriber);
      return () => void this.listeners.delete(subscriber);
    });
  }

  emit(...values: T[]): void {
    for (const value of values) for (const listener of this.listeners) listener.next(value);
  }

  fail(error: unknown): void {
    for (const listener of this.listeners) listener.error(error);
  }

  complete(): void {
    for (const listener of this.listeners) listener.complete();
  }
}
