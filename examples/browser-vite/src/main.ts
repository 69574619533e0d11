/**
 * The page: runs the program on all cores, and shows what comes of it.
 */
import { program } from "@gopark/example-browser-program/program";
import { run } from "@gopark/workers";

const result = document.querySelector("#result") as HTMLElement;
try {
  result.textContent = await run(program, {
    // Written out like this, Vite makes a bundle of the module and puts its URL here.
    worker: () => new Worker(new URL("./m.ts", import.meta.url), { type: "module" }),
  });
} catch (error) {
  result.textContent = String(error);
}
