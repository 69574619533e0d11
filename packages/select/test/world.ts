/**
 * Go's channels, selects and goroutine ends as plain lists, to be followed step by step.
 *
 * A program tells the world what it begins, and the steps of the operation protocol as they happen: an operation was
 * looked at, stood in line, left the line, was due. The world knows what must come of each and complains otherwise.
 * All that it is told and does not decide itself is chance: which of several ready cases was taken, and in which
 * order the cases of one select stood in line.
 *
 *   W1  A look answers yes if and only if the operation can complete now.
 *   W2  Who stands in line had no operation that could complete.
 *   W3  Who is taken out of one line is out of all others before the next step: of its cases one is left, and that
 *       is the one that the world has chosen. A lock is let in by its own rules: of the world's affair is only
 *       that then no other case has happened.
 *   W4  What is over stays so: an outcome is told once, and it is the one that the world has chosen.
 *
 * Go's rules themselves are in `effect` and `close`.
 */

import { type Attempt, END, type Leaf, nameOf, type Outcome } from "./attempt.js";

interface Channel {
  readonly cap: number;
  readonly buffer: unknown[];
  readonly receivers: Leaf[];
  readonly senders: Leaf[];
  isClosed: boolean;
}

interface Timer {
  readonly leaf: Leaf;
  readonly due: number;
}

function remove<T>(list: T[], item: T): boolean {
  const i = list.indexOf(item);
  if (i >= 0) list.splice(i, 1);
  return i >= 0;
}

/** The world of one program. */
export class World {
  /** The first complaint. */
  complaint: string | null = null;
  /** Whether the program has ended: what happens now is clearing up. */
  isOver = false;
  /** What happened, for reports. */
  readonly log: string[] = [];
  readonly channels: readonly Channel[];
  /** Performances that wait. */
  readonly waiting: Set<Attempt> = new Set();
  private readonly timers: Timer[] = [];
  private readonly joiners: Leaf[] = [];
  private readonly ended: Set<number> = new Set();
  /** Who is looking, or has stood in line in this step. */
  private current: Attempt | null = null;
  /** Leaves that have left their lines in this step. */
  private readonly left: Leaf[] = [];
  private readonly now: () => number;

  constructor(caps: readonly number[], now: () => number) {
    this.channels = caps.map((cap) => ({
      cap,
      buffer: [],
      receivers: [],
      senders: [],
      isClosed: false,
    }));
    this.now = now;
  }

  /** Notes what is wrong. It is thrown at the end: in the midst of a step it would only confuse. */
  complain(text: string): void {
    if (!this.isOver) this.complaint ??= `${text}\n${this.log.slice(-40).join("\n")}`;
  }

  private note(text: string): void {
    this.log.push(text);
  }

  /** A performance begins. The next thing must be to look at it. */
  begin(task: string, leaves: readonly Leaf[]): Attempt {
    this.settle();
    const attempt: Attempt = {
      task,
      leaves,
      standing: new Set(),
      state: "looking",
      winner: null,
      outcome: "",
    };
    for (const leaf of leaves) leaf.attempt = attempt;
    this.note(`${task} begins ${leaves.map(nameOf).join(" | ")}`);
    this.current = attempt;
    return attempt;
  }

  /** Whether an operation can complete now; undefined where a lock decides. */
  private isReady({ kind, on, value, before }: Leaf): boolean | undefined {
    const ch = this.channels[on] as Channel;
    if (kind === "send") return ch.isClosed || ch.receivers.length > 0 || ch.buffer.length < ch.cap;
    if (kind === "recv") return ch.isClosed || ch.senders.length > 0 || ch.buffer.length > 0;
    if (kind === "join") return this.ended.has(on);
    if (kind === "sleep") return value <= 0;
    if (kind === "limit") return value <= 0 && !before.some((leaf) => this.isReady(leaf));
    return undefined;
  }

