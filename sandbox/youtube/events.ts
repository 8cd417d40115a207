/** Everything the stand-in YouTube remembers, one JSON line each; its state is these lines replayed. */

export interface StoredSnippet {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly categoryId: string;
  readonly defaultLanguage?: string;
  readonly defaultAudioLanguage?: string;
}

export interface StoredStatus {
  readonly privacyStatus: "private" | "unlisted" | "public";
  /** ISO instant; only together with `private`. */
  readonly publishAt?: string;
  readonly license: string;
  readonly embeddable: boolean;
  readonly publicStatsViewable: boolean;
  readonly containsSyntheticMedia?: boolean;
  readonly selfDeclaredMadeForKids?: boolean;
}

export interface VideoMetadata {
  readonly snippet: StoredSnippet;
  readonly status: StoredStatus;
}

interface At {
  /** ISO instant. */
  readonly at: string;
}

export type YoutubeEvent = At &
  (
    | {
        readonly kind: "request";
        readonly method: string;
        readonly path: string;
        /** 0: the connection closed before an answer. */
        readonly status: number;
        readonly contentRange?: string;
        readonly bodyBytes?: number;
        readonly fault?: string;
      }
    | {
        readonly kind: "code_issued";
        readonly codeHash: string;
        readonly account: string;
        readonly clientId: string;
        readonly redirectUri: string;
        readonly scope: string;
        readonly codeChallenge: string | null;
        readonly offline: boolean;
        readonly expiresAtMs: number;
      }
    | { readonly kind: "client_registered"; readonly clientId: string; readonly secretHash: string }
    | {
        readonly kind: "grant_made";
        readonly grantId: string;
        readonly codeHash: string;
        readonly account: string;
        readonly clientId: string;
        readonly scope: string;
        readonly refreshTokenHash: string | null;
      }
    | {
        readonly kind: "access_token_issued";
        readonly tokenHash: string;
        readonly grantId: string;
        readonly expiresAtMs: number;
      }
    | { readonly kind: "access_token_expired"; readonly tokenHash: string }
    | { readonly kind: "grant_revoked"; readonly grantId: string }
    | {
        readonly kind: "quota_spent";
        readonly clientId: string;
        readonly day: string;
        readonly bucket: string;
        readonly units: number;
      }
    | {
        readonly kind: "session_opened";
        readonly sessionId: string;
        readonly account: string;
        readonly parts: readonly string[];
        readonly metadata: VideoMetadata;
        /** X-Upload-Content-Length; null when the caller did not say. */
        readonly totalBytes: number | null;
        readonly contentType: string;
        readonly expiresAtMs: number;
      }
    | { readonly kind: "bytes_received"; readonly sessionId: string; readonly receivedBytes: number }
    | { readonly kind: "session_lost"; readonly sessionId: string }
    | {
        readonly kind: "video_inserted";
        readonly videoId: string;
        readonly sessionId: string;
        readonly bytes: number;
        readonly sha256: string;
        /** Length of the movie; null: the file is no video, processing fails. */
        readonly durationMs: number | null;
      }
    | { readonly kind: "video_updated"; readonly videoId: string; readonly metadata: VideoMetadata }
    | { readonly kind: "video_deleted"; readonly videoId: string }
    | {
        readonly kind: "thumbnail_set";
        readonly videoId: string;
        readonly contentType: string;
        readonly bytes: number;
        readonly sha256: string;
      }
    | {
        readonly kind: "caption_inserted";
        readonly captionId: string;
        readonly videoId: string;
        readonly language: string;
        readonly name: string;
        readonly isDraft: boolean;
        readonly bytes: number;
        readonly sha256: string;
      }
    | {
        readonly kind: "caption_updated";
        readonly captionId: string;
        readonly videoId: string;
        readonly bytes: number;
        readonly sha256: string;
      }
  );

/** An event as its maker writes it: the store adds the instant. */
export type NewYoutubeEvent = YoutubeEvent extends infer Each ? (Each extends At ? Omit<Each, "at"> : never) : never;

/** Only the store writes the log, so a line that has a kind is an event. */
export function isYoutubeEvent(value: unknown): value is YoutubeEvent {
  return typeof value === "object" && value !== null && "kind" in value && "at" in value;
}
