import * as pulumi from "@pulumi/pulumi";
import { PrivateBucket } from "../../../components/aws/bucket";
import type { Environment } from "../../../config/environment";
import type { Run } from "../lab";
import { changes, said } from "../checks/outcome";
import type { Findings } from "../rehearsal";
import type { Rehearsed } from "../../session/rehearsed";

/** The environment with one component more, which has this name and had that one. */
export function renamed(environment: Environment, name: string, before?: string): (rehearsed: Rehearsed) => Rehearsed {
    return (rehearsed) => ({
        ...rehearsed,
        deploy: (data) => {
            let provider: pulumi.ProviderResource | undefined;
            pulumi.runtime.registerStackTransformation(({ type, resource }) => {
                if (type === "pulumi:providers:aws" && resource instanceof pulumi.ProviderResource) provider = resource;
                return undefined;
            });
            const outputs = rehearsed.deploy(data);
            const { project, stack, account, region, partition } = environment;
            const scope = {
                project,
                stack,
                account,
                region,
                partition,
                data: data ?? rehearsed.data,
                highlyAvailable: false,
            };
            const aliases = before === undefined ? [] : [{ name: before }];
            const lifecycle = { noncurrentDays: 30 };
            const encryption = { sseS3: "a bucket of a rehearsal" };
            new PrivateBucket(
                name,
                { scope, purpose: "rehearsal", encryption, lifecycle, holdsData: true },
                { provider, aliases },
            );
            return outputs;
        },
    });
}

/** Only the tag that carries the logical name may change; a bucket that is made anew has lost its objects. */
export function renamedSteps({ steps }: Pick<Run, "steps">): Findings {
    const done = changes(steps);
    const wrong = done.filter(
        ({ operation, changed }) => operation !== "update" || changed.some((key) => !/^tags(All)?($|[.[])/.test(key)),
    );
    return [
        ...(done.length === 0 ? ["nothing was renamed"] : []),
        ...wrong.map((step) => `${said(step)}: a rename with an alias changes tags and nothing else`),
    ];
}
