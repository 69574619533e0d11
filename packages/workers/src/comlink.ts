/**
 * Channels in Comlink calls: for programs with workers of their own. An entry of its own, since Node loads Comlink by its
 * name in another form than bundlers do, slowly, and no thread that makes no use of it is to wait for that.
 *
 * @packageDocumentation
 */
export { comlinkChannels } from "./bridge-comlink.js";
