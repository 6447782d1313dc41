/* global document, window, Blob, DecompressionStream, Response, atob */
"use strict";
// Runs in the page, and only adds to it: text goes in as text, never as HTML.
(() => {
    const byId = (id) => document.getElementById(id);
    const made = (tag, text, className) => {
        const element = document.createElement(tag);
        if (text !== undefined) element.textContent = text;
        if (className !== undefined) element.className = className;
        return element;
    };
    const dataIn = (id) => JSON.parse(byId(id)?.textContent ?? "[]");

    // A link into what is folded opens it.
    const open = () => {
        const id = decodeURIComponent(window.location.hash.slice(1));
        const target = byId(id);
        if (id === "" || target === null) return;
        if (target.tagName === "DETAILS") target.open = true;
        for (const details of target.querySelectorAll(":scope > details")) details.open = true;
        for (let above = target.parentElement; above !== null; above = above.parentElement)
            if (above.tagName === "DETAILS") above.open = true;
        target.scrollIntoView();
    };
    window.addEventListener("hashchange", open);
    open();

    const picture = byId("reach-picture");
    if (picture !== null) {
        const [ends, edges] = [dataIn("traffic-ends"), dataIn("traffic-data")];
        const choice = byId("workload");
        const list = (title, className, items) => {
            const part = made("div", undefined, className);
            part.append(made("h4", title));
            const ul = made("ul");
            for (const [end, ports] of items) ul.append(made("li", `${end} on ${ports}`));
            part.append(items.length === 0 ? made("p", "nobody", "quiet") : ul);
            return part;
        };
        const about = (own, one, other) => {
            const found = new Map();
            for (const edge of edges)
                if (own(ends[edge[one]])) {
                    const end = ends[edge[other]];
                    found.set(end, [...new Set([...(found.get(end) ?? []), ...edge[2].split(", ")])]);
                }
            return [...found].map(([end, ports]) => [end, ports.join(", ")]).sort();
        };
        const draw = () => {
            const name = choice.value;
            const namespace = name.split("/")[0];
            const own = (end) => end === name || end === namespace; // a row for every pod of the namespace is its, too
            picture.replaceChildren(
                list("may reach it", "from", about(own, 1, 0)),
                made("div", name, "self"),
                list("it may reach", "to", about(own, 0, 1)),
            );
        };
        choice.addEventListener("change", draw);
        if (choice.value !== "") draw();
    }

    const search = byId("search");
    if (search === null) return;
    const [owner, count, found, more] = ["owner", "count", "found", "more"].map(byId);
    const AT_ONCE = 40;

    // JSON in a string is shown as what it is; a text of several lines keeps them.
    const shown = (value, indent) => {
        if (typeof value === "string") {
            const mark = value.startsWith("[like] ") ? "[like] " : "";
            const text = value.slice(mark.length);
            if (/^[[{]/.test(text) && text.length > 2)
                try {
                    return mark + shown(JSON.parse(text), indent);
                } catch {
                    // it only begins like JSON
                }
            return text.includes("\n") ? `|\n${text.replace(/^/gm, indent)}` : value === "" ? '""' : value;
        }
        if (typeof value !== "object" || value === null) return String(value);
        const entries = Array.isArray(value) ? value.map((item) => ["-", item]) : Object.entries(value);
        if (entries.length === 0) return Array.isArray(value) ? "[]" : "{}";
        const lines = entries.map(([key, item]) => {
            const text = shown(item, `${indent}  `);
            return `${indent}${key === "-" ? "-" : `${key}:`} ${text.trimStart()}`;
        });
        return `\n${lines.join("\n")}`;
    };

    let rows = [];
    let matching = [];
    let limit = AT_ONCE;

    const item = ([name, kind, type, system, marks, urn, inputs]) => {
        const li = made("li");
        const details = made("details");
        const summary = made("summary", name);
        summary.append(" ", made("span", `${kind} \u00b7 ${system}${marks === "" ? "" : ` \u00b7 ${marks}`}`, "quiet"));
        details.append(summary);
        details.addEventListener(
            "toggle",
            () => {
                const pre = made("pre", shown(inputs, "").trimStart());
                pre.tabIndex = 0;
                details.append(made("p", `${type}  ${urn}`, "quiet"), pre);
            },
            { once: true },
        );
        li.append(details);
        return li;
    };
    const show = () => {
        found.replaceChildren(...matching.slice(0, limit).map(({ row }) => item(row)));
        more.hidden = matching.length <= limit;
    };
    const look = () => {
        const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        matching = rows.filter(
            ({ row, text }) =>
                (owner.value === "" || row[3] === owner.value) && words.every((word) => text.includes(word)),
        );
        // What has the words in its name comes first.
        const inName = ({ row }) => (words.every((word) => row[0].toLowerCase().includes(word)) ? 0 : 1);
        matching.sort((a, b) => inName(a) - inName(b));
        limit = AT_ONCE;
        count.textContent = `${matching.length} of ${rows.length} resources`;
        show();
    };
    const fromHash = () => {
        const [, name] = /^#find=(.*)$/.exec(window.location.hash) ?? [];
        if (name === undefined) return;
        search.value = decodeURIComponent(name);
        owner.value = "";
        look();
        const first = found.querySelector("details");
        if (first !== null) first.open = true;
        search.focus();
    };
    const unpacked = async () => {
        const bytes = Uint8Array.from(atob(byId("resource-data").textContent.trim()), (letter) => letter.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
        return JSON.parse(await new Response(stream).text());
    };
    unpacked().then(
        (all) => {
            rows = all.map((row) => ({ row, text: JSON.stringify(row).toLowerCase() }));
            look();
            fromHash();
        },
        () => {
            count.textContent = "This browser cannot unpack the list.";
        },
    );
    search.addEventListener("input", look);
    owner.addEventListener("change", look);
    byId("search-form").addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", () => {
        const before = limit;
        limit += 5 * AT_ONCE;
        show();
        found.children[before]?.querySelector("summary")?.focus();
    });
    window.addEventListener("hashchange", fromHash);
    document.addEventListener("keydown", (event) => {
        const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement?.tagName ?? "");
        if (event.key === "/" && !typing) {
            event.preventDefault();
            search.focus();
            search.scrollIntoView({ block: "center" });
        } else if (event.key === "Escape" && document.activeElement === search) {
            search.value = "";
            look();
        }
    });
})();
