/** An IPv4 block as its first and last address. */
export interface Block {
    readonly first: number;
    readonly last: number;
}

export function blockOf(cidr: string): Block | undefined {
    const [, ...parts] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr) ?? [];
    const [a, b, c, d, bits] = parts.map(Number);
    if (a === undefined || b === undefined || c === undefined || d === undefined || bits === undefined)
        return undefined;
    if (Math.max(a, b, c, d) > 255 || bits > 32) return undefined;
    const size = 2 ** (32 - bits);
    const address = ((a * 256 + b) * 256 + c) * 256 + d;
    const first = address - (address % size);
    return { first, last: first + size - 1 };
}

export function contains(outer: Block, inner: Block): boolean {
    return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Block, other: Block): boolean {
    return one.first <= other.last && other.first <= one.last;
}
