/** Subnet maths: pure functions over IPv4 blocks, for the network component and for the checks across keys. */

/** An IPv4 block: its first address as a number, and the length of its prefix. */
interface Block {
    readonly first: number;
    readonly prefix: number;
}

export interface SubnetPlan {
    readonly public: readonly string[];
    readonly private: readonly string[];
    readonly data: readonly string[];
}

/** Addresses that AWS keeps in every subnet: network, router, DNS, one for the future, broadcast (VPC user guide, subnet sizing). */
export const RESERVED_ADDRESSES = 5;

/**
 * The plan of a VPC block. Every place is fixed by the zone's position alone, so adding a zone moves nothing:
 *
 *     1st to 3rd quarter   private subnet of the 1st to 3rd zone: pods take VPC addresses, so these are as large as they can be
 *     4th quarter, 1st half   public subnets, four places of 1/32: load balancers and NAT gateways
 *     4th quarter, 2nd half   data subnets, four places of 1/64: stores and mount targets; the rest, 1/16 of the VPC, stays free
 *
 * 10.20.0.0/16 gives private /18, public /21, data /22; a /20 gives /22, /25 and /26. The fourth places and the free block are room
 * for what comes later; a fourth zone would have no private block, and config allows three.
 */
const PRIVATE = { place: 0, bits: 2 } as const;
const PUBLIC = { place: 24, bits: 5 } as const;
const DATA = { place: 56, bits: 6 } as const;

/** Zones that the plan has private blocks for. */
export const MAX_ZONES = 3;

/** VPC prefixes that the plan works for: AWS takes /16 to /28, and a data subnet, 1/64 of the VPC, must be /28 or larger. */
export const VPC_PREFIX = { shortest: 16, longest: 22 } as const;

/** Blocks of each kind, in zone order. Throws for what the configuration checks refuse. */
export function subnetPlan(cidr: string, zones: number): SubnetPlan {
    const vpc = parse(cidr);
    if (!isCanonical(cidr)) throw new RangeError(`${cidr} is not a network address`);
    if (vpc.prefix < VPC_PREFIX.shortest || vpc.prefix > VPC_PREFIX.longest)
        throw new RangeError(`a VPC for this plan is /${VPC_PREFIX.shortest} to /${VPC_PREFIX.longest}, not ${cidr}`);
    if (!Number.isInteger(zones) || zones < 1 || zones > MAX_ZONES)
        throw new RangeError(`the plan has room for 1 to ${MAX_ZONES} zones, not ${zones}`);

    const places = ({ place, bits }: { readonly place: number; readonly bits: number }) =>
        Array.from({ length: zones }, (_, zone) => format(part(vpc, bits, place + zone)));
    return { public: places(PUBLIC), private: places(PRIVATE), data: places(DATA) };
}

/** How many addresses a block has. */
export function addressesIn(cidr: string): number {
    return size(parse(cidr));
}

/** How many addresses of a subnet can be given to interfaces: AWS keeps five. */
export function assignableIn(cidr: string): number {
    return Math.max(0, addressesIn(cidr) - RESERVED_ADDRESSES);
}

/** Whether two blocks share an address. */
export function overlaps(one: string, other: string): boolean {
    const [a, b] = [parse(one), parse(other)];
    return a.first < b.first + size(b) && b.first < a.first + size(a);
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: string, inner: string): boolean {
    const [a, b] = [parse(outer), parse(inner)];
    return a.first <= b.first && b.first + size(b) <= a.first + size(a);
}

/** Whether no host bit is set: 10.20.0.0/16 is canonical, 10.20.0.7/16 is not. */
export function isCanonical(cidr: string): boolean {
    return canonical(cidr) === cidr;
}

/** The block that an address with a prefix lies in: 10.20.0.0/16 for 10.20.0.7/16. */
export function canonical(cidr: string): string {
    return format(parse(cidr));
}

/** Length of the prefix: 16 for 10.20.0.0/16. */
export function prefixOf(cidr: string): number {
    return parse(cidr).prefix;
}

/** Host bits are dropped. */
function parse(cidr: string): Block {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
    const [a = NaN, b = NaN, c = NaN, d = NaN, prefix = NaN] = (match ?? []).slice(1).map(Number);
    if ([a, b, c, d].some((octet) => !(octet <= 255)) || !(prefix <= 32))
        throw new RangeError(`${cidr} is not an IPv4 CIDR block`);
    // Arithmetic, not bit operators: those work on signed 32-bit numbers.
    const address = ((a * 256 + b) * 256 + c) * 256 + d;
    return { first: address - (address % 2 ** (32 - prefix)), prefix };
}

function format({ first, prefix }: Block): string {
    const octets = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((weight) => Math.floor(first / weight) % 256);
    return `${octets.join(".")}/${String(prefix)}`;
}

function size({ prefix }: Block): number {
    return 2 ** (32 - prefix);
}

/** The n-th of the 2^bits equal parts of a block. */
function part(block: Block, bits: number, n: number): Block {
    const prefix = block.prefix + bits;
    return { first: block.first + n * 2 ** (32 - prefix), prefix };
}
