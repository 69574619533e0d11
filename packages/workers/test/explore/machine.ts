/**
 * The machine that scenarios run on: memory, and threads that stop before each atomic access and can be put back.
 *
 *   MA1  What a thread does next depends on what it has read so far and on nothing else. So a thread is all that it has read:
 *        to put it back it is started anew and given the same answers.
 *        When a function returns, what it has read counts no more, only what it answers.
 *   MA2  All that changes but the threads is words of memory, also who sleeps: each write notes what was there.
 *   MA3  Plain accesses do not stop a thread: they belong to the step of the atomic access before them. As nothing orders
 *        them before the thread's next step, they race with what another thread did plainly in its last step, if
 *        both touch a word and one writes it. That fails.
 *   MA4  A thread that spins goes on when a word that it has read in the round has changed: until then it would read
 *        the same again. A loop that spins remembers nothing from round to round but their number, which decides nothing.
 */
import { type Loaded, type LoadOptions, loadPortable } from "./portable.js";

/** What a thread is about to do when it stops. */
export interface Request {
  readonly op: string;
  readonly a: number;
  readonly v: number;
  readonly w: number;
}

/** A thread of a scenario: stoppable code over the functions that `load` gives. What it returns is its result. */
export type Body = () => Generator<unknown, unknown, any>;

/** Words of the memory; what the machine keeps itself lies above what threads see. */
const WORDS = 1 << 18;
/** Bytes of memory that a scenario has. */
export const BYTES: number = (WORDS - 64) * 4;
const PRIVATE = WORDS - 64;
/** Of a thread: 1 while it waits for a notify, 2 when it has been notified. */
const SLEEP = PRIVATE;
/** Of a thread: 1 while it spins and nothing has changed. */
const SPINS = PRIVATE + 16;
/** Of a thread: 1 when it has died. */
const DEAD = PRIVATE + 32;

const mix = (h: number, v: number): number => {
  let x = Math.imul(h ^ v, 0x9e3779b1);
  x ^= x >>> 15;
  return Math.imul(x, 0x85ebca6b) ^ (x >>> 13);
};

/** What of a thread is put back when a step is taken back. */
interface Past {
  request: Request | null;
  /** Hashes of all it has read. */
  h1: number;
  h2: number;
  /** The same when the loop that it spins in began. */
  s1: number;
  s2: number;
  /** How many answers it was given. */
  read: number;
  /** Words that it has read in this round, with what they were: in pairs. */
  round: readonly number[];
  /** Words of its plain accesses since its last atomic one: read, and written. */
  plainReads: number[];
  plainWrites: number[];
  result: unknown;
}

/** A thread. */
export class Thread implements Past {
  readonly index: number;
  readonly body: Body;
  code: Generator<unknown, unknown, any> | null = null;
  /** All answers it was given. */
  readonly answers: unknown[] = [];
  request: Request | null = null;
  h1 = 1;
  h2 = 2;
  s1 = 0;
  s2 = 0;
  read = 0;
  round: readonly number[] = [];
  plainReads: number[] = [];
  plainWrites: number[] = [];
  result: unknown;

  constructor(index: number, body: Body) {
    this.index = index;
    this.body = body;
  }

  past(): Past {
    const { request, h1, h2, s1, s2, read, round, plainReads, plainWrites, result } = this;
    return { request, h1, h2, s1, s2, read, round, plainReads, plainWrites, result };
  }
}

/** What takes a step back. */
export interface Undo {
  readonly thread: Thread;
  readonly past: Past;
  readonly trail: number;
}

/** The machine whose threads call the seam now. */
let active: Machine;

const stop = (op: string) =>
  function* (a: number, v = 0, w = 0): Generator<Request, any, any> {
    return yield { op, a, v, w };
  };

