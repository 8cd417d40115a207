import { createPublishingActivities } from "../activities/publishing/publishing.ts";
import { createCredentialCipher } from "../clients/credentials.ts";
import { createYoutube } from "../clients/youtube/youtube.ts";
import { createYoutubeAuthorization } from "../clients/youtube/authorization.ts";
import { createYoutubeQuota } from "../db/queries/youtube-quota.ts";
import { AppError } from "../domain/errors.ts";
import { youtubeProject } from "../domain/quota/youtube.ts";
import type { Role } from "./role.ts";

/** Calls the outside platforms: one task queue each, so that each has its own rate. */
export const platforms: Role = async ({ environment, settings, db, storage, progress }) => {
  const required = (name: "YOUTUBE_CLIENT_ID" | "YOUTUBE_CLIENT_SECRET"): string => {
    const value = environment[name];
    if (value === undefined) throw new AppError("invalid_input", `the platforms role needs ${name}`, { field: name });
    return value;
  };
  const credentials = createCredentialCipher(environment.LONGTAKE_CREDENTIAL_KEYS);
  const authorization = createYoutubeAuthorization({
    authorizationUrl: environment.YOUTUBE_AUTH_URL,
    tokenUrl: environment.YOUTUBE_TOKEN_URL,
    clientId: required("YOUTUBE_CLIENT_ID"),
    clientSecret: required("YOUTUBE_CLIENT_SECRET"),
  });
  const youtube = createYoutube(
    { apiUrl: environment.YOUTUBE_API_URL, watchUrl: environment.YOUTUBE_WATCH_URL, pace: settings.quotas.youtube },
    authorization,
    createYoutubeQuota({
      db,
      project: youtubeProject(required("YOUTUBE_CLIENT_ID")),
      settings: settings.quotas.youtube,
    }),
  );
  return [
    { taskQueue: "youtube", activities: createPublishingActivities({ db, storage, progress, youtube, credentials }) },
  ];
};
