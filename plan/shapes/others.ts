import { createHash } from "node:crypto";
import { type Shape, uuid } from "./shape";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
// random:RandomPassword's own default for `overrideSpecial`.
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

export const random: Readonly<Record<string, Shape>> = {
    "random:index/randomPassword:RandomPassword": {
        id: "none",
        outputs: {
            result: (context) => context.random(alphabetOf(context.inputs), lengthOf(context.inputs)),
            bcryptHash: "$2a$10${alnum:53}",
        },
    },
    "random:index/randomString:RandomString": {
        id: (context) => context.random(alphabetOf(context.inputs), lengthOf(context.inputs)),
        outputs: { result: "{id}" },
    },
    "random:index/randomId:RandomId": {
        id: (context) =>
            Buffer.from(context.random(DIGITS + "abcdef", Number(context.inputs.byteLength ?? 8) * 2), "hex").toString(
                "base64url",
            ),
        outputs: {
            hex: (context) => Buffer.from(context.id, "base64url").toString("hex"),
            b64Url: "{id}",
            b64Std: (context) => Buffer.from(context.id, "base64url").toString("base64"),
            dec: (context) => BigInt(`0x${Buffer.from(context.id, "base64url").toString("hex")}`).toString(),
        },
    },
    "random:index/randomUuid:RandomUuid": { id: "{uuid}", outputs: { result: "{id}" } },
    "random:index/randomBytes:RandomBytes": {
        id: "none",
        outputs: {
            hex: (context) => context.random(DIGITS + "abcdef", lengthOf(context.inputs) * 2),
            base64: (context) =>
                Buffer.from(context.random(DIGITS + "abcdef", lengthOf(context.inputs) * 2), "hex").toString("base64"),
        },
    },
};

/** Any type of these packages that has no row of its own. */
export const otherwise = {
    aws(type: string): Shape {
        const [, module = ""] = type.split(":");
        const [service = "", kind = ""] = module.split("/");
        const words = kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
        return {
            id: `${words}-{hex:17}`,
            outputs: { arn: `arn:{partition}:${service}:{region}:{account}:${words}/{id}` },
        };
    },

    /** The API server gives a name when there is none, and a uid; load balancers get an address. */
    kubernetes(type: string): Shape {
        return {
            id: (context) => {
                const { name, namespace } = metadataOf(context.inputs, context.name);
                return namespace === undefined ? name : `${namespace}/${name}`;
            },
            outputs: {
                metadata: (context) => ({
                    ...recordOf(context.inputs.metadata),
                    ...metadataOf(context.inputs, context.name),
                    uid: uuid(createHash("sha256").update(context.id).digest("hex")),
                }),
                ...(/:(Ingress|Service)$/.test(type)
                    ? {
                          status: {
                              loadBalancer: {
                                  ingress: [{ hostname: "k8s-{hex:10}-{digits:10}.{region}.elb.{domain}" }],
                              },
                          },
                      }
                    : {}),
            },
        };
    },

    any(): Shape {
        return { id: "{uuid}" };
    },
};

function metadataOf(inputs: Readonly<Record<string, unknown>>, fallback: string): { name: string; namespace?: string } {
    const metadata = recordOf(inputs.metadata);
    const name = typeof metadata.name === "string" ? metadata.name : fallback;
    return typeof metadata.namespace === "string" ? { name, namespace: metadata.namespace } : { name };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function alphabetOf(inputs: Readonly<Record<string, unknown>>): string {
    const special = typeof inputs.overrideSpecial === "string" ? inputs.overrideSpecial : SPECIAL;
    return [
        inputs.lower === false ? "" : LOWER,
        inputs.upper === false ? "" : LOWER.toUpperCase(),
        inputs.numeric === false ? "" : DIGITS,
        inputs.special === false ? "" : special,
    ].join("");
}

function lengthOf(inputs: Readonly<Record<string, unknown>>): number {
    return Number(inputs.length ?? 16);
}