const STOPS = ["load", "store", "cas", "exchange", "add", "notify", "spin", "wait", "death"];
const stopping: Loaded = Object.fromEntries(STOPS.map((op) => [op, stop(op)]));
const plain: Loaded = {
  get: (a: number) => active.get(a),
  put: (a: number, v: number) => active.put(a, v),
  copyWide(from: number, to: number) {
    for (let i = 0; i < 8; i += 4) active.put(to + i, active.get(from + i));
  },
};
/** Plain accesses that stop where threads may race. */
const plainStopping: Loaded = {
  *get(a: number): Generator<Request, number, number> {
    if (active.mayRace(a)) return yield { op: "load", a, v: 0, w: 0 };
    return active.get(a);
  },
  *put(a: number, v: number): Generator<Request, void, number> {
    if (active.mayRace(a)) yield { op: "store", a, v, w: 0 };
    else active.put(a, v);
  },
  *copyWide(from: number, to: number): Generator<Request, void, number> {
    for (let i = 0; i < 8; i += 4) yield* plainStopping.put(to + i, yield* plainStopping.get(from + i));
  },
};

/** What the current thread had read when it entered a function. */
export interface Frame {
  readonly h1: number;
  readonly h2: number;
}

/** Tells what a function answered from what was read in memory. */
const ANSWER = 0x5bd1e995;

const nowhere: Frame = { h1: 0, h2: 0 };

/** The current thread enters a function. */
export function enter(): Frame {
  const { current } = active;
  return current === null ? nowhere : { h1: current.h1, h2: current.h2 };
}

/** The current thread leaves a function, whose answer is `v`, and forgets what it has read in it. */
export function leave<T>(frame: Frame, v: T): T {
  const { current } = active;
  if (current === null) return v;
  const n = typeof v === "number" ? v : v === undefined ? 0 : textHash(JSON.stringify(v));
  // Not as if it had read the answer in the function.
  current.h1 = mix(mix(frame.h1, ANSWER), n);
  current.h2 = mix(mix(frame.h2, ANSWER), ~n);
  return v;
}

function textHash(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = mix(h, text.charCodeAt(i));
  return h;
}

/** Loads the files of `src/shm/` for machines. */
export function loadFiles(options: LoadOptions): (name: string) => Loaded {
  const stops = options.stopsAtPlain ? { ...stopping, ...plainStopping } : stopping;
  return loadPortable(plain, stops, { enter, leave }, options);
}

/** Whether an access to a word may do more than look at it. */
export const isWrite = ({ op }: Request): boolean => op !== "load" && op !== "wait" && op !== "spin";

export class Machine {
  readonly words: Int32Array = new Int32Array(WORDS);
  threads: Thread[] = [];
  h1 = 0;
  h2 = 0;
  /** Words on which races are part of the algorithm. */
  readonly mayRace: (a: number) => boolean;
  /** What was written where, in pairs: to take it back. */
  private readonly trail: number[] = [];
  /** By word, a bit for each thread: whose last plain accesses read it, and wrote it. */
  private readonly readers: Uint8Array = new Uint8Array(WORDS);
  private readonly writers: Uint8Array = new Uint8Array(WORDS);
  /** Who runs; null in the setup. */
  current: Thread | null = null;
  /** Whether the current thread is being put back, and at which answer it is then. */
  private isPuttingBack = false;
  private at = 0;

  constructor(mayRace: (a: number) => boolean) {
    this.mayRace = mayRace;
    active = this;
  }

  /** Runs code alone, before there are threads. */
  alone(code: Generator<unknown, unknown, any>): void {
    let answer: unknown;
    for (;;) {
      const { done, value } = code.next(answer);
      if (done) break;
      answer = this.execute(value as Request);
    }
    this.trail.length = 0;
  }

  start(bodies: Body[]): void {
    this.threads = bodies.map((body, i) => new Thread(i, body));
    for (const thread of this.threads) {
      thread.code = thread.body();
      this.advance(thread, undefined);
    }
    this.trail.length = 0;
  }

  read(a: number): number {
    return this.words[a >> 2] as number;
  }

  private write(word: number, v: number): void {
    const was = this.words[word] as number;
    if (was === v) return;
    this.trail.push(word, was);
    this.set(word, was, v);
    if (word >= PRIVATE) return;
    for (const { index, round } of this.threads) {
      if (this.words[SPINS + index] !== 1) continue;
      for (let i = 0; i < round.length; i += 2) if (round[i] === word) this.write(SPINS + index, 0);
    }
  }

