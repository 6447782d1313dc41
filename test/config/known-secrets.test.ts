/** What people are asked for is what they may set, and the other way round. */
import assert from "node:assert/strict";
import { SYSTEMS } from "../../components/systems";
import type { SystemNeeds } from "../../components/systems/definition";
import { LLM_PROVIDERS } from "../../components/systems/memstack/schema";
import { AGENT_MODELS } from "../../components/systems/simple-cli/schema";
import { KNOWN_SECRETS } from "../../config/secrets";
import { stackFrom, COMPLETE } from "../support/recordings";

it("a secret that a system asks for, whatever its provider, is one that a stack file takes; each of models' keys is for somebody", () => {
    const { systems } = stackFrom(COMPLETE).environment;
    const providers = Object.keys(LLM_PROVIDERS) as (keyof typeof LLM_PROVIDERS)[];
    const needs: readonly SystemNeeds[] = [
        ...providers.map((provider) => SYSTEMS.memstack.needs({ ...systems.memstack, provider })),
        ...AGENT_MODELS.map((provider) => SYSTEMS.simpleCli.needs({ ...systems.simpleCli, provider })),
    ];
    const asked = needs.flatMap(({ peopleSecrets }) => peopleSecrets ?? []);
    const known = Object.keys(KNOWN_SECRETS).filter((secret) => secret.startsWith("llm."));
    assert.deepEqual([...new Set(asked.filter((secret) => secret.startsWith("llm.")))].sort(), known);
});
