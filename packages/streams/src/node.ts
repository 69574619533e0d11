/**
 * Node's files and streams as ends of a pipeline. Apart from the main entry, which loads nothing of Node's and so can
 * be bundled for browsers.
 *
 * @packageDocumentation
 */
export { fromNode } from "./host/from-node.js";
export { type LineEncoding, LineTooLong } from "./host/line-splitter.js";
export { type LinesOptions, lines } from "./host/lines.js";
export { type ToNodeOptions, toNode } from "./host/to-node.js";
