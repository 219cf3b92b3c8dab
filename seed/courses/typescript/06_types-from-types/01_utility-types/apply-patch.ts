interface Task {
  readonly id: string;
  title: string;
  done: boolean;
  edited: Date;
}

type TaskPatch = Partial<Omit<Task, "id" | "edited">>;

function patchTask(task: Task, patch: TaskPatch): Task {
  const changed = Object.keys(patch).length > 0;
  return { ...task, ...patch, edited: changed ? new Date() : task.edited };
}

const first: Task = { id: "a1", title: "Sow", done: false, edited: new Date() };
console.log(patchTask(first, { done: true }).title);
