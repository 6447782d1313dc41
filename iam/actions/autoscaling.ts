import type { Rows } from "./row";

/** Node groups' own groups, which EKS makes: their names begin with eks-. */
const GROUP = "autoScalingGroup=*|{autoscalingGroupName}";

export const rows: Rows = {
    "aws:autoscaling/schedule:Schedule": {
        source: "autoscaling/schedule.go",
        self: GROUP,
        create: ["autoscaling:PutScheduledUpdateGroupAction ."],
        read: ["autoscaling:DescribeScheduledActions"],
        update: { "*": ["autoscaling:PutScheduledUpdateGroupAction ."] },
        delete: ["autoscaling:DeleteScheduledAction ."],
    },
    "aws:autoscaling/tag:Tag": {
        source: "autoscaling/group_tag.go",
        self: GROUP,
        create: ["autoscaling:CreateOrUpdateTags ."],
        read: ["autoscaling:DescribeTags"],
        update: { "*": ["autoscaling:CreateOrUpdateTags ."] },
        delete: ["autoscaling:DeleteTags ."],
    },
};
