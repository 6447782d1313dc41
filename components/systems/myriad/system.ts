import type { SystemContext } from "../context";
import type { Myriad } from "./schema";

export function deployMyriad(_config: Myriad, _context: SystemContext): void {
    // Filled by the commits that follow in this series.
}
