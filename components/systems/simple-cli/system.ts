import type { SystemContext } from "../context";
import type { SimpleCli } from "./schema";

export function deploySimpleCli(_config: SimpleCli, _context: SystemContext): void {
    // Filled by the commits that follow in this series.
}
