export const USAGE = `usage: charts [--from DIR] [--check] [--no-trials]
  --from DIR   chart folders or archives that you have (DIR/<chart>/ or DIR/<chart>-<version>.tgz), their sub-charts beside them.
               Default: the archives of the charts' own repositories, kept in .cache/charts.
  --no-trials  render only, in seconds: what is known of values without effect stays as it is written
  --check      write nothing; say whether config/charts is what the charts make`;

export interface Options {
    readonly from?: string;
    readonly check: boolean;
    readonly trials: boolean;
}

export function optionsFrom(words: readonly string[]): Options | { readonly problem: string } {
    let from: string | undefined;
    let check = false;
    let trials = true;
    for (let index = 0; index < words.length; index++) {
        const word = words[index] ?? "";
        if (word === "--check") check = true;
        else if (word === "--no-trials") trials = false;
        else if (word === "--from" && words[index + 1] !== undefined) from = words[++index];
        else return { problem: `${word} is none of the options\n${USAGE}` };
    }
    return { check, trials, ...(from !== undefined && { from }) };
}