  /** A leaf was looked at, and was ready or not. */
  looked(leaf: Leaf, isReady: boolean): void {
    if (this.isOver) return;
    const attempt = leaf.attempt as Attempt;
    if (attempt !== this.current || attempt.state !== "looking")
      this.complain(`${nameOf(leaf)} is looked at`);
    const expected = this.isReady(leaf) ?? isReady;
    if (isReady !== expected)
      this.complain(`W1: ${attempt.task}'s ${nameOf(leaf)} answers ${isReady}, not ${expected}`);
    if (isReady && expected) this.conclude(leaf, this.effect(leaf));
  }

  /** An operation completes: what it gives, and what it does to others. */
  private effect({ kind, on, value }: Leaf): Outcome {
    if (kind === "send") {
      const { isClosed, receivers, buffer } = this.channels[on] as Channel;
      if (isClosed) return `panic: send on closed channel, ${value}`;
      const receiver = receivers[0];
      if (receiver === undefined) buffer.push(value);
      else this.conclude(receiver, [value, true]);
      return "sent";
    }
    if (kind === "recv") {
      const { senders, buffer } = this.channels[on] as Channel;
      const sender = senders[0];
      if (sender !== undefined) {
        buffer.push(sender.value);
        this.conclude(sender, "sent");
      }
      return buffer.length > 0 ? [buffer.shift(), true] : END;
    }
    return kind;
  }

  /** A performance is over: it leaves all lines. */
  private conclude(leaf: Leaf, outcome: Outcome): void {
    const attempt = leaf.attempt as Attempt;
    attempt.state = "over";
    attempt.winner = leaf;
    attempt.outcome = outcome;
    this.waiting.delete(attempt);
    this.note(`  ${attempt.task} gets ${nameOf(leaf)}: ${outcome}`);
    for (const each of attempt.leaves) {
      const { kind, on } = each;
      if (kind === "send") remove((this.channels[on] as Channel).senders, each);
      else if (kind === "recv") remove((this.channels[on] as Channel).receivers, each);
      else if (kind === "join") remove(this.joiners, each);
      else {
        const i = this.timers.findIndex((timer) => timer.leaf === each);
        if (i >= 0) this.timers.splice(i, 1);
      }
    }
  }

  /** A leaf stands in line. */
  enrolled(leaf: Leaf): void {
    if (this.isOver) return;
    const attempt = leaf.attempt as Attempt;
    this.waits(attempt);
    if (attempt.standing.has(leaf))
      this.complain(`${attempt.task} stands twice in the line of ${nameOf(leaf)}`);
    attempt.standing.add(leaf);
    const { kind, on, value } = leaf;
    if (kind === "send") (this.channels[on] as Channel).senders.push(leaf);
    else if (kind === "recv") (this.channels[on] as Channel).receivers.push(leaf);
    else if (kind === "join") this.joiners.push(leaf);
    else if (kind !== "lock") this.timers.push({ leaf, due: this.now() + value });
  }

  /** A performance begins to wait, if that is allowed (W2). */
  private waits(attempt: Attempt): void {
    if (attempt.state === "waiting") return;
    const ready = attempt.leaves.find((leaf) => this.isReady(leaf));
    if (attempt !== this.current || attempt.state !== "looking") this.complain(`W2: ${attempt.task} waits`);
    else if (ready !== undefined) this.complain(`W2: ${attempt.task} waits, ${nameOf(ready)} is ready`);
    attempt.state = "waiting";
    this.waiting.add(attempt);
  }

  /** A leaf has left its line without having happened. */
  withdrawn(leaf: Leaf): void {
    if (!this.isOver) this.left.push(leaf);
  }

  /** The time of a leaf has come. */
  fired(leaf: Leaf): void {
    if (this.isOver) return;
    this.settle();
    const timer = this.timers.find((each) => each.leaf === leaf);
    if (timer === undefined) this.complain(`${nameOf(leaf)} is due and nobody waits for it`);
    else if (timer.due > this.now()) this.complain(`${nameOf(leaf)} is due too early`);
    else this.conclude(leaf, leaf.kind);
  }

