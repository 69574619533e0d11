/**
 * Errors of pipelines: what went wrong, and in which stage.
 */

/**
 * A stage of a pipeline failed. The pipeline was cancelled, and what it had opened is closed. Where pipelines stand in one
 * another it names the stage of the innermost, with the position there.
 *
 * @example
 * ```ts
 * import { collect, map, pipe, StreamError } from "@gopark/streams";
 *
 * const parse = pipe(['{"a":1}', "{"], map((text) => JSON.parse(text)), collect());
 * const error = await parse.then(undefined, (error: unknown) => error);
 * if (error instanceof StreamError) console.log(error.stage, error.cause instanceof SyntaxError); // prints: map (stage 1) true
 * ```
 */
export class StreamError extends Error {
  /** Always `StreamError`. */
  override readonly name: string = "StreamError";
  /** The stage: its name and its position from 1, or `source`. */
  readonly stage: string;
  /** What the stage threw. */
  override readonly cause: unknown;

  constructor(stage: string, cause: unknown) {
    // An error without a message has at least a name.
    super(`${stage}: ${(cause as Error | null | undefined)?.message || String(cause)}`);
    this.stage = stage;
    this.cause = cause;
  }
}

/** What was thrown in a stage, named after it. The innermost stage keeps the word. */
export function named(error: unknown, stage: string): StreamError {
  return error instanceof StreamError ? error : new StreamError(stage, error);
}

/** What a stage threw, as its author threw it. */
export function bare(error: unknown): unknown {
  return error instanceof StreamError ? error.cause : error;
}
