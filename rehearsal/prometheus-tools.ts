/** promtool, prometheus and amtool, built once from their published modules; the first two without service discovery, half of both: we list targets. */
import { goTool } from "./go-tool";

const MODULE = "github.com/prometheus/prometheus/cmd";
const WITHOUT = ["remove_all_sd"]; // plugins/ of the module

export function promtool(): string {
    return goTool("promtool", { packageName: `${MODULE}/promtool`, tags: WITHOUT, takes: "about three minutes" });
}

export function prometheus(): string {
    return goTool("prometheus", { packageName: `${MODULE}/prometheus`, tags: WITHOUT, takes: "about two minutes" });
}

/** Reads Alertmanager's configuration as Alertmanager does, and says where it sends an alert. */
export function amtool(): string {
    return goTool("amtool", {
        packageName: "github.com/prometheus/alertmanager/cmd/amtool",
        takes: "about two minutes",
    });
}
