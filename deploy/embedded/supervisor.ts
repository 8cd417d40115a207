import { startGroupReaper, type GroupReaper } from "./group-reaper.ts";
import { SupervisedChild, type ChildSpec } from "./supervised-child.ts";

export interface Supervisor {
  readonly children: readonly SupervisedChild[];
  /** Resolves when every child is ready; on a child that will not start, stops the others and throws its error. */
  start(): Promise<void>;
  /** Applications first, then servers; nothing is left after at most 15 s. */
  stop(): Promise<void>;
}

/** Applications may take the ten seconds that their own graceful stop may take; servers then have the rest. */
const GRACE_MS = { application: 10_500, server: 4000 } as const;

export function createSupervisor(
  specs: readonly ChildSpec[],
  place: { logs: string; onLine: (line: string) => void },
): Supervisor {
  const reaper = startGroupReaper();
  const children = specs.map((spec) => new SupervisedChild(spec, { ...place, reaper }));
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= stopAll(children, reaper));
  return {
    children,
    stop,
    async start() {
      try {
        await startInOrder(children, () => stopped !== null);
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

/** Each child starts as soon as those it names in `after` are ready; names that are not in the table do not count. */
async function startInOrder(children: readonly SupervisedChild[], isStopped: () => boolean): Promise<void> {
  const started = new Map<string, Promise<void>>();
  const startOne = (child: SupervisedChild): Promise<void> => {
    const known = started.get(child.name);
    if (known !== undefined) return known;
    const earlier = children.filter((each) => child.spec.after.includes(each.name));
    const before: Promise<unknown>[] = [...earlier.map(startOne), child.spec.prepare?.() ?? Promise.resolve()];
    const ready = Promise.all(before).then(() => (isStopped() ? undefined : child.start()));
    started.set(child.name, ready);
    return ready;
  };
  await Promise.all(children.map(startOne));
}

async function stopAll(children: readonly SupervisedChild[], reaper: GroupReaper): Promise<void> {
  for (const tier of ["application", "server"] as const) {
    const ofTier = children.filter((child) => child.spec.tier === tier);
    await Promise.all(ofTier.map((child) => child.stop(GRACE_MS[tier])));
  }
  reaper.close();
}
