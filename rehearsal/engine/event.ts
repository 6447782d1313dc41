import type { automation } from "@pulumi/pulumi";

/** What the engine says while it works. */
export type Event = automation.EngineEvent;
