export function renderTodos(list, todos) {
  const rows = todos.map((todo) => {
    const row = document.createElement("li");
    row.textContent = todo.title;
    row.classList.toggle("done", todo.finished);
    return row;
  });
  list.replaceChildren(...rows);
}
