/** A refusal in the body that OpenAI's API sends. */
export class OpenaiError extends Error {
  override readonly name = "OpenaiError";
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    options: {
      readonly type?: string;
      readonly param?: string;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.type = options.type ?? (status >= 500 ? "server_error" : "invalid_request_error");
    this.param = options.param ?? null;
    this.code = options.code ?? null;
    this.headers = options.headers ?? {};
  }

  toResponse(): Response {
    const { message, type, param, code, status, headers } = this;
    return Response.json({ error: { message, type, param, code } }, { status, headers });
  }
}

export function modelNotFound(model: string): OpenaiError {
  return new OpenaiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
    param: "model",
    code: "model_not_found",
  });
}

export function badRequest(message: string, param?: string): OpenaiError {
  return new OpenaiError(400, message, param === undefined ? {} : { param });
}