  /** The end of a step: everything that was said in it agrees (W3). */
  settle(): void {
    if (this.isOver) return;
    const { current } = this;
    if (current?.state === "looking") {
      // What is no case of anything has ways of its own to stand in line. Nil channels have no line.
      const [leaf] = current.leaves;
      if (leaf !== undefined && current.leaves.length === 1) this.enrolled(leaf);
      else this.waits(current);
    }
    if (current?.state === "waiting" && current.standing.size < current.leaves.length)
      this.complain(`${current.task} does not stand in all its lines`);
    this.current = null;
    const attempts = new Set(this.left.map((leaf) => leaf.attempt as Attempt));
    for (const leaf of this.left.splice(0)) leaf.attempt?.standing.delete(leaf);
    for (const attempt of attempts) {
      const [chosen = null, ...others] = attempt.standing;
      if (others.length > 0) this.complain(`W3: ${attempt.task} is left in ${others.map(nameOf)}`);
      if (chosen?.kind === "lock" && attempt.state === "waiting") this.conclude(chosen, "lock");
      if (chosen !== attempt.winner)
        this.complain(`W3: ${attempt.task} got ${nameOf(chosen)}, not ${nameOf(attempt.winner)}`);
    }
  }

  /** Nothing of it was possible at once, and it does not wait. */
  declined(attempt: Attempt): void {
    if (attempt.state !== "looking") this.complain(`${attempt.task} declines ${attempt.outcome}`);
    this.waits(attempt);
    this.waiting.delete(attempt);
    attempt.state = "over";
  }

  /** An outcome was told to whoever performed (W4); `leaf` is null if that is not known. */
  returned(attempt: Attempt, leaf: Leaf | null, outcome: Outcome): void {
    if (this.isOver) return;
    this.settle();
    const lock = attempt.leaves.find(({ kind }) => kind === "lock");
    // Nobody has told: there were no other cases to leave.
    if (attempt.state === "waiting" && attempt.leaves.length === 1 && lock !== undefined)
      this.conclude(lock, "lock");
    const isSame = `${outcome}` === `${attempt.outcome}` && (leaf ?? attempt.winner) === attempt.winner;
    if (attempt.state !== "over" || !isSame)
      this.complain(
        `W4: ${attempt.task} is told ${nameOf(leaf)}: ${outcome}, not ${nameOf(attempt.winner)}: ${attempt.outcome}`,
      );
  }

  /** Something that never waits, and needs no look: answers what must come of it. */
  at(task: string, leaf: Leaf): Outcome {
    this.settle();
    this.note(`${task} tries ${nameOf(leaf)}`);
    return this.isReady(leaf) ? this.effect(leaf) : "would block";
  }

  /** A channel is closed: answers what must come of it. */
  close(task: string, on: number): Outcome {
    this.settle();
    this.note(`${task} closes ${on}`);
    const ch = this.channels[on] as Channel;
    if (ch.isClosed) return "panic: close of closed channel";
    ch.isClosed = true;
    for (let leaf = ch.receivers[0]; leaf !== undefined; leaf = ch.receivers[0]) this.conclude(leaf, END);
    for (let leaf = ch.senders[0]; leaf !== undefined; leaf = ch.senders[0])
      this.conclude(leaf, `panic: send on closed channel, ${leaf.value}`);
    return "closed";
  }

  /** A goroutine has ended. */
  end(id: number): void {
    this.settle();
    this.note(`goroutine ${id} ends`);
    this.ended.add(id);
    for (const leaf of this.joiners.filter(({ on }) => on === id)) {
      // Two cases of one select: the first was enough.
      if (leaf.attempt?.state === "waiting") this.conclude(leaf, "join");
    }
  }

  /** Whether a timer is left. */
  get hasTimers(): boolean {
    return this.timers.length > 0;
  }
}
