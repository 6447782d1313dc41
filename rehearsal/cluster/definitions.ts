/** Definitions of the custom kinds that the charts install, of the versions that they install (docs/decisions/0009). */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { CHARTS } from "../../config/versions";
import { goModule, type GoModule } from "../programs/go-module";

interface Definitions {
    readonly from: GoModule;
    readonly folder: string;
}

const CUSTOM: readonly Definitions[] = [
    {
        from: {
            ...{ module: "github.com/kedacore/keda/v2", version: `v${CHARTS.keda.appVersion}` },
            sum: "h1:SR60v8uIcelbveS8n/1jcl8tLdBBIbHMxmdOHw8tKqA=",
        },
        folder: "config/crd/bases",
    },
    {
        from: {
            module: "github.com/prometheus-operator/prometheus-operator",
            version: CHARTS.kubePrometheusStack.appVersion,
            sum: "h1:4Juk8v93RdG1DSGD/mGp+SeQKPmnlLIj2iq3blLZgFY=",
        },
        folder: "example/prometheus-operator-crd",
    },
    {
        // The last version that Go knows as a module. What we use of its v1 kinds is unchanged in the version that is installed.
        from: {
            ...{ module: "github.com/external-secrets/external-secrets", version: "v1.3.2" },
            sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
        },
        folder: "config/crds/bases",
    },
    {
        from: {
            ...{ module: "github.com/kubernetes-csi/external-snapshotter/client/v8", version: "v8.6.0" },
            sum: "h1:FtGewu2k6HWw6evLGXY8JqUZ9eHpti1kd3e4amj+ilA=",
        },
        folder: "config/crd",
    },
];

/** Not in a Go module; written by hand from its documentation. */
const OWN = path.join(__dirname, "ingress-class-params.yaml");

/** A CustomResourceDefinition, as far as anybody here reads it. */
export interface Definition {
    readonly metadata?: { readonly name: string };
    readonly spec: {
        readonly group: string;
        readonly names: { readonly kind: string };
        readonly versions: readonly {
            readonly name: string;
            readonly served: boolean;
            readonly storage: boolean;
            readonly schema: { readonly openAPIV3Schema: Readonly<Record<string, unknown>> };
        }[];
    };
}

export function definitions(): readonly Definition[] {
    const files = CUSTOM.flatMap(({ from, folder }) => {
        const directory = path.join(goModule(from), folder);
        return readdirSync(directory)
            .filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml")
            .map((file) => path.join(directory, file));
    });
    return [...files, OWN].map((file) => parse(readFileSync(file, "utf8")) as Definition);
}
