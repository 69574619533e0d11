/** Twin of 25-panic-values: the file starts itself again with the name of the case as its argument. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chan, main, panic } from "@gopark/core";
import { println } from "../../src/fmt.js";

class MyErr extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`myErr code ${code}`);
    this.code = code;
  }
}

class MyStringer {
  toString(): string {
    return "from Stringer";
  }
}

class BadErr extends Error {
  override get message(): string {
    return panic("while printing");
  }
}

const cases: [name: string, f: () => void][] = [
  ["string", () => panic("text")],
  ["empty string", () => panic("")],
  ["multi-line", () => panic("one\ntwo")],
  ["error", () => panic(new Error("an error"))],
  ["custom error", () => panic(new MyErr(7))],
  ["wrapped error", () => panic(new Error("outer: myErr code 7", { cause: new MyErr(7) }))],
  ["Stringer", () => panic(new MyStringer())],
  ["int", () => panic(42)],
  ["negative", () => panic(-1)],
  ["bool", () => panic(true)],
  ["rune", () => panic("x".codePointAt(0))],
  ["nil", () => panic(undefined)],
  [
    "runtime error",
    () => {
      const c = chan<number>();
      c.close();
      c.close();
    },
  ],
  ["Error panics", () => panic(new BadErr())],
  ["fmt.Sprintf", () => panic(`${50}%`)],
];

main(() => {
  const [wanted] = process.argv.slice(2);
  if (wanted !== undefined) {
    for (const [name, f] of cases) if (name === wanted) f();
    return;
  }
  for (const [name] of cases) {
    const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
      encoding: "utf8",
    });
    println(`${name} -> exit ${status}`);
    for (const line of (stderr.split("\n\ngoroutine ")[0] as string).split("\n"))
      if (!line.startsWith("  ")) println(`    ${line}`);
  }
});
