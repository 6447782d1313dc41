/**
 * Runs in the page: every visible text against the colour behind it, by WCAG 2.2 (1.4.3): 4.5 to 1, 3 to 1 where it is large. Answers
 * what falls short.
 */
export const CONTRAST = `(() => {
    const parsed = (text) => (/\\d/.test(text) ? text.match(/[\\d.]+/g).map(Number) : [0, 0, 0, 0]);
    const ground = (element) => {
        for (let each = element; each !== null; each = each.parentElement) {
            const [red, green, blue, alpha = 1] = parsed(getComputedStyle(each).backgroundColor);
            if (alpha === 1) return [red, green, blue];
        }
        return [255, 255, 255];
    };
    const luminance = (colour) => {
        const [red, green, blue] = colour.slice(0, 3).map((each) => {
            const share = each / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const short = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (walker.currentNode.textContent.trim() === "" || element.closest("script, svg, noscript, option") !== null) continue;
        if (!element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        const [one, other] = [luminance(parsed(style.color)), luminance(ground(element))].sort((a, b) => b - a);
        const size = parseFloat(style.fontSize);
        const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
        const contrast = (one + 0.05) / (other + 0.05);
        if (contrast < least) short.add(element.tagName + "." + element.className + " " + style.color + " " + contrast.toFixed(2));
    }
    return [...short];
})()`;
