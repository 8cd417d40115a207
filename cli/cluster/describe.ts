import { defineCommand } from "../command.ts";

export const clusterDescribe = defineCommand({
  name: "describe",
  summary: "Show the Temporal cluster: version, namespace, retention and search attributes",
  example: `longtake cluster describe \\
    --namespace default`,
  flags: {},
  async run(context) {
    const { connection, options } = await context.temporal();
    const { workflowService, operatorService } = connection;
    const { namespace } = options;
    const [info, described, attributes] = await Promise.all([
      workflowService.getClusterInfo({}),
      workflowService.describeNamespace({ namespace }),
      operatorService.listSearchAttributes({ namespace }),
    ]);
    const answer = {
      clusterName: info.clusterName ?? "",
      serverVersion: info.serverVersion ?? "",
      persistenceStore: info.persistenceStore ?? "",
      visibilityStore: info.visibilityStore ?? "",
      namespace,
      retentionDays: Number(described.config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400,
      searchAttributes: Object.keys(attributes.customAttributes ?? {}).toSorted(),
    };
    context.output.value(answer, () => [
      {
        title: "Cluster",
        fields: [
          ["Name", answer.clusterName],
          ["ServerVersion", answer.serverVersion],
          ["Persistence", answer.persistenceStore],
          ["Visibility", answer.visibilityStore],
        ],
      },
      {
        title: "Namespace",
        fields: [
          ["Name", namespace],
          ["RetentionDays", answer.retentionDays],
        ],
      },
      { title: "Search Attributes", lines: answer.searchAttributes.map((name) => `  ${name}`) },
    ]);
  },
});
