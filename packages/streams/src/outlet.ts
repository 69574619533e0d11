/**
 * Outlets: streams whose values are put in from elsewhere, such as one group of groupBy or one copy of broadcast.
 *
 *   U1  A value is put in when the reader takes it, or waits in the outlet's channel: nothing else is buffered.
 *   U2  Once the reader has left, values go nowhere, and whoever was waiting to put one in goes on.
 *   U3  It is read once.
 *   U4  A reader that is about to be cancelled as well hears of no error, and waits for that: what cancels both may have
 *       come here first.
 */
import type { Go } from "@gopark/core";
import { type Code, MORE } from "./codes.js";
import { HChan } from "./engine.js";
import { feed } from "./feed.js";
import { Origin } from "./origin.js";
import type { Step } from "./step.js";

/** One such stream. */
export class Outlet extends Origin {
  private readonly ch: HChan<any>;
  /** Whether somebody reads, or has read. */
  private isRead = false;
  /** Whether the reader has left (U2). */
  hasLeft = false;
  /** What went wrong upstream; empty if nothing did. */
  private failure: readonly unknown[] = [];

  constructor(capacity = 0) {
    super();
    this.ch = new HChan<any>(capacity);
  }

  /** Puts a value in. */
  *send(value: unknown): Go<void> {
    if (!this.hasLeft) yield* this.ch.send(value);
  }

  /** Whether somebody is waiting to put a value in. */
  get isBusy(): boolean {
    return this.ch.sendq.first !== null;
  }

  /** No more values come; with an argument, because of an error. */
  close(...failure: unknown[]): void {
    if (this.ch.isClosed) return;
    this.failure = failure;
    this.ch.close();
  }

  /** The reader leaves. */
  leave(): void {
    this.hasLeft = true;
    while (this.ch.tryRecv()?.[1]);
  }

  /** Somebody begins to read. */
  feed(head: Step): Go<Code> {
    if (this.isRead) throw new Error("read twice: this stream gives its values once");
    this.isRead = true;
    return this.read(head);
  }

  private *read(head: Step): Go<Code> {
    try {
      const code = yield* feed(this.ch, head);
      if (code === MORE) for (const error of this.failure) yield* head.flow.scope.tell(error);
      return code;
    } finally {
      this.leave();
    }
  }
}
