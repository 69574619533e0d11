/** Twin of 192-context-expiry-of-children. */
import { background, func, Hour, key, Minute, main, withCancel, withTimeout, withValue } from "@gopark/core";
import { println } from "../../src/fmt.js";

main(
  func(function* (fn) {
    const [root, cancelRoot] = withCancel(background());
    fn.defer(cancelRoot);
    const [middle, cancelMiddle] = withTimeout(root, Hour);
    const [leaf, cancelLeaf] = withTimeout(middle, Minute);
    fn.defer(cancelLeaf);
    cancelMiddle();
    println("root:", root.err(), "middle:", middle.err(), "leaf:", leaf.err());

    const [short, cancelShort] = withTimeout(root, 20);
    fn.defer(cancelShort);
    const [child, cancelChild] = withCancel(short);
    const [other, cancelOther] = withCancel(short);
    const valued = withValue(child, key<number>("key"), 1);
    cancelOther();
    yield* valued.done().recv();
    println("child:", child.err(), "valued:", valued.err(), "other:", other.err());
    cancelChild();
    println("child, cancelled later:", child.err(), "root:", root.err());
  }),
);
