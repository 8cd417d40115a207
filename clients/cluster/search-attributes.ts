import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import proto from "@temporalio/proto";
import type { Settings } from "../../config.ts";
import { AppError } from "../../domain/errors.ts";
import type { ClusterChange } from "./changes.ts";

const { IndexedValueType } = proto.temporal.api.enums.v1;
type TypeName = Settings["searchAttributes"][string];

const TYPES: Readonly<Record<TypeName, proto.temporal.api.enums.v1.IndexedValueType>> = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  Double: IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
  Bool: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  KeywordList: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
};
const nameOf = (type: number) => Object.entries(TYPES).find(([, value]) => value === type)?.[0] ?? `type ${type}`;

/** Attributes to add. Throws AppError `conflict` for one that exists with another type: a type never changes. */
export async function searchAttributeChanges(client: Client, settings: Settings): Promise<ClusterChange[]> {
  const { operatorService } = client.connection;
  const namespace = client.options.namespace;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const changes: ClusterChange[] = [];
  for (const [name, typeName] of Object.entries(settings.searchAttributes)) {
    const existing = customAttributes[name];
    if (existing === TYPES[typeName]) continue;
    if (existing !== undefined) {
      throw new AppError("conflict", `search attribute ${name} has type ${nameOf(existing)}, declared is ${typeName}`, {
        field: `searchAttributes.${name}`,
        remedy: "A type cannot change: declare the attribute under a new name and leave the old one to its histories.",
      });
    }
    const apply = async () => {
      await operatorService.addSearchAttributes({ namespace, searchAttributes: { [name]: TYPES[typeName] } });
    };
    changes.push({ kind: "create", what: `search attribute ${name}`, from: null, to: typeName, apply });
  }
  return changes;
}

const KNOWN_WITHIN_MS = 30_000;

/** A server learns of new attributes some seconds later; a workflow that sets one before that is put back. */
export async function waitUntilKnown(client: Client, names: readonly string[]): Promise<void> {
  const query = names.map((name) => `${name} is null`).join(" and ");
  for (const giveUpAtMs = Date.now() + KNOWN_WITHIN_MS; ; await sleep(200)) {
    try {
      await client.workflow.count(query);
      return;
    } catch (error) {
      if (Date.now() > giveUpAtMs) throw error;
    }
  }
}
