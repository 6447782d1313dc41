/**
 * What the blackbox exporter says of one probe (v0.28.0, prober/). `instance` is the address that was asked, by the Probe's relabelling; `system`
 * and `namespace` are those of the pods behind it (components/monitoring/blackbox-exporter.ts).
 */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const PROBE = exporter("blackbox-exporter", "prometheus/blackbox_exporter v0.28.0 prober/http.go, handler.go");

export const PROBES = {
    success: PROBE.gauge("probe_success", "1 when the address answered as it should.", []),
    duration: PROBE.gauge("probe_duration_seconds", "Time that the whole probe took.", []),
    httpDuration: PROBE.gauge("probe_http_duration_seconds", "Time that each phase of a probe took.", ["phase"]),
    statusCode: PROBE.gauge("probe_http_status_code", "Status of the answer; 0 without one.", []),
    /** Of the chain that the server shows: only where a probe speaks TLS. */
    certificateExpiry: PROBE.gauge(
        "probe_ssl_earliest_cert_expiry",
        "When the first certificate of the chain ends, in seconds since 1970.",
        [],
    ),
} as const satisfies Catalogue;
