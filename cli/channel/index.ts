import type { Noun } from "../command.ts";
import { channelConnect } from "./connect.ts";
import { channelCreate } from "./create.ts";
import { channelDisconnect } from "./disconnect.ts";
import { channelList } from "./list.ts";
import { channelRewrap } from "./rewrap.ts";
import { channelShow } from "./show.ts";
import { channelUpdate } from "./update.ts";

export const channel: Noun = {
  name: "channel",
  summary: "Manage channels and their platform accounts",
  commands: [channelCreate, channelList, channelShow, channelUpdate, channelConnect, channelDisconnect, channelRewrap],
};
