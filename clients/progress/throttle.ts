/**
 * Sends the first value of a key at once, then at most one per `intervalMs`: always the newest, so the last value of a burst arrives.
 * `send` must not throw.
 */
export function createThrottle<Value>(intervalMs: number, send: (value: Value) => Promise<void>) {
  const lanes = new Map<string, { timer: NodeJS.Timeout; waiting?: Value }>();
  const sending = new Set<Promise<void>>();

  function dispatch(value: Value): void {
    const sent = send(value).finally(() => sending.delete(sent));
    sending.add(sent);
  }

  function pause(key: string): void {
    const timer = setTimeout(() => {
      const waiting = lanes.get(key)?.waiting;
      lanes.delete(key);
      if (waiting === undefined) return;
      dispatch(waiting);
      pause(key);
    }, intervalMs);
    lanes.set(key, { timer });
  }

  return {
    offer(key: string, value: Value): void {
      const lane = lanes.get(key);
      if (lane) {
        lane.waiting = value;
        return;
      }
      dispatch(value);
      pause(key);
    },
    /** Sends everything held back and waits until it is out. */
    async flush(): Promise<void> {
      for (const { timer, waiting } of lanes.values()) {
        clearTimeout(timer);
        if (waiting !== undefined) dispatch(waiting);
      }
      lanes.clear();
      await Promise.all(sending);
    },
  };
}
