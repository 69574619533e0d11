/** What a case of the benchmark is: its name, its sizes, what a correct run returns, and the bounds read from it. */

export type CaseName =
  | "ping-pong"
  | "pipe-0"
  | "pipe-1"
  | "pipe-128"
  | "fan-8-8"
  | "gosched"
  | "spawn"
  | "parked"
  | "sieve"
  | "skynet"
  | "ring"
  | "recursion"
  | "parked-10m"
  | "event-loop-gap"
  | "select-3"
  | "select-ready"
  | "select-3-kept"
  | "select-ready-kept"
  | "mutex-contended"
  | "mutex-try"
  | "mutex-lock"
  | "waitgroup"
  | "timer"
  | "sleeping"
  | "rxjs-round-trip"
  | "fiber-yield"
  | "fiber-spawn"
  | "fiber-queue"
  | "streams-fused"
  | "streams-hop"
  | "streams-async"
  | "streams-memory"
  | "cross-0"
  | "cross-0-4"
  | "cross-128"
  | "cross-128-4"
  | "cross-1024"
  | "cross-1024-4"
  | "cross-here"
  | "cross-spawn"
  | "cross-tasks"
  | "cross-primes"
  | "cross-sha256"
  | "cross-0-plain"
  | "cross-128-plain"
  | "cross-1024-plain"
  | "cross-spin"
  | "cross-wake"
  | "cross-handoff"
  | "cross-retake"
  | "cross-death"
  | "cross-death-memory"
  | "cross-start"
  | "cross-first";

export type SubjectName =
  | "gopark"
  | "gopark-alone"
  | "go"
  | "effect"
  | "effection"
  | "ts-chan"
  | "ts-chan-unsafe"
  | "js-csp"
  | "async-mutex"
  | "rxjs"
  | "async-generators"
  | "web-streams"
  | "message-port"
  | "comlink"
  | "piscina"
  | "multithreading"
  | "floor";

export const subjectNames: readonly SubjectName[] = [
  "gopark",
  "gopark-alone",
  "go",
  "effect",
  "effection",
  "ts-chan",
  "js-csp",
  "async-mutex",
  "rxjs",
  "async-generators",
  "web-streams",
  "message-port",
  "comlink",
  "piscina",
  "multithreading",
  "ts-chan-unsafe",
  "floor",
];

/**
 * The JavaScript libraries that gopark is compared with, as they come, and what the language and its hosts have
 * themselves: async generators and Web streams for pipelines, `MessagePort` between threads. ts-chan's unsafe mode
 * has its own column: it is quicker than any of them because the event loop stands still under it, which the others
 * and gopark avoid. `gopark-alone` is gopark itself on one thread.
 */
export const peerNames: readonly SubjectName[] = subjectNames.filter(
  (name) => !["gopark", "gopark-alone", "go", "ts-chan-unsafe", "floor"].includes(name),
);

/**
 * `ns`: nanoseconds per operation. `bytes`: resident bytes per goroutine. `gap`: milliseconds, longest event loop gap.
 * `peak`: MiB of resident memory, the most there was beyond what the process had before it began. `wait`: milliseconds
 * from one event to another, mostly on another thread; the median of those in the sample.
 */
export type Metric = "ns" | "bytes" | "gap" | "peak" | "wait";

/**
 * A bound that the project set itself. A subject's name: gopark divided by that subject, at most `bound`; with
 * `isLeast` that subject divided by gopark, at least `bound`. `peers`: the fastest peer divided by gopark, at least
 * `bound`. `self`: gopark's own figure, at most `bound`.
 */
export interface Goal {
  readonly against: SubjectName | "peers" | "self";
  /** Whether the subject is to be slower than gopark, and how much at least. */
  readonly isLeast?: true;
  readonly metric: Metric;
  readonly bound: number;
  /** The stricter bound that holds from Node 26. */
  readonly boundNode26?: number;
}

export interface CaseSpec {
  readonly name: CaseName;
  readonly title: string;
  /** What one operation is. */
  readonly op: string;
  readonly metrics: readonly Metric[];
  /** The size of a sample; a subject not named here does `full`. */
  readonly sizes: { readonly full: number } & { readonly [S in SubjectName]?: number };
  /** Sizes are multiples of this. */
  readonly step: number;
  /** The size of the warm-up run where a tenth of the sample would disturb it. */
  readonly warmUp?: number;
  readonly ops: (size: number) => number;
  readonly expected: (size: number) => number;
  /** How far a result may be from `expected`, as a fraction of it; 0 where not given. */
  readonly tolerance?: number;
  /** Old space of the child, in MiB, for cases that hold many goroutines; they also get `--expose-gc`. */
  readonly heapMb?: number;
  /** Processors that Go gets; 1 where not given. */
  readonly procs?: number;
  /** gopark's process has no WebAssembly. */
  readonly isPlain?: true;
  /** Runs only when named. */
  readonly optIn?: true;
  /** Where one sample says enough. */
  readonly maxRounds?: number;
  readonly goals: readonly Goal[];
}

/** A bound against Go, and a stricter one from Node 26 where there is one. */
export const go = (bound: number, boundNode26?: number, metric: Metric = "ns"): Goal =>
  boundNode26 === undefined
    ? { against: "go", metric, bound }
    : { against: "go", metric, bound, boundNode26 };

/** How slow gopark may be beside one subject. */
export const atMost = (against: SubjectName, bound: number): Goal => ({ against, metric: "ns", bound });

/** How much slower than gopark one subject has to be. */
export const atLeast = (against: SubjectName, bound: number): Goal => ({
  against,
  isLeast: true,
  metric: "ns",
  bound,
});

/** A bound against the fastest peer. */
export const peers = (bound: number): Goal => ({ against: "peers", metric: "ns", bound });

export const identity = (size: number): number => size;
/** 0 + 1 + ... + (size - 1): what the values of a counting producer add up to. */
export const sumBelow = (size: number): number => (size * (size - 1)) / 2;
