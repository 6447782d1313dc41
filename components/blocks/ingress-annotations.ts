/** What an Ingress tells the AWS Load Balancer Controller ("Ingress annotations"). What they do not say, the class says for all (cluster/ingress-class.ts). */
import type { StoredSecret } from "../handles";
import { LOAD_BALANCER_DRAIN, type Duration, type IngressSite } from "../workload";

/** Login at the load balancer by OpenID Connect (Elastic Load Balancing, "Authenticate users using an Application Load Balancer"). */
export interface LoadBalancerLogin {
    readonly issuer: string;
    readonly clientId: string;
    readonly authUrl: string;
    readonly tokenUrl: string;
    readonly userUrl: string;
    /** The client's secret. */
    readonly secret: StoredSecret;
}

interface Annotated {
    readonly healthPath?: string;
    readonly sticky?: Duration;
    readonly login?: LoadBalancerLogin;
    /** Secret with the client's id and secret, in the same namespace. */
    readonly loginSecret?: string;
}

export function annotations({ healthPath = "/health", sticky, login, loginSecret }: Annotated, ingress: IngressSite) {
    const target = {
        "deregistration_delay.timeout_seconds": LOAD_BALANCER_DRAIN.seconds,
        ...(sticky && { "stickiness.enabled": true, "stickiness.lb_cookie.duration_seconds": sticky.seconds }),
    };
    return {
        // By itself the provider would wait for pods too (its "Ingress": endpoints of each path), and the address is all that the name needs.
        "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].hostname}",
        "alb.ingress.kubernetes.io/listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
        "alb.ingress.kubernetes.io/ssl-redirect": "443",
        "alb.ingress.kubernetes.io/certificate-arn": ingress.certificateArn,
        "alb.ingress.kubernetes.io/healthcheck-path": healthPath,
        "alb.ingress.kubernetes.io/success-codes": "200",
        "alb.ingress.kubernetes.io/target-group-attributes": Object.entries(target)
            .map(([key, value]) => `${key}=${String(value)}`)
            .join(","),
        ...(login && loginSecret !== undefined && loginAnnotations(login, loginSecret)),
    };
}

/** Who has no session is sent to the provider's page; nothing reaches a pod before. */
const loginAnnotations = ({ issuer, authUrl, tokenUrl, userUrl }: LoadBalancerLogin, secretName: string) => ({
    "alb.ingress.kubernetes.io/auth-type": "oidc",
    "alb.ingress.kubernetes.io/auth-on-unauthenticated-request": "authenticate",
    "alb.ingress.kubernetes.io/auth-scope": "openid profile email",
    "alb.ingress.kubernetes.io/auth-idp-oidc": JSON.stringify({
        ...{ issuer, authorizationEndpoint: authUrl, tokenEndpoint: tokenUrl, userInfoEndpoint: userUrl },
        secretName,
    }),
});
