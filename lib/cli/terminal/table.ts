import { padEnd, padStart, visibleLength } from "./format";

export interface Column {
  header: string;
  align?: "right";
}

export interface TableOptions {
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
  indent?: string;
  /** How headers look; a table without any header text has no header line. */
  header?: (text: string) => string;
}

/** Aligned columns two spaces apart, without lines or trailing blanks. */
export function formatTable({ columns, rows, indent = "", header = (text) => text }: TableOptions): string[] {
  const widths = columns.map((column, at) =>
    Math.max(visibleLength(column.header), ...rows.map((row) => visibleLength(row[at] ?? ""))),
  );
  const line = (cells: readonly string[]): string => {
    const padded = columns.map((column, at) =>
      (column.align === "right" ? padStart : padEnd)(cells[at] ?? "", widths[at] ?? 0),
    );
    return (indent + padded.join("  ")).trimEnd();
  };
  const body = rows.map(line);
  const hasHeader = columns.some((column) => column.header !== "");
  return hasHeader ? [line(columns.map((column) => header(column.header))), ...body] : body;
}
