/**
 * The page: runs the program on all cores, and shows what comes of it.
 */
import { program } from "@gopark/example-browser-program/program";
import { run } from "@gopark/workers";

const result = document.querySelector("#result") as HTMLElement;
try {
  result.textContent = await run(program, {
    // esbuild leaves this as it is: m.js is the second entry point of build.mjs, and lies beside this file's bundle.
    worker: () => new Worker(new URL("./m.js", import.meta.url), { type: "module" }),
  });
} catch (error) {
  result.textContent = String(error);
}
