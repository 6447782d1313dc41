import type { CloudObject, Store } from "../cloud/store";
import type { Checkpoints, Engine } from "../engine/engine";
import type { Kubernetes, Plane } from "../kubernetes/plane";
import type { Paths } from "./paths";
import type { Fault } from "../provider/faults";
import type { Rehearsed } from "./rehearsed";
import type { Output, Screen } from "../view/screen";

export interface Options {
    /** Of the checkout. */
    readonly root: string;
    readonly output: Output;
    /** What a minute of AWS takes. Default 90 ms. */
    readonly minuteInMilliseconds?: number;
    /** Where the modelled time is written: provider/clock.ts. Default none, and `minuteInMilliseconds` holds. */
    readonly clockFile?: string;
    readonly faults?: readonly Fault[];
    /** Hours that have passed since the last command; default none. */
    readonly laterHours?: number;
    readonly parallel?: number;
    /** `best`: real where there is Go. Default what the environment stands on already, else the in-memory stand-in. */
    readonly kubernetes?: Kubernetes | "best";
    /** Folder of charts that a new environment installs themselves, or `real`. Default what config/charts knows of them. */
    readonly charts?: string;
    /** Whether `up` reads first what really exists. Default no. */
    readonly refresh?: boolean;
    /** Who acts on the embedded AWS. Default the account's role for this stack: `preview` for what only looks, else `deploy`. */
    readonly as?: Actor;
    /** How often the engine writes its state. Default `last` where nothing can be lost (unwritten.ts). */
    readonly checkpoints?: Checkpoints;
}

export type Actor = "administrator" | "deploy" | "preview";

/** What exists now, wherever it is. */
export interface Standing {
    live(): readonly CloudObject[];
}

/** Everything that a command on the embedded cloud works with. */
export interface Session {
    readonly rehearsed: Rehearsed;
    readonly paths: Paths;
    readonly engine: Engine;
    readonly screen: Screen;
    readonly checkpoints: Checkpoints;
    readonly refresh: boolean;
    /** The embedded cloud as it is on the disk now. A real control plane's objects are not in it. */
    readonly cloud: () => Store;
    /** Everything that exists now, on the control plane too. */
    readonly standing: () => Promise<Standing>;
    /** Deletes by hand what Pulumi does not know, as with the AWS CLI. Ends the embedded cloud: the last thing that a command does to it. */
    readonly clear: (which: (object: CloudObject) => boolean) => Promise<readonly CloudObject[]>;
    /** The real control plane, where Kubernetes is real. */
    readonly plane?: Plane;
    readonly interrupted: () => boolean;
}
