/** One line of the diff between what `temporal-config.yaml` declares and what the cluster has. */
export interface ClusterChange {
  readonly kind: "create" | "change" | "delete";
  /** `namespace default`, `search attribute Stage`, `schedule sequence-audit`. */
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Makes it so; repeating it changes nothing. */
  apply(): Promise<void>;
}
