/** Checks across keys: what AWS or Kubernetes would refuse late is refused here, before anything starts. */
import type { Problem } from "../problems";
import { related } from "../tree";
import * as access from "./access";
import * as attachments from "./attachments";
import * as budget from "./budget";
import * as data from "./data";
import * as domain from "./domain";
import * as egress from "./egress";
import * as endpoint from "./endpoint";
import * as endpoints from "./endpoints";
import * as existing from "./existing";
import * as vpc from "./existing-vpc";
import * as foreign from "./existing-cluster";
import * as images from "./images";
import * as monitoring from "./monitoring";
import * as names from "./names";
import * as network from "./network";
import * as capacity from "./node-capacity";
import * as nodes from "./node-groups";
import * as types from "./node-types";
import * as ports from "./ports";
import * as profile from "./profile";
import * as restores from "./restores";
import * as secrets from "./secrets";
import * as stores from "./stores";
import * as tags from "./tags";
import * as zones from "./zones";
import type { Check, Checked } from "./check";

/** What changes nothing whatever its value is: found although something is wrong there. */
export const { shadowed } = existing;

/** One value by itself, or against its twin: the others may only compare values that pass these. */
export const VALUES: readonly Check[] = [
    network.hostBits,
    network.endpointTwice,
    zones.zoneRegion,
    zones.zoneTwice,
    zones.controlPlane,
    endpoint.wholeInternet,
    endpoint.callerNobody,
    endpoint.callerTwice,
    vpc.sizes,
    access.serviceLinked,
    access.ssoPath,
    domain.length,
    domain.publicName,
    domain.amazons,
    domain.proof,
    domain.certificate,
    nodes.bounds,
    types.knownType,
    types.typeTwice,
    types.tooSmall,
    types.standardImage,
    stores.postgresClass,
    stores.cacheNode,
    stores.windowLength,
    budget.risingPercents,
    budget.emailTwice,
    budget.nobody,
    monitoring.nobody,
    names.stackName,
    secrets.uselessExcuse,
    tags.tagReserved,
    tags.tagCopied,
    names.memstackBounds,
];

/** Values against each other. */
export const RELATIONS: readonly Check[] = [
    network.size,
    network.privateRange,
    network.dockerRange,
    network.runnerOverlap,
    network.serviceOverlap,
    endpoint.networkNobody,
    attachments.overlapsVpc,
    attachments.routedTwice,
    attachments.tooManyRoutes,
    attachments.noWay,
    attachments.noWayToStore,
    zones.zoneCount,
    zones.clusterZones,
    zones.loadBalancerZone,
    egress.noNatEndpoints,
    egress.noNatProviders,
    egress.noNatImages,
    endpoint.privateCaller,
    endpoint.noRunner,
    endpoint.vpnWithoutCidrs,
    endpoint.cidrsWithoutRunner,
    endpoint.runnerOutside,
    access.noAdmin,
    access.sameName,
    access.otherPartition,
    access.boundary,
    nodes.oneArchitecture,
    nodes.oneShape,
    nodes.versionSkew,
    nodes.reservedLabels,
    nodes.reservedTaints,
    nodes.taintTwice,
    nodes.groupNames,
    nodes.imageArchitecture,
    nodes.groupCount,
    capacity.everyPurpose,
    capacity.somewhereUntainted,
    profile.nat,
    profile.redisReplicas,
    profile.postgresStandby,
    profile.systemSpot,
    profile.systemSpread,
    profile.memstackReplicas,
    stores.storageRoom,
    restores.postgres,
    restores.redis,
    restores.cold,
    restores.files,
    restores.volumes,
    stores.connections,
    stores.coldAges,
    stores.windowOverlap,
    data.postgresBackups,
    data.redisSnapshots,
    data.volumeBackups,
    images.standInProduction,
    images.absentData,
    images.mirrorUnused,
    images.mirrorOfMirror,
    images.loginUseless,
    images.loginTooEarly,
    ports.samePod,
    endpoints.internalController,
    monitoring.unknownReceiver,
    monitoring.unknownSystem,
    monitoring.deadMansSwitch,
    monitoring.unusedReceiver,
    monitoring.unusedSecret,
    monitoring.unreachableRoute,
    existing.unused,
    existing.keyPlace,
    existing.subnetCount,
    existing.subnetTwice,
    existing.subnetsInside,
    existing.subnetsApart,
    existing.sameDoor,
    vpc.apart,
    vpc.idleEndpoints,
    existing.publicSubnets,
    foreign.clusterNetwork,
    foreign.missingHandle,
    foreign.unusedHandle,
    foreign.foreignNames,
    tags.tagCount,
    tags.tagCase,
    names.companyNamespace,
    names.noCompanies,
    names.rewriteConflict,
];

/** Sums over many keys: they only speak when nothing that they add up is wrong. */
export const SUMS: readonly Check[] = [
    egress.noNatMonitoring,
    capacity.roomForPods,
    capacity.roomForAkosha,
    capacity.addresses,
    capacity.existingAddresses,
    budget.aboveFloor,
];

/** `broken`: paths that are wrong already. */
export function checks(checked: Checked, broken: readonly string[]): Problem[] {
    const useless = shadowed.find(checked).map((problem) => ({ ...problem, check: shadowed.id }));
    return [VALUES, RELATIONS, SUMS].reduce<Problem[]>((problems, stage) => {
        const wrong = [...broken, ...problems.map(({ path }) => path)];
        const isWrong = (path: string) => wrong.some((key) => related(key, path));
        const found = stage
            .filter(({ reads }) => !reads.some(isWrong))
            .flatMap(({ id, find }) => find(checked).map((problem) => ({ ...problem, check: id })));
        return [...problems, ...found.filter(({ path }) => !isWrong(path))];
    }, useless);
}
