/** `make stack STACK=staging`: the smallest valid stack file. Its placeholders plan and run on the embedded cloud; `CLOUD=aws` refuses them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./arguments";

export const smallest = (stack: string): string => `# yaml-language-server: $schema=config/stack.schema.json
# Replace the placeholders: account, region, access, callers, budget, receiver. docs/configuration.md lists all other keys.
config:
    aws:region: us-east-1
    mindcloud:account: "000000000000"
    mindcloud:cluster:
        access: { "arn:aws:iam::000000000000:role/mindcloud-deploy-${stack}": admin } # who reaches the Kubernetes API
        endpoint: { publicCidrs: [198.51.100.0/24] } # and from where: your offices and runners
    mindcloud:budget: { monthlyUsd: 1500 }
    mindcloud:alerts: { emails: [platform@example.com] }
    mindcloud:systems:
        akosha: { enabled: true }
`;

export function create(stack: string, folder: string): Answer {
    const name = `Pulumi.${stack}.yaml`;
    try {
        writeFileSync(join(folder, name), smallest(stack), { flag: "wx" }); // never over a file that exists
    } catch (error) {
        const exists = (error as NodeJS.ErrnoException).code === "EEXIST";
        return {
            status: 2,
            text: exists ? `${name} exists already: nothing written` : `${name} cannot be written here`,
        };
    }
    return { status: 0, text: `${name} written\nnext: replace its placeholders, then make plan STACK=${stack}` };
}
