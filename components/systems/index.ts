/**
 * The systems, one line each, by their key in the stack file. config/ composes schema, needs and defaults from here and names no system;
 * what a system is made of is in its own folder, and deploy.ts does not compile without it.
 */
import { akoshaDefinition } from "./akosha/schema";
import { memstackDefinition } from "./memstack/schema";
import { myriadPythonDefinition } from "./myriad-python/schema";
import { myriadDefinition } from "./myriad/schema";
import { simpleCliDefinition } from "./simple-cli/schema";

export const SYSTEMS = {
    akosha: akoshaDefinition,
    memstack: memstackDefinition,
    myriad: myriadDefinition,
    myriadPython: myriadPythonDefinition,
    simpleCli: simpleCliDefinition,
} as const;
export type SystemKey = keyof typeof SYSTEMS;
