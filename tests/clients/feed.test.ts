import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFeedReader } from "../../clients/feed.ts";
import { type Resolve, isPrivateAddress } from "../../clients/public-address.ts";

const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
  <item><title>Tides &amp; moons &#8217;26</title></item><item><title><![CDATA[The <i>deep</i> sea]]></title></item></channel></rss>`;
const PAGES: Readonly<Record<string, { status?: number; headers?: Record<string, string>; body?: string | Buffer }>> = {
  "/rss": { body: RSS },
  "/packed": { headers: { "content-encoding": "gzip" }, body: gzipSync(RSS) },
  "/swollen": { headers: { "content-encoding": "gzip" }, body: gzipSync("x".repeat(2_100_000)) },
  "/moved": { status: 301, headers: { location: "/rss" } },
  "/round": { status: 302, headers: { location: "/round" } },
  "/out": { status: 302, headers: { location: "file:///etc/passwd" } },
  "/json": { body: JSON.stringify({ version: "https://jsonfeed.org/version/1.1", items: [{ title: "One" }] }) },
  "/bomb": {
    body: `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>`,
  },
  "/huge": { body: "x".repeat(2_100_000) },
  "/html": { body: "<p>no feed" },
  "/gone": { status: 410 },
  "/busy": { status: 503 },
};

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { status = 200, headers = {}, body = "" } = PAGES[request.url ?? ""] ?? { status: 404 };
    response.writeHead(status, headers).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  base = `http://127.0.0.1:${address.port}`;
});
afterAll(() => void server.close());

const { signal } = new AbortController();
const titles = (path: string, allowsPrivate = true) => createFeedReader({ allowsPrivate }).titles(base + path, signal);

test("reads RSS and JSON, through a redirect and packed", async () => {
  expect(await titles("/packed")).toHaveLength(2);
  expect(await titles("/rss")).toEqual(["Tides & moons ’26", "The deep sea"]);
  expect(await titles("/moved")).toHaveLength(2);
  expect(await titles("/json")).toEqual(["One"]);
});

test.each([
  ["/round", "redirects too often"],
  ["/out", "has an http or https address"],
  ["/bomb", "is no feed"],
  ["/huge", "is larger than 2 MB"],
  ["/swollen", "is larger than 2 MB"],
  ["/html", "is no feed"],
  ["/gone", "answers 410"],
])("refuses %s: it %s", async (path, why) => {
  await expect(titles(path)).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining(why) });
});

test("a busy server is asked again, an address inside the private network never", async () => {
  await expect(titles("/busy")).rejects.toMatchObject({ code: "platform_unavailable", retryable: true });
  await expect(titles("/rss", false)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("private network"),
  });
});

/** A name that answers with the given addresses, and how often it was asked. */
function nameWith(...addresses: readonly string[]): { resolve: Resolve; asked: () => number } {
  let asked = 0;
  const resolve: Resolve = (_, __, answer) => {
    asked += 1;
    const family = (address: string) => (address.includes(":") ? 6 : 4);
    answer(
      null,
      addresses.map((address) => ({ address, family: family(address) })),
    );
  };
  return { resolve, asked: () => asked };
}

test("the address that is checked is the one that is connected to", async () => {
  const named = `http://feed.example:${new URL(base).port}/rss`;
  const local = nameWith("127.0.0.1");
  expect(await createFeedReader({ allowsPrivate: true, resolve: local.resolve }).titles(named, signal)).toHaveLength(2);
  // No second question that could be answered otherwise.
  expect(local.asked()).toBe(1);
  for (const { resolve } of [local, nameWith("192.0.2.1", "127.0.0.1")]) {
    await expect(createFeedReader({ allowsPrivate: false, resolve }).titles(named, signal)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("private network"),
    });
  }
});

test.each([
  ["10.1.2.3", true],
  ["169.254.169.254", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["::ffff:7f00:1", true],
  ["fe80::1%eth0", true],
  ["fd00::1", true],
  ["93.184.215.14", false],
  ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", false],
])("%s is private: %s", (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});
