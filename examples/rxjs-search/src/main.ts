/**
 * The program: runs the demo and prints what it shows.
 */
import { run } from "@gopark/core";
import { demo } from "./demo.js";

await run(() => demo(console.log));
