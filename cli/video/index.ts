import type { Noun } from "../command.ts";
import { videoApprove } from "./approve.ts";
import { videoCosts } from "./costs.ts";
import { videoDownload } from "./download.ts";
import { videoEdit } from "./edit.ts";
import { videoInspect } from "./inspect.ts";
import { videoList } from "./list.ts";
import { videoLocalise } from "./localise.ts";
import { videoPreview } from "./preview.ts";
import { videoPublish } from "./publish.ts";
import { videoRaiseCap } from "./raise-cap.ts";
import { videoReject } from "./reject.ts";
import { videoRender } from "./render.ts";
import { videoResume } from "./resume.ts";
import { videoShow } from "./show.ts";
import { videoStatus } from "./status.ts";
import { videoUpload } from "./upload.ts";
import { videoVersions } from "./versions.ts";
import { videoWatch } from "./watch.ts";

export const video: Noun = {
  name: "video",
  summary: "Follow, decide on and fetch videos",
  commands: [
    videoList,
    videoShow,
    videoStatus,
    videoWatch,
    videoDownload,
    videoApprove,
    videoReject,
    videoEdit,
    videoPublish,
    videoVersions,
    videoLocalise,
    videoRaiseCap,
    videoResume,
    videoCosts,
    videoRender,
    videoPreview,
    videoInspect,
    videoUpload,
  ],
};
