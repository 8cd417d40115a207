import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

/** A folder of small pictures and clips, sound ones and hostile ones, made once for a test file. */
export function makeForeignFiles(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const ffmpeg = (...args: string[]): void => {
    execFileSync("ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", ...args]);
  };
  const film = "testsrc2=s=640x360:r=25:d=6";
  const small = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
  ffmpeg("testsrc2=s=1280x720:d=1:r=1", "-frames:v", "1", at("tide.jpg"));
  ffmpeg(film, ...small, at("tide-film.mp4"));

  // Frames at uneven distances, as screen recorders write them.
  ffmpeg(film, "-vf", "select='not(mod(n,7))+lt(mod(n,25),5)'", "-vsync", "vfr", ...small, at("uneven.mp4"));
  ffmpeg(film, ...small, at("flat.mp4"));
  const turned = ["-i", at("flat.mp4"), "-c", "copy", "-metadata:s:v", "rotate=90", at("turned.mp4")];
  execFileSync("ffmpeg", ["-v", "error", "-nostdin", ...turned]);

  const bytes = new Uint8Array(readFileSync(at("tide.jpg")));
  for (let index = 700; index < bytes.length; index += 41) bytes[index] = (bytes[index] ?? 0) ^ 0x5a;
  writeFileSync(at("corrupt.jpg"), bytes);
  copyFileSync(at("tide.jpg"), at("truncated.jpg"));
  truncateSync(at("truncated.jpg"), 9_000);
  copyFileSync(at("tide-film.mp4"), at("headless.mp4"));
  truncateSync(at("headless.mp4"), 30_000);
  const fast = ["-movflags", "+faststart", "-c", "copy", at("broken-off.mp4")];
  execFileSync("ffmpeg", ["-v", "error", "-nostdin", "-i", at("tide-film.mp4"), ...fast]);
  truncateSync(at("broken-off.mp4"), 30_000);

  writeFileSync(at("page.jpg"), "<!doctype html><title>Sign in</title>".padEnd(600, " "));
  writeFileSync(at("empty.png"), "");
  writeFileSync(at("huge.png"), hugePng());
  writeFileSync(at("drawing.png"), '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>');
  writeFileSync(at("playlist.mp4"), "#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");
  writeFileSync(at("list.jpg"), "ffconcat version 1.0\nfile /etc/passwd\n");
  ffmpeg("sine=duration=3", "-c:a", "aac", at("sound.mp4"));
  ffmpeg("testsrc2=s=32x32:d=1:r=1", "-frames:v", "1", at("tiny.jpg"));
  ffmpeg("testsrc2=s=640x360:r=25:d=0.2", ...small, at("blink.mp4"));
  symlinkSync("/etc/passwd", at("link.jpg"));
  symlinkSync("/etc", at("linked"));
}

/** Its header promises 60,000 × 60,000 pixels; the rest is a few hundred bytes. */
function hugePng(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const pixels = deflateSync(Buffer.alloc(240_001));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}
