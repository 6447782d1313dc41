/**
 * Hosted zones that Elastic Load Balancing keeps the names of Application Load Balancers in, per region: an alias record names one, and AWS
 * has no resource to read it from. AWS General Reference, "Elastic Load Balancing endpoints and quotas"; they never change.
 */
export const LOAD_BALANCER_ZONES: Readonly<Record<string, string>> = {
    "ap-northeast-1": "Z14GRHDCWA56QT",
    "ap-northeast-2": "ZWKZPGTI48KDX",
    "ap-south-1": "ZP97RAFLXTNZK",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-north-1": "Z23TAZ6LKFMNIO",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "eu-west-3": "Z3Q77PNBQS71R4",
    "sa-east-1": "Z2P70J7HTTTPLU",
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-gov-west-1": "Z33AYJ8TM3BH4J",
    "us-west-2": "Z1H1FL5HABSF5",
};
