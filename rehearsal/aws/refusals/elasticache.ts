/** What ElastiCache refuses of a replication group and its users. */
import { repeated } from "../../../config/checks/check";
import { factsOf } from "../../cloud/store";
import { pendingOf } from "../memory";
import { text, texts, type Creation, type Deletion, type Refusal, type Rule, type Update } from "./refusal";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup";
const USER = "aws:elasticache/user:User";
const USER_GROUP = "aws:elasticache/userGroup:UserGroup";

const failoverHasReplica: Rule<Creation> = {
    id: "elasticache.failoverHasReplica",
    source: "elasticache CreateReplicationGroup, DecreaseReplicaCount: at least one replica while Multi-AZ is on",
    codes: ["elasticache:InvalidParameterCombination"],
    refuses: ({ type, inputs }) => {
        const on = inputs.automaticFailoverEnabled === true || inputs.multiAzEnabled === true;
        if (type !== GROUP || !on || Number(inputs.numCacheClusters ?? 1) > 1 || inputs.numNodeGroups !== undefined)
            return undefined;
        return combination(
            "numCacheClusters is 1 and automaticFailoverEnabled is true: there is no replica to fail over to",
            "set numCacheClusters to 2 or more, or turn automaticFailoverEnabled and multiAzEnabled off",
        );
    },
};

/** The provider sends the change of failover first; while that waits for the window, Multi-AZ still holds. */
const replicasWhilePending: Rule<Update> = {
    id: "elasticache.replicasWhilePending",
    source: "elasticache DecreaseReplicaCount, NewReplicaCount; ModifyReplicationGroup, ApplyImmediately",
    codes: ["elasticache:InvalidParameterCombination"],
    refuses: ({ type, inputs, object, store }) => {
        const facts = { ...factsOf(object), ...pendingOf(object, store) };
        const removes = Number(inputs.numCacheClusters) === 1 && Number(facts.numCacheClusters) > 1;
        const held = facts.automaticFailoverEnabled === true || facts.multiAzEnabled === true;
        if (type !== GROUP || !removes || !held || inputs.applyImmediately === true) return undefined;
        return combination(
            "numCacheClusters goes to 1, and Multi-AZ stays on until the maintenance window, because applyImmediately is off",
            "apply the change at once (applyImmediately), or turn failover off first and remove the replica after the window",
        );
    },
};

const engineGoesUp: Rule<Update> = {
    id: "elasticache.engineGoesUp",
    source: "elasticache ModifyReplicationGroup, EngineVersion: no downgrade",
    codes: ["elasticache:InvalidParameterCombination"],
    refuses: ({ type, inputs, object }) => {
        const facts = factsOf(object);
        if (type !== GROUP || inputs.engine !== facts.engine) return undefined;
        const [from, to] = [facts.engineVersion, inputs.engineVersion].map((each) => text(each).split(".").map(Number));
        const [[major = 0, minor = 0], [wanted = 0, below = 0]] = [from ?? [], to ?? []];
        if (wanted > major || (wanted === major && below >= minor)) return undefined;
        return combination(
            `engineVersion ${text(inputs.engineVersion)} is lower than ${text(facts.engineVersion)}: ElastiCache never goes back`,
            `set engineVersion to ${text(facts.engineVersion)} or higher; the older one wants a new group`,
        );
    },
};

const familyFits: Rule<Creation> = {
    id: "elasticache.familyFits",
    source: "elasticache CreateReplicationGroup, ModifyReplicationGroup; CreateCacheParameterGroup, CacheParameterGroupFamily",
    codes: ["elasticache:InvalidParameterCombination"],
    refuses: ({ type, inputs, store }) => {
        const group = type === GROUP ? store.find(PARAMETERS, text(inputs.parameterGroupName)) : undefined;
        if (group === undefined || inputs.engine !== "valkey") return undefined;
        const wanted = `valkey${text(inputs.engineVersion).split(".")[0] ?? ""}`;
        const { family } = factsOf(group);
        if (family === wanted) return undefined;
        return combination(
            `parameterGroupName is "${group.id}", of family ${text(family)}, and engineVersion is ${text(inputs.engineVersion)}`,
            `pass a parameter group of family ${wanted}`,
        );
    },
};

const defaultUser: Rule<Creation> = {
    id: "elasticache.defaultUser",
    source: "elasticache CreateUserGroup, ModifyUserGroup; https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
    codes: ["elasticache:DefaultUserRequired", "elasticache:DuplicateUserName"],
    refuses: ({ type, inputs, store }) => {
        if (type !== USER_GROUP) return undefined;
        const users = texts(inputs.userIds).map((id) => store.find(USER, id));
        if (users.includes(undefined)) return undefined;
        const names = users.map((user) => (user === undefined ? "" : text(factsOf(user).userName)));
        const twice = repeated(names)[0]?.value;
        if (twice !== undefined)
            return {
                code: "DuplicateUserName",
                problem: `userIds has two users of the name "${twice}"`,
                fix: "keep one of the two; a new password is a second one of the same user",
            };
        if (names.includes("default")) return undefined;
        return {
            code: "DefaultUserRequired",
            problem: 'userIds has no user of the name "default"',
            fix: 'add one of the name "default", which may be off',
        };
    },
};

const defaultUserStays: Rule<Deletion> = {
    id: "elasticache.defaultUserStays",
    source: "elasticache DeleteUser",
    codes: ["elasticache:DefaultUserAssociatedToUserGroup"],
    refuses: ({ object, store }) => {
        if (object.type !== USER || factsOf(object).userName !== "default") return undefined;
        const group = store.live(USER_GROUP).find((each) => texts(factsOf(each).userIds).includes(object.id));
        if (group === undefined) return undefined;
        return {
            code: "DefaultUserAssociatedToUserGroup",
            problem: `${object.id} is the default user of ${group.name}`,
            fix: "delete the user group first, or give it another default user",
        };
    },
};

const parametersPending: Rule<Deletion> = {
    id: "elasticache.parametersPending",
    source: "elasticache DeleteCacheParameterGroup; ModifyReplicationGroup, CacheParameterGroupName and ApplyImmediately",
    codes: ["elasticache:InvalidCacheParameterGroupState"],
    refuses: ({ object, store }) => {
        const user = store.live(GROUP).find((each) => pendingOf(each, store).parameterGroupName === object.id);
        if (object.type !== PARAMETERS || user === undefined) return undefined;
        return {
            code: "InvalidCacheParameterGroupState",
            problem: `${object.id} is in use by ${user.name} until its maintenance window: the change is pending`,
            fix: "delete it after the window, or apply the change at once (applyImmediately)",
        };
    },
};

export const cacheOnCreate: readonly Rule<Creation>[] = [failoverHasReplica, familyFits, defaultUser];
export const cacheOnUpdate: readonly Rule<Update>[] = [...cacheOnCreate, replicasWhilePending, engineGoesUp];
/** Before what holds any user: the default one has a word of its own. */
export const cacheOnDelete: readonly Rule<Deletion>[] = [defaultUserStays, parametersPending];

function combination(problem: string, fix: string): Refusal {
    return { code: "InvalidParameterCombination", problem, fix };
}
