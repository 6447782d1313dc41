import type { SystemContext } from "../context";
import type { Akosha } from "./schema";

export function deployAkosha(_config: Akosha, _context: SystemContext): void {
    // Filled by the commits that follow in this series.
}
