/** Whom the pods of Akosha talk to beside each other, and what they are told of it. */
import { internet, objects, type BucketAccess, type Reach } from "../../workload";
import type { Parts } from "./parts";
import { COLD_PREFIX } from "./settings";

/** The cold bucket, below the guide's bucket name. */
export const coldReach = ({ context }: Parts, access: BucketAccess): Reach =>
    objects(context.stores.cold(), COLD_PREFIX, access);

/** An external service verifies tokens. */
export const authReaches = ({ settings }: Parts): Reach[] => (settings.authService === undefined ? [] : [internet()]);

/**
 * Backend, bucket and region by the names that Akosha's config.py knows, the rest alike. One by one, because keys of the guide's Secrets
 * have dashes, which no shell takes in a variable's name.
 */
export const coldEnvironment = ({ settings: { storage } }: Parts) => ({
    AKOSHA_COLD_BACKEND: "s3",
    AKOSHA_COLD_BUCKET: { secret: storage, key: "bucket" },
    AKOSHA_COLD_PREFIX: { secret: storage, key: "prefix" },
    AKOSHA_COLD_REGION: { secret: storage, key: "region" },
    AKOSHA_COLD_ENDPOINT: { secret: storage, key: "endpoint" },
});

/** AKOSHA_REDIS_* as in config.py, the others as in api/middleware.py. */
export const serviceEnvironment = ({ settings: { redis, tokens, authService } }: Parts) => ({
    ...(redis && {
        AKOSHA_REDIS_HOST: { secret: redis, key: "redis-host" },
        AKOSHA_REDIS_PORT: { secret: redis, key: "redis-port" },
    }),
    ...(authService && {
        AKOSHA_AUTH_SERVICE_URL: { secret: authService, key: "auth-service-url" },
        AKOSHA_JWKS_URL: { secret: authService, key: "jwks-url" },
    }),
    // Akosha reads both from the environment and nowhere else (akosha/security.py), and asks nobody for a token unless told to.
    AKOSHA_AUTH_ENABLED: "true",
    AKOSHA_API_TOKEN: { secret: tokens, key: "api-token" },
    JWT_SECRET: { secret: tokens, key: "jwt-secret" },
});
