import * as pulumi from "@pulumi/pulumi";

/** Stands for whatever runs in the network. */
export class Pods extends pulumi.CustomResource {
    constructor(name: string, dependsOn: readonly pulumi.Resource[]) {
        super("test:Pods", name, {}, { dependsOn: [...dependsOn] });
    }
}

/** The value of an output that is known. */
export function output<T>(value: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => {
        value.apply(resolve);
    });
}
