import { join } from "node:path";
import type { Environment } from "../../config.ts";
import { AppError } from "../../domain/errors.ts";
import type { ObjectStoreSettings } from "./storage.ts";

/** A folder or S3, as the environment says. Throws AppError `invalid_input` naming what S3 lacks. */
export function objectStoreSettings(environment: Environment): ObjectStoreSettings {
  if (environment.OBJECT_STORE_PATH !== undefined) return { kind: "folder", path: environment.OBJECT_STORE_PATH };
  const required = (name: "S3_ENDPOINT" | "S3_BUCKET" | "S3_ACCESS_KEY_ID" | "S3_SECRET_ACCESS_KEY"): string => {
    const value = environment[name];
    if (value === undefined) throw new AppError("invalid_input", `S3 needs ${name}`, { field: name });
    return value;
  };
  return {
    kind: "s3",
    endpoint: required("S3_ENDPOINT"),
    region: environment.S3_REGION ?? "us-east-1",
    bucket: required("S3_BUCKET"),
    accessKeyId: required("S3_ACCESS_KEY_ID"),
    secretAccessKey: required("S3_SECRET_ACCESS_KEY"),
    cachePath: join(environment.LONGTAKE_DATA_DIR, "object-cache"),
  };
}
