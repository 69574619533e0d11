/**
 * The part of a crash report that two runs, two versions of Go and two languages have in common.
 *
 * That is: what is said first (`panic: boom`, `fatal error: all goroutines are asleep - deadlock!`), and which
 * goroutines are listed with what they wait for. Frames, addresses and ids other than 1 are not.
 */

/** `goroutine 7 [chan receive]:`, in a recording `goroutine N [...]:`; newer Go may put addresses of its structures before the bracket. */
const header = /^goroutine (\d+|N)(?: \w+=\S+)* \[([^\]]*)\]:/;

/** The goroutine is one of Go's own: the signal's stack, or started by the runtime. */
function isSystem(id: string, frames: readonly string[]): boolean {
  return id === "0" || frames.some((line) => line.startsWith("created by runtime."));
}

/** Lines that only one side has: what gopark explains below a text of Go's, and a register. */
function isExtra(line: string): boolean {
  return line.startsWith("  ") || line.startsWith("PC=0x");
}

/**
 * The stable part of what a program wrote to stderr: the lines of its text, then the sorted headers of the
 * goroutines it lists, with every id but 1 written as N. Empty for an empty stderr.
 */
export function stablePart(stderr: string): string {
  const [text = "", ...rest] = stderr.split(/\n\n|\n(?=goroutine [\dN])/);
  const head = text.split("\n").filter((line, i) => !isExtra(line) && (line !== "" || i === 0));
  const headers: string[] = [];
  for (const block of rest) {
    const [first = "", ...frames] = block.split("\n");
    const [, id, state] = header.exec(first) ?? [];
    if (id === undefined || isSystem(id, frames)) continue;
    headers.push(`goroutine ${id === "1" ? "1" : "N"} [${state}]:`);
  }
  return [...head, ...headers.sort()].join("\n");
}

/**
 * A whole report of Go's without what changes from run to run and from machine to machine: the form in which
 * it is recorded. Its stable part is that of the report itself.
 */
export function recordable(stderr: string): string {
  return stderr
    .replace(/\n+rax [\s\S]*$/, "\n")
    .replace(/^goroutine (?![01]\b)\d+/gm, "goroutine N")
    .replace(/^(goroutine N.*|.*\.go):\d+/gm, "$1:LINE")
    .replace(/\((?:0x|\.\.\.|\{)[^()]*\)$/gm, "(...)")
    .replace(/\+0x[0-9a-f]+/g, "+0xOFF")
    .replace(/0x[0-9a-f]+/g, "0xADDR")
    .replace(/^\t\S*\/src\/(?=runtime\/|sync\/|time\/|syscall\/|internal\/|os\/)/gm, "\t$GOROOT/src/")
    .replace(/^\t\S*\/(?=main\.go)/gm, "\t");
}
