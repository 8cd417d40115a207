import { defineSearchAttributeKey, SearchAttributeType } from "@temporalio/common";

/** Typed keys of what `temporal-config.yaml` declares; never personal data, never text with spaces of meaning. */
export const stageKey = defineSearchAttributeKey("Stage", SearchAttributeType.KEYWORD);
export const waitingForKey = defineSearchAttributeKey("WaitingFor", SearchAttributeType.KEYWORD);
export const channelIdKey = defineSearchAttributeKey("ChannelId", SearchAttributeType.KEYWORD);
export const videoIdKey = defineSearchAttributeKey("VideoId", SearchAttributeType.KEYWORD);
export const platformKey = defineSearchAttributeKey("Platform", SearchAttributeType.KEYWORD);
export const errorCodeKey = defineSearchAttributeKey("ErrorCode", SearchAttributeType.KEYWORD);
export const nextDeadlineKey = defineSearchAttributeKey("NextDeadline", SearchAttributeType.DATETIME);
export const costMicroUsdKey = defineSearchAttributeKey("CostMicroUsd", SearchAttributeType.INT);
export const qualityScoreKey = defineSearchAttributeKey("QualityScore", SearchAttributeType.INT);
export const needsPersonKey = defineSearchAttributeKey("NeedsPerson", SearchAttributeType.BOOL);

export const searchAttributeNames = [
  stageKey,
  waitingForKey,
  channelIdKey,
  videoIdKey,
  platformKey,
  errorCodeKey,
  nextDeadlineKey,
  costMicroUsdKey,
  qualityScoreKey,
  needsPersonKey,
].map(({ name }) => name);
