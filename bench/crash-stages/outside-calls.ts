/** The calls that a video makes to the world outside, each with a video that makes it. */
export interface OutsideCall {
  readonly name: string;
  /** Folder of the stand-in's log, and the prefix of its switches; YouTube is at the root. */
  readonly standIn: "openai" | "elevenlabs" | "google-tts" | "pexels" | "pixabay" | "youtube";
  readonly method: "GET" | "POST" | "PUT";
  /** Regular expression over the path as the stand-in logs it. */
  readonly path: string;
  readonly isPaid: boolean;
  /** What the video asks for, so that the call is made. */
  readonly request: object;
}

const MODEL = { script: { source: "model" } } as const;
const TEMPLATE = { script: { source: "template" } } as const;

export const OUTSIDE_CALLS: readonly OutsideCall[] = [
  call("script by the model", "openai", "POST", "^/v1/chat/completions", true, MODEL),
  call("moderation", "openai", "POST", "^/v1/moderations", false, MODEL),
  call("speech, OpenAI", "openai", "POST", "^/v1/audio/speech", true, { ...TEMPLATE, voice: "openai:alloy" }),
  call("speech, ElevenLabs", "elevenlabs", "POST", "with-timestamps", true, {
    ...TEMPLATE,
    voice: "elevenlabs:21m00Tcm4TlvDq8ikWAM",
  }),
  call("speech, Google", "google-tts", "POST", "text:synthesize", true, {
    ...TEMPLATE,
    voice: "google:en-US-Neural2-C",
  }),
  call("search, Pexels", "pexels", "GET", "search", false, {
    ...TEMPLATE,
    media: { sources: ["pexels", "generated"] },
  }),
  call("search, Pixabay", "pixabay", "GET", "^/api", false, {
    ...TEMPLATE,
    media: { sources: ["pixabay", "generated"] },
  }),
  call("download, Pexels", "pexels", "GET", "^/_files/", false, {
    ...TEMPLATE,
    media: { sources: ["pexels", "generated"] },
  }),
  call("opening the upload", "youtube", "POST", "^/upload/youtube/v3/videos", false, TEMPLATE),
  call("upload", "youtube", "PUT", "^/upload/youtube/v3/videos", false, TEMPLATE),
  call("is it processed", "youtube", "GET", "^/youtube/v3/videos", false, TEMPLATE),
  call("thumbnail", "youtube", "POST", "^/upload/youtube/v3/thumbnails/set", false, TEMPLATE),
  call("captions", "youtube", "POST", "^/upload/youtube/v3/captions", false, TEMPLATE),
];

/** No video makes it by itself: somebody changes who may see one that is published. */
export const VISIBILITY = call("visibility", "youtube", "PUT", "^/youtube/v3/videos", false, TEMPLATE);

/** `lost`: the kill comes while the answer is on its way. `received`: just after it arrived. */
export const MOMENTS = ["lost", "received"] as const;
export type Moment = (typeof MOMENTS)[number];

function call(
  name: string,
  standIn: OutsideCall["standIn"],
  method: OutsideCall["method"],
  path: string,
  isPaid: boolean,
  request: object,
): OutsideCall {
  return { name, standIn, method, path, isPaid, request };
}
