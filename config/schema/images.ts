import { z } from "zod";

export const images = z.strictObject({
    registry: z
        .string()
        .regex(
            /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
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
});
