/**
 * explain(): how a pipeline runs, in words.
 */
import type { Stage } from "./stage.js";

/** One line for each goroutine, from the source to the sink; stages that share one are joined by `>`. */
export function explain(source: unknown, stages: readonly Stage[]): string {
  const lines: string[] = [`source (${kindOf(source)})`];
  for (const stage of stages) {
    const text = stage.note ? `${stage.name} [${stage.note()}]` : stage.name;
    if (stage.drive) lines.push(text);
    else lines[lines.length - 1] += ` > ${text}`;
  }
  return lines.join("\n-> ");
}

function kindOf(source: unknown): string {
  return typeof source === "object" && source !== null
    ? (source.constructor?.name ?? "object")
    : typeof source;
}
