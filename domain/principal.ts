/** SEC-2: admin does all, operator reads, writes and executes, analyst reads, a service account acts through the API. */
export const ROLES = ["admin", "operator", "analyst", "service_account"] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = ["read", "write", "execute", "administer"] as const;
export type Action = (typeof ACTIONS)[number];

/** Who acts. Every query takes one, so that scope is checked and audit rows name it. */
export interface Principal {
  readonly kind: "user" | "api_key" | "token" | "workflow" | "system";
  /** User id, key id, token subject, workflow id, or the name of the process. */
  readonly id: string;
  readonly role: Role;
  /** Channels the principal may touch; absent means all. */
  readonly channelIds?: readonly string[];
  /** Requests a minute that the API takes; absent means as many as the setting gives every caller. */
  readonly requestsPerMinute?: number;
}

const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  admin: ["read", "write", "execute", "administer"],
  operator: ["read", "write", "execute"],
  analyst: ["read"],
  service_account: ["read", "write", "execute"],
};

export function mayDo(principal: Principal, action: Action, channelId?: string): boolean {
  if (!ALLOWED[principal.role].includes(action)) return false;
  return channelId === undefined || principal.channelIds === undefined || principal.channelIds.includes(channelId);
}

/** The principal of work that no person asked for: sweeps, schedules, start-up. */
export function systemPrincipal(id: string): Principal {
  return { kind: "system", id, role: "admin" };
}

/** The principal of a workflow acting on its own rows. */
export function workflowPrincipal(workflowId: string): Principal {
  return { kind: "workflow", id: workflowId, role: "admin" };
}
