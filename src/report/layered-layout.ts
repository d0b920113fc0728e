/** A node to be placed: `group` counts the moments at which entities enter the story, from 0. */
export interface LayoutNode {
  readonly id: string;
  readonly group: number;
}

export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
}

export interface PlacedNode {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

const neighbours = (edges: readonly LayoutEdge[]): Map<string, string[]> => {
  const result = new Map<string, string[]>();
  for (const edge of edges) {
    result.set(edge.from, [...(result.get(edge.from) ?? []), edge.to]);
    result.set(edge.to, [...(result.get(edge.to) ?? []), edge.from]);
  }
  return result;
};

const columnsOf = (nodes: readonly LayoutNode[], linked: ReadonlyMap<string, readonly string[]>, maximum: number): Map<string, number> => {
  const groups = Math.max(...nodes.map((node) => node.group)) + 1;
  const columns = new Map<string, number>();
  for (const node of nodes) {
    const floor = Math.floor((node.group * maximum) / groups);
    const earlier = (linked.get(node.id) ?? []).map((id) => columns.get(id)).filter((column) => column !== undefined);
    columns.set(node.id, Math.min(maximum - 1, Math.max(floor, ...earlier.map((column) => column + 1))));
  }
  return columns;
};

/**
 * Columns from left to right: a node stands right of every neighbour that came before it and not left of its moment in the
 * story; rows by the mean row of the neighbours to the left (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981).
 * `nodes` come in the order of their first part. Empty columns are closed up.
 */
export const layeredLayout = (nodes: readonly LayoutNode[], edges: readonly LayoutEdge[], maximumColumns: number): PlacedNode[] => {
  if (nodes.length === 0) return [];
  const linked = neighbours(edges);
  const columns = columnsOf(nodes, linked, maximumColumns);
  const used = [...new Set(columns.values())].sort((a, b) => a - b);
  const tallest = Math.max(...used.map((column) => nodes.filter((node) => columns.get(node.id) === column).length));
  const rows = new Map<string, number>();
  const placed: PlacedNode[] = [];
  used.forEach((column, index) => {
    const members = nodes
      .filter((node) => columns.get(node.id) === column)
      .map((node, order) => {
        const known = (linked.get(node.id) ?? []).map((id) => rows.get(id)).filter((row) => row !== undefined);
        return { node, weight: known.length === 0 ? order : known.reduce((sum, row) => sum + row, 0) / known.length, order };
      })
      .sort((a, b) => a.weight - b.weight || a.order - b.order);
    const first = (tallest - members.length) / 2;
    members.forEach(({ node }, order) => {
      rows.set(node.id, first + order);
      placed.push({ id: node.id, column: index, row: first + order });
    });
  });
  return placed;
};
