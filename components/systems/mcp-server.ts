/** A server of the Model Context Protocol that a stack adds to those of a company. Imports zod only. */
import { z } from "zod";
import { outsideAddress } from "./outside";
import { variables } from "./variables";

/** As upstream's mcp.json has them (src/mcp.ts): by address, or started by the agent itself. */
export const mcpServer = z
    .strictObject({
        url: outsideAddress(", and agents reach nothing else outside")
            .optional()
            .describe("Where it listens, over HTTPS: no policy lets an agent reach another namespace."),
        command: z
            .array(z.string().min(1, "is empty | leave it out"))
            .min(1, "is empty | write the program and its arguments")
            .optional()
            .describe("Program and arguments that the agent starts; they must be in its image."),
        variables: variables({}).optional().describe("Of a server that the agent starts. No secrets."),
    })
    .refine(({ url, command }) => (url === undefined) !== (command === undefined), {
        error: "needs an address or a command, and not both | write url or command",
    })
    .refine(({ url, variables: own }) => url === undefined || own === undefined, {
        path: ["variables"],
        error: "is for a server that the agent starts | leave it out, or write command",
    });

/** Those that are there by themselves. */
const OURS = "brain|health_monitor|swarm|elastic_swarm";

export const mcpServers = z.record(
    z.string().regex(new RegExp(`^(?!(${OURS})$)[A-Za-z][\\w-]{0,62}$`), {
        error: ({ input }) =>
            new RegExp(`^(${OURS})$`).test(String(input))
                ? "is there by itself | choose another name; systems.simpleCli.sidecars switches sidecars"
                : "is not the name of a server | use letters, digits, - and _, beginning with a letter",
    }),
    mcpServer,
);
