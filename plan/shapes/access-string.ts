const WORDS: Readonly<Record<string, string>> = {
    allkeys: "~*",
    allchannels: "&*",
    allcommands: "+@all",
    nocommands: "-@all",
};

/**
 * An access string as ElastiCache reads it back: words in their short form (hashicorp/terraform-provider-aws#20334), and `-@all` before the
 * first command, where nothing else says how far commands are allowed at first (go-to-k/cdk-real-drift#482: `on ~app:* +@read` becomes
 * `on ~app:* -@all +@read`). What is written otherwise is an update in every preview.
 */
export function accessStringRead(written: string): string {
    const terms = written.split(/\s+/).map((term) => WORDS[term] ?? term);
    const first = terms.findIndex((term) => /^[+-]/.test(term));
    if (first === -1) return [...terms, "-@all"].join(" ");
    if (/^[+-]@all$/.test(terms[first] ?? "")) return terms.join(" ");
    return [...terms.slice(0, first), "-@all", ...terms.slice(first)].join(" ");
}
