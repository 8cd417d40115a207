type Works<Results extends readonly unknown[]> = {
  readonly [Place in keyof Results]: (signal: AbortSignal) => Promise<Results[Place]>;
};

/**
 * Runs works side by side and answers with their results in order. The first failure stops the others and is thrown once
 * all of them have ended, so that nothing goes on in a folder that is removed.
 */
export async function together<Results extends readonly unknown[]>(
  signal: AbortSignal,
  ...works: Works<Results>
): Promise<Results> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const begun = works.map(async (work) => {
    try {
      return await work(stop);
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  });
  const ended = await Promise.allSettled(begun);
  if (failure.signal.aborted) throw failure.signal.reason;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each place holds what its work answered
  return ended.map((each) => (each.status === "fulfilled" ? each.value : undefined)) as unknown as Results;
}
