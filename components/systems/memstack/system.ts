import type { SystemContext } from "../context";
import type { Memstack } from "./schema";

export function deployMemstack(_config: Memstack, _context: SystemContext): void {
    // Filled by the commits that follow in this series.
}
