import { z } from "zod";

const TaskQueueDescription = z.object({ pollers: z.array(z.object({ identity: z.string() })).default([]) });

/**
 * True when the process polls every one of the task queues, by Temporal's own account (asked through the Web UI's
 * HTTP interface). A worker's identity starts with its pid.
 */
export async function workersPoll(question: {
  uiUrl: string;
  namespace: string;
  queues: readonly string[];
  pid: number;
}): Promise<boolean> {
  const { uiUrl, namespace, queues, pid } = question;
  const polled = queues.map(async (queue) => {
    const path = `api/v1/namespaces/${encodeURIComponent(namespace)}/task-queues/${queue}`;
    const types = ["TASK_QUEUE_TYPE_WORKFLOW", "TASK_QUEUE_TYPE_ACTIVITY"];
    const found = await Promise.all(types.map((type) => pollers(`${uiUrl}/${path}?taskQueueType=${type}`)));
    return found.flat().some((identity) => identity.startsWith(`${pid}@`));
  });
  return (await Promise.all(polled)).every(Boolean);
}

async function pollers(url: string): Promise<readonly string[]> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    if (!response.ok) return [];
    return TaskQueueDescription.parse(await response.json()).pollers.map((poller) => poller.identity);
  } catch {
    // Temporal is restarting: nobody polls.
    return [];
  }
}
