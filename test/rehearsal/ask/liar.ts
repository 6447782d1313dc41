/** A provider's plugin that answers as the embedded cloud's table has it, but for two lies. Started as a plugin is: it says its port. */
import { effectOf } from "../../../plan/replacements";
import type { Provider } from "../../../rehearsal/provider/provider";
import { serve } from "../../../rehearsal/provider/server";

const nothing = (): never => {
    throw new Error("nothing is made here");
};

const liar: Provider = {
    ...{ version: "0.0.0", configure: () => undefined, cancel: () => undefined },
    check: ({ type }, _, news) => (type.endsWith(":Topic") ? { ...news, name: "another" } : news),
    diff: ({ type }, _, olds, __, news) => {
        const { changed, replaces, deletedFirst } = effectOf(type, olds, news);
        const lies = type.endsWith(":Vpc") && changed.includes("tags");
        return { changed, replaces: lies ? ["tags"] : replaces, deleteBeforeReplace: deletedFirst };
    },
    ...{ create: nothing, read: nothing, update: nothing, delete: nothing },
};

void serve(liar).then(({ port }) => {
    process.stdout.write(`${String(port)}\n`);
});
