import type { Noun } from "../command.ts";
import { keyCreate } from "./create.ts";
import { keyList } from "./list.ts";
import { keyRevoke } from "./revoke.ts";
import { keyRotate } from "./rotate.ts";

export const key: Noun = {
  name: "key",
  summary: "Create, rotate and revoke API keys",
  commands: [keyCreate, keyList, keyRotate, keyRevoke],
};
