import { callingWorkflow } from "../activities/caller.ts";
import type { MediaSources } from "../activities/media/sources.ts";
import { createMediaDownload } from "../clients/stock-media/download.ts";
import { createMediaFolder } from "../clients/stock-media/folder.ts";
import { createPexels } from "../clients/stock-media/pexels.ts";
import { createPixabay } from "../clients/stock-media/pixabay.ts";
import { probeMedia } from "../clients/stock-media/probe.ts";
import { withSearchCache } from "../clients/stock-media/cache.ts";
import { givenFiles, recentMediaUses, recordMediaUses } from "../db/queries/media-uses.ts";
import type { Dependencies } from "./dependencies.ts";

/** Where the libraries keep their files; Pexels' older clips lie at Vimeo. */
const FILE_HOSTS = ["pexels.com", "pixabay.com", "vimeo.com", "vimeocdn.com"];

type MediaSettings = `${"PEXELS" | "PIXABAY"}_API_${"URL" | "KEY"}` | "LONGTAKE_MEDIA_FOLDER";
interface MediaDependencies extends Pick<Dependencies, "db" | "redis"> {
  readonly environment: Pick<Dependencies["environment"], MediaSettings>;
}

/** Foreign pictures as far as keys and folders are set: what is not set is missing, and said when a spec names it. */
export function mediaSources({ environment, db, redis }: MediaDependencies): MediaSources {
  const { PEXELS_API_KEY: pexelsKey, PIXABAY_API_KEY: pixabayKey, LONGTAKE_MEDIA_FOLDER: folder } = environment;
  const { PEXELS_API_URL: pexelsUrl, PIXABAY_API_URL: pixabayUrl } = environment;
  const pexels = pexelsKey && createPexels({ baseUrl: pexelsUrl, apiKey: pexelsKey }, redis);
  const pixabay = pixabayKey && createPixabay({ baseUrl: pixabayUrl, apiKey: pixabayKey }, redis);
  const origins = [pexelsUrl, pixabayUrl].map((url) => new URL(url).origin);
  return {
    libraries: {
      ...(pexels ? { pexels: withSearchCache(pexels, redis) } : {}),
      ...(pixabay ? { pixabay: withSearchCache(pixabay, redis) } : {}),
    },
    folder: folder === undefined ? null : createMediaFolder(folder),
    download: createMediaDownload({ hosts: FILE_HOSTS, origins }),
    probe: probeMedia,
    uses: {
      recent: ({ videoId, channelId, videos }) =>
        recentMediaUses(db, callingWorkflow(), { channelId, exceptVideoId: videoId, videos }),
      record: (input) => recordMediaUses(db, callingWorkflow(), input),
    },
    givenFiles: (objectKeys) => givenFiles(db, callingWorkflow(), objectKeys),
  };
}
