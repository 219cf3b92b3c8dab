const { compare } = new Intl.Collator("en", { numeric: true });

export function makeSortable(table) {
  const [body] = table.tBodies;
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    const textOf = (row) => row.cells[column].textContent;
    let direction = -1;
    cell.addEventListener("click", () => {
      direction *= -1;
      const order = (a, b) => direction * compare(textOf(a), textOf(b));
      body.append(...[...body.rows].sort(order));
    });
  });
}
