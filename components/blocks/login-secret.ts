import { Role, RoleBinding } from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import { SyncedSecret, type IngressSite, type NamespaceHandle } from "../workload";
import { standardLabels } from "../workload/labels";
import type { LoadBalancerLogin } from "./ingress-annotations";

export interface LoginSecretArgs {
    readonly namespace: NamespaceHandle;
    readonly host: string;
    readonly login: LoadBalancerLogin;
    /** ServiceAccount of the controller. */
    readonly controller: IngressSite["controller"];
}

/**
 * Client id and secret as the AWS Load Balancer Controller reads them (its "auth-idp-oidc": keys clientID and clientSecret, in the namespace
 * of the Ingress), and its right to read this one Secret: by itself it may read none.
 */
export class LoginSecret extends pulumi.ComponentResource {
    readonly secretName: string;
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: LoginSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:blocks:LoginSecret", name, {}, opts);
        const { namespace, host, login } = args;
        this.secretName = `${host}-login`;
        const secret = new SyncedSecret(
            name,
            {
                ...{ namespace, metadataName: this.secretName },
                keys: { clientSecret: { from: login.secret } },
                plain: { clientID: login.clientId },
            },
            { parent: this },
        );
        this.ready = [...secret.ready, ...this.letRead(name, args)];
        this.registerOutputs({ secretName: this.secretName });
    }

    private letRead(name: string, { namespace, controller }: LoginSecretArgs): readonly pulumi.Resource[] {
        const metadata = {
            ...{ name: this.secretName, namespace: namespace.namespaceName },
            labels: standardLabels({ name: this.secretName, partOf: namespace.system }),
        };
        const opts = { parent: this, dependsOn: [...namespace.ready] };
        const rule = { apiGroups: [""], resources: ["secrets"], resourceNames: [this.secretName] };
        const role = new Role(
            `${name}-role`,
            { metadata, rules: [{ ...rule, verbs: ["get", "list", "watch"] }] },
            opts,
        );
        const binding = new RoleBinding(
            `${name}-role-binding`,
            {
                metadata,
                roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: this.secretName },
                subjects: [{ kind: "ServiceAccount", ...controller }],
            },
            { ...opts, dependsOn: [...opts.dependsOn, role] },
        );
        return [role, binding];
    }
}
