import type { Noun } from "../command.ts";
import { userCreate } from "./create.ts";
import { userGrant } from "./grant.ts";
import { userList } from "./list.ts";
import { userRevoke } from "./revoke.ts";
import { userRights } from "./rights.ts";

export const user: Noun = {
  name: "user",
  summary: "Create and list people, and give them rights for a time",
  commands: [userCreate, userList, userGrant, userRights, userRevoke],
};
