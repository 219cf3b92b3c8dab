function OpenTasks({ tasks }) {
  const open = tasks.filter((task) => !task.done);
  return (
    <ol>
      {open.map((task) => (
        <li key={task.id}>{task.title}</li>
      ))}
    </ol>
  );
}
