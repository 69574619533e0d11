/**
 * Whose gate it is.
 */
import type { Gated, Sudog } from "@gopark/core/internal";

/** The outermost select that `sudog` is a case of; null if it is of none. */
export function outermost(sudog: Sudog): Gated | null {
  let { select } = sudog;
  while (select !== null && select.owner.select !== null) select = select.owner.select;
  return select as Gated | null;
}
