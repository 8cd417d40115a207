import { loadAssets } from "../../api/pages/assets.ts";
import type { Frame } from "../../api/pages/layout.ts";
import type { videoPage } from "../../api/pages/video/page.ts";

/** Around every page: its files, and an operator who has signed in. */
export const frame: Frame = {
  assetUrl: loadAssets().assetUrl,
  webUiUrl: "http://127.0.0.1:8233",
  reader: { principal: { kind: "user", id: "u1", role: "operator" }, csrfToken: "csrf-1" },
};

/** What `html` makes: a string object that knows it is escaped. */
export function textOf(page: ReturnType<typeof videoPage>): string {
  if (page instanceof Promise) throw new TypeError("a page that waits for something");
  return page.toString();
}
