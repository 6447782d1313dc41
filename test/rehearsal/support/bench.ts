import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Store } from "../../../rehearsal/cloud/store";
import type { ControlPlanes } from "../../../rehearsal/kubernetes/plane";
import { main } from "../../../rehearsal/main";
import { pathsOf, type Paths } from "../../../rehearsal/session/paths";
import type { Rehearsed } from "../../../rehearsal/session/rehearsed";
import { readState, type State } from "../../../rehearsal/engine/state";

const PACE = ["--minute", "0"] as const;

export type Command = "up" | "down" | "drift" | "recover" | "accept" | "health";

export interface Result {
    readonly status: number;
    /** Everything that a person would have read. */
    readonly text: string;
}

/** `disposable` is asked for by `down`, when something is protected. */
export type Program = (data?: "disposable") => unknown;

/** An embedded cloud in a directory of its own, where time passes at once unless a test says otherwise. */
export class Bench {
    readonly root: string;
    readonly stack: string;

    /** As on AWS, unless a test is about what happens otherwise. */
    #checkpoints: readonly string[] = ["--checkpoints", "every"];

    /** The engine is the same on both, and the stand-in takes no time. */
    #kubernetes: readonly string[] = ["--kubernetes", "memory"];
    #controlPlanes: ControlPlanes | undefined;

    constructor(stack = "dev", root = fs.mkdtempSync(path.join(os.tmpdir(), "rehearsal-"))) {
        this.stack = stack;
        this.root = root;
    }

    /** As `make up` and `make down` do without an option. */
    writingOnce(): this {
        this.#checkpoints = [];
        return this;
    }

    /** As `make up` where there is Go. */
    onRealKubernetes(controlPlanes: ControlPlanes): this {
        this.#kubernetes = ["--kubernetes", "real"];
        this.#controlPlanes = controlPlanes;
        return this;
    }

    run(command: Command, program: Program, ...options: readonly string[]): Promise<Result> {
        return this.rehearse(command, this.of(program), ...options);
    }

    of(program: Program): Rehearsed {
        return {
            project: "toy",
            stack: this.stack,
            region: "eu-central-1",
            data: "disposable",
            config: {},
            existing: ["arn:aws:kms:eu-central-1:000000000000:key/brought-along"],
            controlPlanes: this.#controlPlanes,
            deploy: (data) => outputsOf(program(data)),
        };
    }

    async rehearse(command: Command, rehearsed: Rehearsed, ...options: readonly string[]): Promise<Result> {
        let text = "";
        const sink = {
            write: (part: string) => {
                text += part;
            },
        };
        const status = await main(
            [command, "--stack", this.stack, ...PACE, ...this.#kubernetes, ...this.#checkpoints, ...options],
            {
                root: this.root,
                output: sink,
                errors: sink,
                load: () => rehearsed,
            },
        );
        return { status, text };
    }

    paths(): Paths {
        return pathsOf(this.root, this.stack);
    }

    cloud(): Store {
        return Store.open(this.paths().work, "readOnly");
    }

    state(project = "toy"): State {
        return readState(this.paths(), project, this.stack);
    }

    remove(): void {
        fs.rmSync(this.root, { recursive: true, force: true });
    }
}

/** A program with one AWS provider, whose default tags are those of the bench. */
export function onAws(build: (opts: pulumi.CustomResourceOptions) => unknown): Program {
    return () => {
        const tags = { "mindcloud:project": "toy", "mindcloud:stack": "dev" };
        const provider = new aws.Provider("aws", {
            region: "eu-central-1",
            allowedAccountIds: ["000000000000"],
            defaultTags: { tags },
        });
        return build({ provider });
    };
}

/** A program that ends with its last resource has no outputs. */
function outputsOf(result: unknown): Record<string, unknown> {
    const plain = typeof result === "object" && result !== null && Object.getPrototypeOf(result) === Object.prototype;
    return plain ? (result as Record<string, unknown>) : {};
}
