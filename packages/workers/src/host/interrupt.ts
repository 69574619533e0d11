/**
 * Reaching a thread in the middle of synchronous code, by Node's inspector: it pauses the thread wherever it is, in a loop
 * or in `Atomics.wait`, and has it evaluate an expression there.
 *
 *   IN1  Only the main thread can do this, to all threads of its process.
 *   IN2  A thread that was paused goes on before the answers are handed over: the process could not end otherwise. It
 *        is waited for, as it has nothing else to do.
 *   IN3  A thread in native code (a system call, the hash of a whole file) can't be paused before that returns: it gives no
 *        answer, and is not paused later either.
 */

/** What a worker's inspector says, in its protocol. */
interface Said {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly callFrames: readonly { readonly callFrameId: string }[] };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/** What the session says of workers. */
interface OfWorkers {
  readonly params: {
    readonly sessionId: string;
    readonly message: string;
    readonly workerInfo: { readonly title: string };
  };
}

/** The part of an inspector's session that is used. */
export interface Session {
  connect(): void;
  disconnect(): void;
  on(event: string, listener: (message: OfWorkers) => void): void;
  post(method: string, params?: object, answered?: (error: unknown) => void): void;
}

const { process } = globalThis as unknown as {
  process?: { getBuiltinModule?(id: "node:inspector"): { Session: new () => Session } | undefined };
};

/** Ids of what is asked of each thread, in this order. */
const [ENABLE, PAUSE, EVALUATE, RESUME] = [1, 2, 3, 4] as const;

/** A thread that is asked. */
interface Asked {
  readonly name: string;
  /** It stands still, and has to be let go (IN2). */
  isPaused: boolean;
}

/** One series of questions. */
class Interruption {
  /** What the threads answered, by their names. */
  readonly answers: Map<string, unknown> = new Map();
  /** The inspector. */
  private readonly session: Session;
  /** Who is to be asked. */
  private readonly names: readonly string[];
  /** What is to be evaluated. */
  private readonly expression: string;
  /** Called once, when it is over. */
  private readonly onEnd: () => void;
  /** The threads that are asked, by the sessions with them. */
  private readonly asked = new Map<string, Asked>();
  /** Whether nobody is waited for any more that is not paused. */
  private isLate = false;

  constructor(session: Session, names: readonly string[], expression: string, onEnd: () => void) {
    this.session = session;
    this.names = names;
    this.expression = expression;
    this.onEnd = onEnd;
  }

  begin(): void {
    const { session } = this;
    session.connect();
    session.on("NodeWorker.attachedToWorker", ({ params }) =>
      this.attached(params.sessionId, params.workerInfo.title),
    );
    session.on("NodeWorker.receivedMessageFromWorker", ({ params }) =>
      this.received(params.sessionId, JSON.parse(params.message)),
    );
    session.post("NodeWorker.enable", { waitForDebuggerOnStart: false }, (error) => {
      if (error) this.onEnd();
    });
  }

  /** The time is up: only those that are paused are waited for. */
  hurry(): void {
    this.isLate = true;
    for (const [id, { isPaused }] of this.asked) if (isPaused) this.send(id, RESUME, "Debugger.resume");
    this.look();
  }

  private attached(id: string, title: string): void {
    const name = this.names.find((one) => title === one || title.endsWith(` ${one}`));
    if (name === undefined || this.isLate) return;
    this.asked.set(id, { name, isPaused: false });
    this.send(id, ENABLE, "Debugger.enable");
    this.send(id, PAUSE, "Debugger.pause");
  }

  private received(id: string, { id: answered, method, params, result }: Said): void {
    const thread = this.asked.get(id);
    if (thread === undefined) return;
    if (method === "Debugger.paused") {
      thread.isPaused = true;
      const callFrameId = params?.callFrames[0]?.callFrameId;
      const { expression } = this;
      if (this.isLate) this.send(id, RESUME, "Debugger.resume");
      else
        this.send(id, EVALUATE, "Debugger.evaluateOnCallFrame", {
          callFrameId,
          expression,
          returnByValue: true,
        });
    } else if (answered === EVALUATE) {
      this.answers.set(thread.name, result?.result?.value);
      this.send(id, RESUME, "Debugger.resume");
    } else if (answered === RESUME) {
      thread.isPaused = false;
      this.session.post("NodeWorker.detach", { sessionId: id });
      this.look();
    }
  }

  /** Looks whether it is over. */
  private look(): void {
    const isComplete = this.isLate || this.answers.size === this.names.length;
    if (isComplete && ![...this.asked.values()].some(({ isPaused }) => isPaused)) this.onEnd();
  }

  private send(sessionId: string, id: number, method: string, params: object = {}): void {
    const message = JSON.stringify({ id, method, params });
    this.session.post("NodeWorker.sendMessageToWorker", { sessionId, message });
  }
}

/** A session with the inspector; undefined where there is none. */
function openSession(): Session | undefined {
  const inspector = process?.getBuiltinModule?.("node:inspector");
  return inspector && new inspector.Session();
}

/**
 * Has the threads of these names evaluate an expression, in the middle of whatever they do. Resolves with what those have
 * given that could be paused within `ms` milliseconds: with nothing where there is no inspector.
 */
export function interrupt(
  names: readonly string[],
  expression: string,
  ms: number,
  open: () => Session | undefined = openSession,
): Promise<ReadonlyMap<string, unknown>> {
  return new Promise((resolve) => {
    let limit: ReturnType<typeof setTimeout> | undefined;
    let session: Session | undefined;
    try {
      session = open();
      if (session !== undefined) {
        const interruption = new Interruption(session, names, expression, () => {
          clearTimeout(limit);
          session?.disconnect();
          resolve(interruption.answers);
        });
        limit = setTimeout(() => interruption.hurry(), ms);
        interruption.begin();
        return;
      }
    } catch {
      // It is compiled out, or somebody else's: what can't be had is not told.
      clearTimeout(limit);
    }
    resolve(new Map());
  });
}
