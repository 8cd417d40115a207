import type { Noun } from "../command.ts";
import { fileList } from "./list.ts";
import { fileUpload } from "./upload.ts";

export const file: Noun = {
  name: "file",
  summary: "Give files to the platform and list them",
  commands: [fileUpload, fileList],
};
