import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { interrupt, type Session } from "./interrupt.js";

/** What was asked of a thread. */
interface Question {
  readonly id: number;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** The inspector of a process whose threads this test plays. */
class FakeSession implements Session {
  isConnected = false;
  /** By the sessions with the threads. */
  readonly asked: [sessionId: string, Question][] = [];
  readonly detached: unknown[] = [];
  private readonly listeners = new Map<string, (message: never) => void>();
  /** Titles of the process's threads; their sessions are 1, 2, ... */
  private readonly titles: readonly string[];
  private readonly failure: Error | null;

  constructor(titles: readonly string[], failure: Error | null = null) {
    this.titles = titles;
    this.failure = failure;
  }

  connect(): void {
    this.isConnected = true;
  }

  disconnect(): void {
    this.isConnected = false;
  }

  on(event: string, listener: (message: never) => void): void {
    this.listeners.set(event, listener);
  }

  post(method: string, params: object = {}, answered?: (error: unknown) => void): void {
    const { message = "", sessionId = "" } = params as { message?: string; sessionId?: string };
    if (method === "NodeWorker.sendMessageToWorker") this.asked.push([sessionId, JSON.parse(message)]);
    else if (method === "NodeWorker.detach") this.detached.push(sessionId);
    else {
      for (const [i, title] of this.titles.entries())
        this.tell("NodeWorker.attachedToWorker", i + 1, { workerInfo: { title } });
      answered?.(this.failure);
    }
  }

  private tell(event: string, sessionId: number, params: object): void {
    const listener = this.listeners.get(event) as (message: object) => void;
    listener({ params: { sessionId: String(sessionId), ...params } });
  }

  /** A thread says something. */
  say(sessionId: number, message: object): void {
    this.tell("NodeWorker.receivedMessageFromWorker", sessionId, { message: JSON.stringify(message) });
  }

  /** A thread stands still. */
  pause(sessionId: number): void {
    this.say(sessionId, { method: "Debugger.paused", params: { callFrames: [{ callFrameId: "top" }] } });
  }

  /** What a thread was asked since the last time. */
  questions(sessionId: number): Question[] {
    const all = this.asked.filter(([to]) => to === String(sessionId)).map(([, question]) => question);
    for (const one of all)
      this.asked.splice(
        this.asked.findIndex(([, asked]) => asked === one),
        1,
      );
    return all;
  }
}

/** Names of the questions. */
function methods(questions: readonly Question[]): string[] {
  return questions.map(({ method }) => method);
}

describe("the interruption of threads", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("pauses those it was asked for, has them evaluate, and lets them go before it tells", async () => {
    const session = new FakeSession(["[worker 1] monitor", "[worker 2] M1", "[worker 3] M11", "M2"]);
    let isOver = false;
    const result = interrupt(["M1", "M2"], "1 + 1", 1000, () => session);
    void result.then(() => (isOver = true));
    expect([1, 3].flatMap((id) => session.questions(id))).toEqual([]);
    for (const id of [2, 4]) {
      expect(methods(session.questions(id))).toEqual(["Debugger.enable", "Debugger.pause"]);
      session.say(id, { id: 1, result: {} });
      session.pause(id);
      const [question] = session.questions(id) as [Question];
      expect(question.params).toEqual({ callFrameId: "top", expression: "1 + 1", returnByValue: true });
      session.say(id, { id: question.id, result: { result: { value: id * 10 } } });
      const [resume] = session.questions(id) as [Question];
      expect(resume.method).toBe("Debugger.resume");
      await Promise.resolve();
      expect(isOver).toBe(false);
      session.say(id, { id: resume.id, result: {} });
    }
    expect([...(await result)]).toEqual([
      ["M1", 20],
      ["M2", 40],
    ]);
    expect(session.detached).toEqual(["2", "4"]);
    expect(session.isConnected).toBe(false);
  });

  it("does not wait for a thread that can't be paused, and lets it go if it is later", async () => {
    const session = new FakeSession(["M1", "M2"]);
    const result = interrupt(["M1", "M2"], "1", 1000, () => session);
    session.pause(1);
    let isOver = false;
    void result.then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(1000);
    expect(methods(session.questions(1)).at(-1)).toBe("Debugger.resume");
    expect(isOver).toBe(false);
    session.pause(2);
    expect(methods(session.questions(2)).at(-1)).toBe("Debugger.resume");
    session.say(1, { id: 4, result: {} });
    await Promise.resolve();
    expect(isOver).toBe(false);
    session.say(2, { id: 4, result: {} });
    expect([...(await result)]).toEqual([]);
  });

  it("gives nothing after the time when no thread says anything", async () => {
    const session = new FakeSession([]);
    const result = interrupt(["M1"], "1", 1000, () => session);
    await vi.advanceTimersByTimeAsync(1000);
    expect((await result).size).toBe(0);
    expect(session.isConnected).toBe(false);
  });

  it.each<[string, () => Session | undefined]>([
    ["there is no inspector", () => undefined],
    ["it knows no threads", () => new FakeSession([], new Error("not found"))],
    [
      "it can't be opened",
      () => {
        throw new Error("busy");
      },
    ],
  ])("gives nothing at once where %s", async (_why, open) => {
    expect((await interrupt(["M1"], "1", 1000, open)).size).toBe(0);
  });
});
