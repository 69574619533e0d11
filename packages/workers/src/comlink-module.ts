/**
 * Comlink for the lines between the threads of a program, by the path of its module, as bundlers load it: what Node finds by
 * its name alone is another form, which takes a thread three times as long to load.
 */
import type * as Comlink from "comlink";
// @ts-expect-error: the package declares its types for its name only.
import * as comlink from "comlink/dist/esm/comlink.mjs";

export const expose: typeof Comlink.expose = comlink.expose;
export const releaseProxy: typeof Comlink.releaseProxy = comlink.releaseProxy;
export const transfer: typeof Comlink.transfer = comlink.transfer;
export const wrap: typeof Comlink.wrap = comlink.wrap;
