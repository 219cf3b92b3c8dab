const pet = { kind: "cat" };
console.log(pet.kind);
