/**
 * The worker of the page. It names the modules whose goroutines may run in it.
 */
import * as tasks from "@gopark/example-browser-program/tasks";
import { serveM } from "@gopark/workers";

serveM(tasks);
