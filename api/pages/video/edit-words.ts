import type { VideoEdit } from "../../../domain/video/video-edits.ts";

/** An edit as a line of the list of versions. */
export function editWords(edit: VideoEdit): string {
  switch (edit.kind) {
    case "replace_scene":
      return `Scene ${edit.scene} was replaced`;
    case "rewrite_line":
      return `Scene ${edit.scene}, line ${edit.line}: “${edit.text}”`;
    case "insert_scene":
      return `A scene came in as number ${edit.scene}`;
    case "remove_scene":
      return `Scene ${edit.scene} was taken out`;
    case "voice":
      return `Voice ${edit.voice}`;
    case "music":
      return `Music: ${edit.music.source}`;
    case "look":
      return `Look: ${Object.keys(edit.look).join(", ")}`;
    case "aspect":
      return `Shape ${edit.aspect}`;
    case "scene_media":
      return `Scene ${edit.scene} got another picture`;
    case "title":
      return `Title “${edit.title}”`;
    case "publishing":
      if (edit.description !== undefined)
        return edit.description === null ? "The script’s description" : "Another description";
      return edit.publishAt ? `Public at ${edit.publishAt}` : `To be published ${edit.privacy ?? "at once"}`;
    case "thumbnail":
      return "Another thumbnail";
    default:
      return `Another file of ${edit.kind}`;
  }
}
