import { DefaultFailureConverter } from "@temporalio/common";

/** Messages and stack traces go through the codec too: they can hold topics, titles and addresses. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
