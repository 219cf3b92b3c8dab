let mut stack = Vec::new();
stack.push("plate");
stack.push("bowl");
let top = stack.pop();
