/**
 * The worker of the page, as a bundler builds it.
 */
import { serveM } from "@gopark/workers";
import * as tasks from "./tasks.js";

serveM(tasks);
