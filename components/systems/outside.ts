/** Addresses that somebody outside of cluster and VPC must answer at. Imports zod only. */
import { z } from "zod";

/**
 * Hosts of a machine, a cluster or a private network, as components/workload/network-policy.ts leaves them out of the internet: whoever may
 * only go out there never reaches them.
 */
const HOSTS = [
    String.raw`[^./?#:]+`,
    String.raw`[^/?#:]*\.(svc|cluster\.local|localhost)`,
    String.raw`(10|127)(\.\d+){3}`,
    String.raw`(169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))(\.\d+){2}`,
];
const INSIDE = String.raw`(${HOSTS.join("|")})(:\d+)?([/?#]|$)`;

/** `rest`: what may follow `https://`. */
export function outsideUrl(rest: string, message: string): z.ZodString {
    const inside = new RegExp(`^https://${INSIDE}`, "i");
    const [, fix = ""] = message.split(" | ");
    return z.string(`must be an address | ${fix}`).regex(new RegExp(`^https://(?!${INSIDE})${rest}$`, "i"), {
        error: ({ input }) =>
            inside.test(String(input))
                ? `is inside of a cluster or a private network, and only the internet is reached from here | ${fix}`
                : message,
    });
}

/** Any path, and the port of HTTPS. `besides`: why there is no other, as the rest of the rule. */
export const outsideAddress = (besides = ""): z.ZodString =>
    outsideUrl(
        String.raw`[^\s/:@]+(/\S*)?`,
        `is not an https address without a port${besides} | write https://<host>/<path>`,
    );
