const user = { id: 7, name: "Mina", role: "editor" };
const { id, role } = user;
console.log(`User ${id} is an ${role}`);