  private set(word: number, was: number, v: number): void {
    // A word that is 0 counts for nothing: as if it had never been written.
    if (was !== 0) this.toggle(word, was);
    if (v !== 0) this.toggle(word, v);
    this.words[word] = v;
  }

  private toggle(word: number, v: number): void {
    this.h1 ^= mix(mix(1, word), v);
    this.h2 ^= mix(mix(2, v), word);
  }

  /** A plain read by whoever runs. */
  get(a: number): number {
    const thread = this.current;
    if (thread === null) return this.read(a);
    if (this.isPuttingBack) return this.again(thread) as number;
    const word = a >> 2;
    const bit = 1 << thread.index;
    if (((this.writers[word] as number) & ~bit) !== 0) this.race(a, "reads");
    if (((this.readers[word] as number) & bit) === 0) {
      this.readers[word] = (this.readers[word] as number) | bit;
      thread.plainReads.push(word);
    }
    const v = this.words[word] as number;
    this.answered(thread, v);
    return v;
  }

  /** A plain write by whoever runs. */
  put(a: number, v: number): void {
    const thread = this.current;
    const word = a >> 2;
    if (thread === null) {
      this.write(word, v | 0);
      return;
    }
    if (this.isPuttingBack) return;
    const bit = 1 << thread.index;
    if ((((this.writers[word] as number) | (this.readers[word] as number)) & ~bit) !== 0)
      this.race(a, "writes");
    if (((this.writers[word] as number) & bit) === 0) {
      this.writers[word] = (this.writers[word] as number) | bit;
      thread.plainWrites.push(word);
    }
    this.write(word, v | 0);
  }

  private race(a: number, what: string): never {
    throw new Error(
      `data race: thread ${this.current?.index} ${what} word ${a} and nothing orders another thread's access`,
    );
  }

  private answered(thread: Thread, v: unknown): void {
    thread.answers[thread.read++] = v;
    thread.h1 = mix(thread.h1, v as number);
    thread.h2 = mix(thread.h2, ~(v as number));
  }

  /** What a thread that is put back was answered next. */
  private again(thread: Thread): unknown {
    const v = thread.answers[this.at++];
    thread.h1 = mix(thread.h1, v as number);
    thread.h2 = mix(thread.h2, ~(v as number));
    return v;
  }

  /** Performs an atomic access; answers what it reads. */
  private execute({ op, a, v, w }: Request): number {
    const word = a >> 2;
    if (op === "spin") return 0;
    if (op === "death") return this.words[DEAD + a] as number;
    if (op === "notify") {
      for (const { index, request } of this.threads)
        if (this.words[SLEEP + index] === 1 && request?.a === a) this.write(SLEEP + index, 2);
      return 0;
    }
    const was = this.words[word] as number;
    if (op === "store") this.write(word, v | 0);
    else if (op === "exchange") this.write(word, v | 0);
    else if (op === "add") this.write(word, (was + v) | 0);
    else if (op === "cas" && was === v) this.write(word, w | 0);
    return op === "store" || op === "wait" ? 0 : was;
  }

  /** Whether a thread can go on. */
  canGo({ index, request }: Thread): boolean {
    if (request === null || this.words[DEAD + index] === 1 || this.words[SLEEP + index] === 1) return false;
    if (request.op === "death")
      return this.words[DEAD + request.a] === 1 || this.threads[request.a]?.request === null;
    return this.words[SPINS + index] === 0;
  }

  isDead(index: number): boolean {
    return this.words[DEAD + index] === 1;
  }

  /** Whether all have come to the end. */
  get isOver(): boolean {
    return this.threads.every(({ index, request }) => request === null || this.isDead(index));
  }

  /** A thread dies where it is: it never goes on. */
  kill(index: number): Undo {
    const thread = this.threads[index] as Thread;
    const undo = { thread, past: thread.past(), trail: this.trail.length };
    this.write(DEAD + index, 1);
    // What it did comes before its end, and that before all that is done about it.
    this.forgetPlain(thread);
    return undo;
  }

