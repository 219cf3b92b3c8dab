import { useState } from "react";

const { compare } = new Intl.Collator("en", { numeric: true });

export function Table({ columns, rows }) {
  const [{ by, sign }, setOrder] = useState({ by: columns[0], sign: 1 });
  const sorted = rows.toSorted((a, b) => sign * compare(a[by], b[by]));
  const sort = (column) =>
    setOrder({ by: column, sign: column === by ? -sign : 1 });
  return (
    <table>
      <tbody>
        <tr>
          {columns.map((column) => (
            <th key={column} onClick={() => sort(column)}>
              {column} {column === by && (sign > 0 ? "^" : "v")}
            </th>
          ))}
        </tr>
        {sorted.map((row) => (
          <tr key={row.id}>
            {columns.map((column) => (
              <td key={column}>{row[column]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
