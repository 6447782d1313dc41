/** What `make load` is asked for, or the one line that says why not. */
import { SCRIPTS, type LoadScript } from "./scripts";

export interface Asked {
    readonly scripts: readonly LoadScript[];
    /** Of one real system; without it, stand-ins on this machine and the embedded environment's autoscalers. */
    readonly target?: string;
    readonly token?: string;
    readonly full: boolean;
}

/** As make and the environment have them; what is empty is not given. */
export interface Words {
    readonly SYSTEM?: string;
    readonly TARGET?: string;
    readonly LOAD_TOKEN?: string;
    readonly FULL?: string;
}

const SYSTEMS = [...new Set(SCRIPTS.map(({ system }) => system))];

export function askedFor(words: Words): Asked | string {
    const given = (word: keyof Words): string | undefined => words[word]?.trim() || undefined;
    const [system, target, token] = [given("SYSTEM"), given("TARGET"), given("LOAD_TOKEN")];
    const scripts = SCRIPTS.filter((script) => system === undefined || [script.system, script.name].includes(system));
    if (scripts.length === 0)
        return `SYSTEM=${String(system)}: its document asks for no load; there are ${SYSTEMS.join(", ")}`;
    const full = given("FULL") !== undefined;
    if (target === undefined) return { scripts, full };
    if (system === undefined) return `TARGET is the address of one system: say which, SYSTEM=${SYSTEMS.join(" or ")}`;
    const problem = wrongTarget(target, token);
    return problem ?? { scripts, full, target: target.replace(/\/+$/, ""), ...(token !== undefined && { token }) };
}

function wrongTarget(text: string, token: string | undefined): string | undefined {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.hostname === "")
        return `TARGET=${text} is no address: write https://myriad.example.com`;
    if (url.username !== "" || url.password !== "")
        return "TARGET has credentials in it: write the address alone, and put the token into the environment as LOAD_TOKEN";
    if (url.search !== "" || url.hash !== "")
        return `TARGET=${text} goes on after its path: write ${url.origin}${url.pathname}`;
    if (token !== undefined && url.protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(url.hostname))
        return `TARGET=${text} would show LOAD_TOKEN to everybody on the way: write https`;
    return undefined;
}
