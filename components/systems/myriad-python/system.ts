import type { SystemContext } from "../context";
import type { MyriadPython } from "./schema";

export function deployMyriadPython(_config: MyriadPython, _context: SystemContext): void {
    // Filled by the commits that follow in this series.
}
