import { required, text } from "../flags.ts";

export const userIdFlag = required(text("--user-id <YourUserId>", "Person"));

export interface RightRow {
  readonly rightId: string;
  readonly right: string;
  readonly channelId: string | null;
  readonly from: string;
  readonly until: string | null;
  readonly revokedAt: string | null;
  readonly isValidNow: boolean;
  readonly reason: string;
}

export function rightsPath(userId: string, rightId?: string): string {
  const path = `/users/${encodeURIComponent(userId)}/rights`;
  return rightId === undefined ? path : `${path}/${encodeURIComponent(rightId)}`;
}
