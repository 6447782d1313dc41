import { createHash } from "node:crypto";
import * as path from "node:path";
import { releasesFor } from "../../charts/environments";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import { OUTPUT, refusalText } from "../../config/transition/deployed";
import { textOfRecords } from "../../plan/charts/record";
import { deploy } from "../../program";
import { controlPlanes } from "../cluster";
import { shapeOf } from "../cluster/shape";
import { authorityIn } from "../kubernetes/real/certificates";
import { pathsOf } from "./paths";
import type { Load, Rehearsed } from "./rehearsed";
import { rolesOf, type Roles } from "../account/roles";
import { strings } from "../engine/wire";

/** The real program with one of the stack files of a checkout. */
export function mindcloud(root: string): Load {
    return (stack) => {
        const file = `Pulumi.${stack}.yaml`;
        const loaded = loadStackFile(path.join(root, file));
        if (!loaded.ok) return { problems: formatProblems(file, loaded.problems) };
        const roles = rolesOf(loaded.environment, loaded.secrets);
        const environment = withBoundary(loaded.environment, roles);
        const secrets = inventedSecrets(environment, loaded.secrets);
        return {
            project: environment.project,
            stack,
            region: environment.region,
            data: environment.data,
            config: plainConfig(environment),
            existing: [...strings(environment)].flatMap(({ path: keys, text }) => [...keys, text]), // access names principals by key
            roles,
            ...planes(environment, secrets),
            refused: (outputs) => refusalText(file, outputs[OUTPUT], environment),
            deploy: (data) => deploy({ ...here(environment, root), data: data ?? environment.data }, secrets),
        };
    };
}

/** The control plane here stands in for a cluster that others made, too: whoever signs for that one does not sign for this. */
function here(environment: Environment, root: string): Environment {
    const { existing, stack } = environment;
    if (existing.cluster === undefined) return environment;
    const certificateAuthority = Buffer.from(authorityIn(pathsOf(root, stack).work).cert).toString("base64");
    const kubeconfig = { ...existing.cluster.kubeconfig, certificateAuthority };
    return { ...environment, existing: { ...existing, cluster: { ...existing.cluster, kubeconfig } } };
}

/** Who deploys by the account's role makes roles inside its boundary only, so a stack file that names none gets it here. */
export function withBoundary(environment: Environment, roles: Roles | undefined): Environment {
    const { permissionsBoundary = roles?.boundaryArn } = environment.deployment;
    return { ...environment, deployment: { ...environment.deployment, permissionsBoundary } };
}

/** Another one for each form of `Shape`: what runs with an earlier form is shaped anew. */
const SHAPED = "4";

/** The minor of `cluster.kubernetes`, and the nodes that the plan says its floor needs. */
function planes(environment: Environment, secrets: PeopleSecrets): Pick<Rehearsed, "controlPlanes"> {
    const { kubernetes } = environment.cluster;
    const key = createHash("sha256")
        .update(`${SHAPED}${textOfRecords()}${JSON.stringify(environment)}`)
        .digest("hex");
    return {
        controlPlanes: controlPlanes({
            ...{ minor: kubernetes, key },
            shape: () => shapeOf(deploy, environment, secrets),
            releases: () => releasesFor(environment, secrets, environment.stack),
        }),
    };
}

/** What only people have is made up here, the same on every run: no real secret enters a rehearsal. */
export function inventedSecrets({ needs }: Environment, given: PeopleSecrets): PeopleSecrets {
    const invented = needs.peopleSecrets
        .filter((name) => given[name]?.kind !== "named")
        .map(
            (name) =>
                [
                    name,
                    {
                        kind: "given" as const,
                        value: `rehearsal-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`,
                    },
                ] as const,
        );
    return { ...given, ...Object.fromEntries(invented) };
}

function plainConfig(environment: Environment): Readonly<Record<string, unknown>> {
    return {
        "aws:region": environment.region,
        "mindcloud:account": environment.account,
        "mindcloud:profile": environment.profile,
        "mindcloud:data": environment.data,
    };
}
