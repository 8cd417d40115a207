import { spawn } from "node:child_process";

/** Reads `+<group>` and `-<group>` until its input ends, which is when the supervisor is gone, however it went. */
const SCRIPT = `
groups=""
while read -r line; do
  case "$line" in
    +*) groups="$groups \${line#+}" ;;
    -*) kept=""; for group in $groups; do [ "$group" = "\${line#-}" ] || kept="$kept $group"; done; groups="$kept" ;;
  esac
done
for group in $groups; do kill -KILL -- "-$group" 2>/dev/null; done
`;

export interface GroupReaper {
  add(group: number): void;
  remove(group: number): void;
  close(): void;
}

/**
 * Kills the process groups of the children when the supervisor dies without stopping them: grandchildren too
 * (an encoder under a killed worker), which a parent-death signal does not reach.
 */
export function startGroupReaper(): GroupReaper {
  const shell = spawn("sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  return {
    add: (group) => void shell.stdin.write(`+${group}\n`),
    remove: (group) => void shell.stdin.write(`-${group}\n`),
    close: () => void shell.stdin.end(),
  };
}
