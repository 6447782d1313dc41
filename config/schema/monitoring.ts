/** Monitoring: where it is opened, who is told, how long it remembers. */
import { z } from "zod";

/** Links are made by adding a path, so a base ends in none. */
const baseUrl = z
    .string()
    .regex(
        /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[\w.~%/-]*[\w~-])?$/i,
        "is not the address of a page | write for example https://grafana.example.com, without a slash at the end",
    );

export const monitoring = z.strictObject({
    urls: z
        .strictObject({
            grafana: baseUrl.describe("Grafana, as people open it. Default with a domain and grafana.oidc: below it."),
            prometheus: baseUrl.describe("Prometheus."),
            alertmanager: baseUrl.describe("Alertmanager."),
            runbooks: baseUrl
                .optional()
                .describe(
                    "Where this repository is browsed, for links to runbooks; for example https://github.com/<owner>/<repository>/blob/main. Without it alerts name the file.",
                ),
        })
        .describe(
            "Addresses that links in alerts and dashboards begin with. The defaults are where docs/monitoring.md has kubectl forward them.",
        ),
});