  /**
   * Lets a thread perform what it is about to do, and go on to its next access. `isPrivate`: no other thread can tell, so what it did
   * plainly before still counts as its last step.
   */
  step(index: number, isPrivate = false): Undo {
    const thread = this.threads[index] as Thread;
    const request = thread.request as Request;
    const undo = { thread, past: thread.past(), trail: this.trail.length };
    if (request.op === "wait" && this.read(request.a) === request.v && this.words[SLEEP + index] !== 2) {
      // It falls asleep; when it is notified it goes on, whatever the word is then.
      this.write(SLEEP + index, 1);
      return undo;
    }
    this.write(SLEEP + index, 0);
    this.putBack(thread);
    if (isPrivate) {
      thread.plainReads = [...thread.plainReads];
      thread.plainWrites = [...thread.plainWrites];
    } else this.forgetPlain(thread);
    const answer = this.execute(request);
    if (request.op === "spin") thread.round = [];
    else if (request.op !== "death" && request.op !== "notify")
      thread.round = [...thread.round, request.a >> 2, this.read(request.a)];
    this.answered(thread, answer);
    this.advance(thread, answer);
    return undo;
  }

  /** Takes a step back: the last that was made and not taken back. */
  undo({ thread, past, trail }: Undo): void {
    for (let i = this.trail.length - 2; i >= trail; i -= 2) {
      const word = this.trail[i] as number;
      this.set(word, this.words[word] as number, this.trail[i + 1] as number);
    }
    this.trail.length = trail;
    if (thread.read !== past.read) thread.code = null;
    if (thread.plainReads !== past.plainReads) {
      this.forgetPlain(thread);
      const bit = 1 << thread.index;
      for (const word of past.plainReads) this.readers[word] = (this.readers[word] as number) | bit;
      for (const word of past.plainWrites) this.writers[word] = (this.writers[word] as number) | bit;
    }
    Object.assign(thread, past);
  }

  private forgetPlain(thread: Thread): void {
    const others = ~(1 << thread.index);
    for (const word of thread.plainReads) this.readers[word] = (this.readers[word] as number) & others;
    for (const word of thread.plainWrites) this.writers[word] = (this.writers[word] as number) & others;
    thread.plainReads = [];
    thread.plainWrites = [];
  }

  /** Brings the code of a thread to where the thread is (MA1). */
  private putBack(thread: Thread): void {
    this.current = thread;
    if (thread.code !== null) return;
    this.isPuttingBack = true;
    this.at = 0;
    thread.code = thread.body();
    const { h1, h2 } = thread;
    thread.h1 = 1;
    thread.h2 = 2;
    for (let answer: unknown; ; answer = this.again(thread)) {
      const { value } = thread.code.next(answer);
      if ((value as Request).op === "spin") this.beginRound(thread, value as Request);
      if (this.at === thread.read) break;
    }
    this.isPuttingBack = false;
    if (thread.h1 !== h1 || thread.h2 !== h2)
      throw new Error(`thread ${thread.index} depends on more than what it reads`);
  }

  private advance(thread: Thread, answer: unknown): void {
    this.current = thread;
    const { done, value } = (thread.code as Generator<unknown, unknown, any>).next(answer);
    this.current = null;
    thread.request = done ? null : (value as Request);
    if (done) thread.result = value;
    if (thread.request?.op !== "spin") return;
    this.beginRound(thread, thread.request);
    const { round } = thread;
    let isSame = true;
    for (let i = 0; i < round.length; i += 2)
      if (this.words[round[i] as number] !== round[i + 1]) isSame = false;
    if (isSame) this.write(SPINS + thread.index, 1);
  }

  /** A loop that spins comes to the end of a round: it is where it was after the first (MA4). */
  private beginRound(thread: Thread, { a }: Request): void {
    if (a === 0) {
      thread.s1 = thread.h1;
      thread.s2 = thread.h2;
    } else {
      thread.h1 = thread.s1;
      thread.h2 = thread.s2;
    }
  }

  /** The state, as a number of 53 bits. */
  key(): number {
    let a = this.h1;
    let b = this.h2;
    for (const { h1, h2, request } of this.threads) {
      const at = request === null ? 1 : request.a + request.op.length;
      a = mix(mix(a, h1), at);
      b = mix(mix(b, h2), at);
    }
    return (a >>> 0) * 0x200000 + (b >>> 11);
  }
}
