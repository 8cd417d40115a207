import type { WorkflowDefinitionOptions } from "@temporalio/common";
import { workflowInfo } from "@temporalio/workflow";

/** Workers outside a deployment may not name a behaviour: the server refuses their workflow tasks. */
const versioned = () => Boolean(workflowInfo().currentDeploymentVersion?.deploymentName);

/** A run ends on the code it began with. */
export const pinned = (): WorkflowDefinitionOptions => (versioned() ? { versioningBehavior: "PINNED" } : {});

/** An endless run moves to the newest code. */
export const autoUpgrade = (): WorkflowDefinitionOptions => (versioned() ? { versioningBehavior: "AUTO_UPGRADE" } : {});
