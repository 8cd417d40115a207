import { ROUTES, type Route } from "./video/video.ts";

export type SlotCounts = Readonly<Record<Route, number>>;

/** GEN-2: three for the GPU route and four for CPU. */
export const RUN_SLOTS: SlotCounts = { gpu: 3, cpu: 4 };

/** Redis key: the encoder of rendering workers whose GPU passed its probe, set for a minute at a time. */
export const GPU_ENCODER_KEY = "encoder:gpu";
/** What encodes everywhere else. */
export const CPU_ENCODER = "libx264";

/**
 * Routes whose videos may take a slot now. Two pools of slots while the GPU route is open; one pool for
 * everybody while it is closed. Work lent a GPU slot keeps it, so the total is checked first.
 */
export function openRoutes(input: { held: SlotCounts; slots: SlotCounts; gpuOpen: boolean }): readonly Route[] {
  const { held, slots, gpuOpen } = input;
  if (held.gpu + held.cpu >= slots.gpu + slots.cpu) return [];
  return gpuOpen ? ROUTES.filter((route) => held[route] < slots[route]) : ROUTES;
}

/** Depth of the waiting line at which callers are warned, as a share of its capacity. */
export function queueWarning(depth: number, capacity: number): "queue_80" | "queue_95" | null {
  if (depth >= capacity * 0.95) return "queue_95";
  return depth >= capacity * 0.8 ? "queue_80" : null;
}

/** Milliseconds until a video at `position` is ready when every run takes the mean time and slots work in waves. */
export function waitMs(input: {
  readonly position: number;
  readonly heldSlots: number;
  readonly slots: SlotCounts;
  readonly meanRunMs: number;
}): number {
  const { position, heldSlots, slots, meanRunMs } = input;
  const wavesBefore = Math.floor((heldSlots + position - 1) / (slots.gpu + slots.cpu));
  return Math.round((wavesBefore + 1) * meanRunMs);
}
