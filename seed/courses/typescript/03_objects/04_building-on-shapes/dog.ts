interface Animal {
  name: string;
}

interface Dog extends Animal {
  breed: string;
  fetches: boolean;
}

const rex: Dog = { name: "Rex", breed: "collie", fetches: true };
