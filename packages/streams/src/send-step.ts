/**
 * The last step of a segment that another one receives from.
 */
import type { HChan } from "@gopark/core/internal";
import { type Code, MORE } from "./codes.js";
import { FRESH, SendOp } from "./engine.js";
import { type Flow, Step } from "./step.js";

/** Sends into a channel of the engine's own. */
export class SendStep extends Step {
  /** One send serves all values: it is complete before the next. */
  private readonly send: SendOp;
  /** Whether there was a value. */
  hasSent = false;

  constructor(ch: HChan<any>, flow: Flow) {
    super(null, flow);
    this.send = new SendOp(ch, undefined);
  }

  push(value: unknown): Code {
    const { send } = this;
    this.hasSent = true;
    send.state = FRESH;
    send.value = value;
    return send.poll() ? MORE : this.flow.park(this, send);
  }
}
