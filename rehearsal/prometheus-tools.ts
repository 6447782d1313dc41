/** promtool and prometheus, built once from their published module. Without service discovery: targets are listed, and it is half of both. */
import { goTool } from "./go-tool";

const MODULE = "github.com/prometheus/prometheus/cmd";
const WITHOUT = ["remove_all_sd"]; // plugins/ of the module

export function promtool(): string {
    return goTool("promtool", { packageName: `${MODULE}/promtool`, tags: WITHOUT, takes: "about three minutes" });
}

export function prometheus(): string {
    return goTool("prometheus", { packageName: `${MODULE}/prometheus`, tags: WITHOUT, takes: "about two minutes" });
}
