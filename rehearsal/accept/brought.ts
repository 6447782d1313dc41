/** Of a domain whose zone, and perhaps whose certificate, are not this program's (docs/guides/domain.md). */
import type { List } from "./cluster";
import { at, certificatesOf, hostsOf, listOf, text, unique } from "./expected";
import type { Expected, Json, Seen } from "./facts";

/** What the Ingresses of the cluster serve: with which certificates, and at which address a record would have to point. */
export async function seenOfBrought(
    list: List,
    { broughtCertificates, handHosts }: Expected,
): Promise<Pick<Seen, "certificates" | "addresses">> {
    if (broughtCertificates.length + handHosts.length === 0) return { certificates: [], addresses: {} };
    const ingresses = await list("/apis/networking.k8s.io/v1/ingresses");
    const addresses = new Map<string, readonly string[]>();
    for (const one of ingresses) for (const host of hostsOf(one)) addresses.set(host, addressesOf(one));
    return {
        // It was issued before the stack file could name it; make doctor asks the account.
        certificates: unique(ingresses.flatMap(certificatesOf)).map((name) => ({ name, status: "ISSUED" })),
        addresses: Object.fromEntries(addresses),
    };
}

const addressesOf = (ingress: Json): readonly string[] =>
    listOf(at(ingress, "status", "loadBalancer", "ingress")).flatMap(
        (one) => text(at(one, "hostname")) ?? text(at(one, "ip")) ?? [],
    );
