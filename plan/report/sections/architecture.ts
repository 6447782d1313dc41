import { architectureOf } from "../../picture/architecture";
import { drawingOf } from "../../picture/drawing";
import { framesOf, type Frame } from "../../picture/frames";
import type { Plan } from "../../plan";
import { counted, minutes } from "../../words";
import { markup, trusted, type Html } from "../html";
import { table, type Section } from "../section";

/** The picture, and below it each component, to which its boxes lead. */
export function architecture(plan: Plan): Section {
    const frames = framesOf(plan);
    const idOf = (component: string): string | undefined =>
        frames.some(({ name }) => name === component) ? `component-${component.replace(/[^\w-]/g, "-")}` : undefined;
    const caption = "The architecture; a box leads to what is in it";
    return {
        id: "architecture",
        title: "Architecture",
        body: markup`
            <div class="frame" tabindex="0" role="region" aria-label="${caption}">${trusted(drawingOf(architectureOf(plan), idOf))}</div>
            <p class="quiet">Numbers are pods, or nodes, at least and at most. A line leads from a system to where it keeps data. A box leads to what is in it.</p>
            ${frames.map((frame) => frameOf(frame, idOf(frame.name)))}
        `,
    };
}

const frameOf = ({ name, resources, readyAfter, boxes }: Frame, id: string | undefined): Html =>
    markup`<details id="${id}">
        <summary>${name}: ${counted(resources, "resource")}, ready after ${minutes(readyAfter)} min</summary>
        ${table(
            `What is in ${name}`,
            [{ title: "part" }, { title: "resources", number: true }, { title: "", wide: true }],
            boxes.map((box) => [
                markup`<a href="#find=${encodeURIComponent(box.resources === 1 || /^\d/.test(box.title) ? name : `${name}-${box.title}`)}">${box.title}</a>`,
                String(box.resources),
                box.facts.join("; "),
            ]),
        )}
    </details>`;
