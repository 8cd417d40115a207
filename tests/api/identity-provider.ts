import { once } from "node:events";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

/** The person who sits at the provider's sign-in page. */
export interface Person {
  readonly accountId: string;
  readonly email: string;
  readonly isVerified: boolean;
}

export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly persons: Map<string, Person>;
  /** Goes to the address as one browser would, signs in as the person when asked, returns the address it is sent back to. */
  visit(browser: Browser, url: string, person: Person): Promise<URL>;
}

/** The cookies of one browser at the provider. */
export type Browser = Map<string, string>;

export const CLIENT_ID = "longtake-test";
export const CLIENT_SECRET = "a secret shared with the provider";

/** A provider that is certified for the protocol, on this machine, with its development pages for signing in. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  const persons = new Map<string, Person>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: ["a key for tests"] },
    findAccount: (_context, accountId) => {
      const person = persons.get(accountId);
      if (!person) return undefined;
      return {
        accountId,
        claims: () => ({ sub: accountId, email: person.email, email_verified: person.isVerified }),
      };
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => void answer(request, response));
  return {
    issuer,
    persons,
    async visit(browser, url, person) {
      persons.set(person.accountId, person);
      let next = await go(browser, url);
      while (next.origin === issuer) {
        next = next.pathname.startsWith("/interaction/")
          ? await answerPage(browser, next, person.accountId)
          : await go(browser, next.href);
      }
      return next;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The development pages ask for a name, then for consent; both are forms that say which they are. */
async function answerPage(browser: Browser, page: URL, accountId: string): Promise<URL> {
  const html = await (await send(browser, page.href)).text();
  const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1];
  if (prompt === undefined) throw new Error(`not a page to sign in: ${html.slice(0, 500)}`);
  const form = new URLSearchParams(prompt === "login" ? { prompt, login: accountId, password: "any" } : { prompt });
  return go(browser, page.href, { method: "POST", body: form });
}

async function go(browser: Browser, url: string, init: RequestInit = {}): Promise<URL> {
  const response = await send(browser, url, init);
  const location = response.headers.get("location");
  if (location === null)
    throw new Error(`${response.status} without a way on: ${(await response.text()).slice(0, 800)}`);
  return new URL(location, url);
}

async function send(browser: Browser, url: string, init: RequestInit = {}): Promise<Response> {
  const cookie = [...browser].map(([name, value]) => `${name}=${value}`).join("; ");
  const response = await fetch(url, { ...init, redirect: "manual", headers: { cookie } });
  for (const line of response.headers.getSetCookie()) {
    const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
    if (value === "") browser.delete(name);
    else browser.set(name, value);
  }
  return response;
}
