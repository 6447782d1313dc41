/** Whether a certificate that the stack file names can serve the domain: asked of the account, because no plan can know. */
import type { Environment } from "../../config/environment";
import { at, listOf, text } from "../accept/expected";
import type { Aws } from "../session/leftover-logs";

/** `path: value what: fix`, one line each. */
export async function broughtCertificateProblems(
    { domain, needs, region }: Pick<Environment, "domain" | "needs" | "region">,
    aws: Aws,
): Promise<readonly string[]> {
    const arn = domain?.certificateArn;
    if (domain === undefined || arn === undefined || !needs.ingress) return [];
    const { code, output } = await aws(
        ...["acm", "describe-certificate", "--certificate-arn", arn, "--region", region, "--output", "json"],
    );
    const what = `domain.certificateArn: ${arn}`;
    if (code !== 0) return [`${what} could not be asked about: ${output.trim().split("\n").at(-1) ?? ""}`];
    const certificate = at(JSON.parse(output) as unknown, "Certificate");
    const status = text(at(certificate, "Status")) ?? "?";
    if (status !== "ISSUED") return [`${what} is ${status}: a load balancer takes only one that is issued`];
    const names = listOf(at(certificate, "SubjectAlternativeNames")).flatMap((name) => text(name) ?? []);
    const wanted = `*.${domain.name}`;
    // Host names are one label below the domain (components/blocks/ingress.ts).
    return names.includes(wanted) ? [] : [`${what} is for ${names.join(", ")}: request one that has ${wanted}, too`];
}
