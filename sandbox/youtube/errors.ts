/** A refusal in the body that Google's APIs send. */
export class GoogleError extends Error {
  override readonly name = "GoogleError";
  readonly status: number;
  readonly reason: string;
  readonly domain: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly location: { readonly location: string; readonly locationType: string } | undefined;

  constructor(
    status: number,
    reason: string,
    message: string,
    options: {
      readonly domain?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly location?: { readonly location: string; readonly locationType: string };
    } = {},
  ) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.domain = options.domain ?? "youtube.api";
    this.headers = options.headers ?? {};
    this.location = options.location;
  }

  toResponse(): Response {
    const { status, message, reason, domain } = this;
    const statusName = STATUS_NAMES[status];
    const body = {
      error: {
        code: status,
        message,
        errors: [{ message, domain, reason, ...this.location }],
        ...(statusName === undefined ? {} : { status: statusName }),
      },
    };
    return Response.json(body, { status, headers: this.headers });
  }
}

const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

export function badRequest(reason: string, message: string, location?: string): GoogleError {
  return new GoogleError(400, reason, message, {
    domain: "youtube.video",
    ...(location === undefined ? {} : { location: { location, locationType: "other" } }),
  });
}

export function videoNotFound(): GoogleError {
  return new GoogleError(404, "videoNotFound", "The video that you are trying to use cannot be found.", {
    domain: "youtube.video",
    location: { location: "videoId", locationType: "parameter" },
  });
}

export function invalidCredentials(): GoogleError {
  return new GoogleError(
    401,
    "authError",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
    {
      domain: "global",
      headers: { "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
      location: { location: "Authorization", locationType: "header" },
    },
  );
}
