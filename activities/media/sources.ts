import type { DownloadMedia } from "../../clients/stock-media/download.ts";
import type { MediaFolder } from "../../clients/stock-media/folder.ts";
import type { ProbeMedia } from "../../clients/stock-media/probe.ts";
import type { StockLibrary } from "../../clients/stock-media/stock-media.ts";
import type { GivenFile, MediaUse } from "../../db/queries/media-uses.ts";

/** Where foreign pictures come from in this installation. A library is there when its key is. */
export interface MediaSources {
  readonly libraries: { readonly pexels?: StockLibrary; readonly pixabay?: StockLibrary };
  readonly folder: MediaFolder | null;
  readonly download: DownloadMedia;
  readonly probe: ProbeMedia;
  readonly uses: MediaUses;
  /** What people said about files that they uploaded. */
  readonly givenFiles: (objectKeys: readonly string[]) => Promise<readonly GivenFile[]>;
}

/** What the channel has shown: kept by the database, so that it outlives the files. */
export interface MediaUses {
  recent(input: {
    readonly videoId: string;
    readonly channelId: string;
    readonly videos: number;
  }): Promise<readonly Pick<MediaUse, "source" | "assetId">[]>;
  record(input: {
    readonly videoId: string;
    readonly channelId: string;
    readonly uses: readonly MediaUse[];
    /** Scenes of before, by scene of now, that keep what they show. */
    readonly keep?: readonly (number | null)[];
  }): Promise<void>;
}
