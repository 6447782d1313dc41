import { z } from "zod";
import { PORT, SECRET_NAME } from "./primitives";

const registry = (rule: string) =>
    z.string().regex(new RegExp(String.raw`^[a-z0-9][a-z0-9.-]*${PORT}(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`), rule);

const host = z
    .string()
    .regex(
        new RegExp(String.raw`^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+${PORT}$`),
        "is not the host of a registry | write for example docker.io",
    );

const secretName = z
    .string()
    .regex(SECRET_NAME, "is not the name of a Secrets Manager secret | write its name, not its ARN");

export const images = z.strictObject({
    registry: registry(
        "is not a registry | write host/path without a tag, for example 123456789012.dkr.ecr.us-east-1.amazonaws.com/mindcloud",
    )
        .optional()
        .describe(
            "Registry that holds the systems' images, with the path before their repositories. Default: the environment's own ECR, as bootstrap/account.yaml makes it.",
        ),
    architectures: z
        .array(z.enum(["arm64", "amd64"]))
        .min(1, "needs at least one | write [arm64]")
        .describe(
            "What the systems' images are built for, as in kubernetes.io/arch: every node group must be among them.",
        ),
    standIn: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, "is not a digest | write sha256: and 64 hexadecimal digits")
        .describe("Digest of the image stand-in there."),
    mirrors: z
        .record(
            host,
            registry(
                "is not a registry | write host/path, for example 123456789012.dkr.ecr.us-east-1.amazonaws.com/quay",
            ),
        )
        .describe(
            "Registries in the place of others, by the host that they stand for (docker.io): a pull-through cache of ECR, or one of your own. All images of that host come from there, those of charts too.",
        ),
    logins: z
        .record(host, secretName)
        .describe(
            "Secrets Manager secrets (JSON with username and password) for registries that ask for a login, by host. ECR asks for none: nodes pull by their role.",
        ),
});
