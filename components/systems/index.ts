/**
 * The systems, one line each: key in the stack file, what it may say, what it needs.
 * Imported by config/ (schema and needs); the resources of a system are in its own folder.
 */
export { akosha, akoshaNeeds } from "./akosha/schema";
export { myriad, myriadNeeds } from "./myriad/schema";
export { myriadPython, myriadPythonNeeds } from "./myriad-python/schema";
export { simpleCli, simpleCliNeeds } from "./simple-cli/schema";
export { memstack, memstackNeeds } from "./memstack/schema";
