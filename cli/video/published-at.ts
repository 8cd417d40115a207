/** Where a video can be seen, in words for text output: a dry run has no address, and says so. */
export function publishedAt(url: string | null, isDryRun: boolean): string | null {
  return url ?? (isDryRun ? "not uploaded: dry run" : null);
}
