/**
 * Where a suspended generator stands: asked of V8's inspector, on Node.
 *
 * The inspector knows the internal property [[GeneratorLocation]] of every generator. Asking costs some
 * hundredths of a millisecond each, and nothing until then. Where there is no inspector (browsers, other
 * engines, a build without it), dumps name the functions only.
 */

import { adopt } from "./frame.js";
import type { InspectorSession } from "./globals.js";
import { host } from "./host.js";
import { hostInspector } from "./host-process.js";
import { m } from "./m.js";

interface Property {
  name: string;
  value?: { value?: { scriptId: string; lineNumber: number; columnNumber: number } };
}

/** An open series of questions to the inspector. */
class Asking {
  private readonly session: InspectorSession;
  private readonly urls = new Map<string, string>();

  constructor(session: InspectorSession) {
    this.session = session;
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => this.urls.set(params.scriptId, params.url));
    // Enabling tells all scripts there are. Pauses stay off: nothing here stops the program.
    this.ask("Debugger.enable", {});
    host.microtask(() => {
      session.disconnect();
      asking = undefined;
    });
  }

  /**
   * The line of a dump that says where `frame` stands; empty if the engine can't tell. The session holds the frame until it
   * is closed, very soon.
   */
  where(frame: object): string {
    const key = "__goparkFrame";
    const hide = hostInspector.expose(key, frame);
    try {
      const { objectId } = this.ask("Runtime.evaluate", {
        expression: `globalThis.${key}`,
      }).result;
      const { internalProperties } = this.ask("Runtime.getProperties", { objectId, ownProperties: true });
      const location = (internalProperties as Property[]).find((p) => p.name === "[[GeneratorLocation]]")
        ?.value?.value;
      if (!location) return "";
      const url = (this.urls.get(location.scriptId) as string).replace(/^file:\/\//, "");
      return `\t${url}:${location.lineNumber + 1}:${location.columnNumber + 1}\n`;
    } finally {
      hide();
    }
  }

  private ask(method: string, params: object): any {
    let answer: any;
    this.session.post(method, params, (_error, result) => {
      answer = result;
    });
    return answer;
  }
}

/** Open from the first question until the JavaScript stack is empty. */
let asking: Asking | undefined;

/** From now on dumps tell places. */
export function tellPlaces(): void {
  m.locate = locate;
}

/** Says where a suspended frame stands, as a line of a dump; empty where the engine can't tell. */
function locate(frame: object): string {
  // One of our own, which passes on to an operation: it stands in no code of the user's.
  if (Object.getPrototypeOf(frame) === adopt.prototype) return "";
  try {
    const session = !asking && hostInspector.open();
    if (session) asking = new Asking(session);
    return asking?.where(frame) ?? "";
  } catch {
    // The inspector may be compiled out or busy; a dump without places is still a dump.
    return "";
  }
}
