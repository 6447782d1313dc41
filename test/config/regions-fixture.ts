import { stringify } from "yaml";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { load } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import { partitionOf } from "../../config/zones";

/** The smallest file for a region, with the ARNs of its partition. */
export const fileIn = (region: string, more: object = {}): string =>
    stringify({
        config: {
            "aws:region": region,
            "mindcloud:account": "111122223333",
            "mindcloud:cluster": {
                access: { [`arn:${partitionOf(region)}:iam::111122223333:role/deploy`]: "admin" },
                endpoint: { publicCidrs: ["203.0.113.0/24"] },
            },
            "mindcloud:budget": { monthlyUsd: 20_000 },
            "mindcloud:alerts": { emails: ["platform@example.com"] },
            ...more,
        },
    });

/** All five systems in a region whose zones are known. */
export function environmentOf(region: string): [Environment, PeopleSecrets] {
    const systems = {
        ...{ akosha: { enabled: true }, memstack: { enabled: true }, myriad: { enabled: true } },
        ...{ myriadPython: { enabled: true }, simpleCli: { enabled: true, companies: { acme: {} } } },
    };
    const text = fileIn(region, { "mindcloud:systems": systems });
    const { input, problems } = readStackText(text, "Pulumi.test.yaml");
    const loaded = input === undefined ? { ok: false as const, problems } : load(input, problems);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return [loaded.environment, loaded.secrets];
}
