/**
 * Where two texts differ, line by line.
 */

/** Lines shown before and after the part that differs. */
const CONTEXT = 2;

/**
 * The lines between the first and the last that differ: `-` those of `want`, `+` those of `got`, with a little
 * of what is common around them. Empty if the texts are equal.
 */
export function diff(want: string, got: string): string {
  if (want === got) return "";
  const a = want.split("\n");
  const b = got.split("\n");
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let same = 0;
  while (same < a.length - start && same < b.length - start && a.at(-1 - same) === b.at(-1 - same)) same++;
  return [
    ...a.slice(Math.max(0, start - CONTEXT), start).map((line) => `  ${line}`),
    ...a.slice(start, a.length - same).map((line) => `- ${line}`),
    ...b.slice(start, b.length - same).map((line) => `+ ${line}`),
    ...a.slice(a.length - same, a.length - same + CONTEXT).map((line) => `  ${line}`),
  ].join("\n");
}
