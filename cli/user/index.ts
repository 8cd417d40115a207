import type { Noun } from "../command.ts";
import { userCreate } from "./create.ts";
import { userList } from "./list.ts";

export const user: Noun = {
  name: "user",
  summary: "Create and list people",
  commands: [userCreate, userList],
};
